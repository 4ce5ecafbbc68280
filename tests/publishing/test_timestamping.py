"""A real authority on loopback, and others that answer wrongly, late or never."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, tsp
from certomancer.registry import CertLabel, KeyLabel, ServiceLabel
from werkzeug import Response

from exam.core.canonical import digest
from exam.publishing.online import AuthorityRefusedError, AuthoritySilentError, within
from exam.publishing.sealing import workspace_authority
from exam.publishing.timestamping import QUIET_MS, TimestampAuthority, TokenTimeError
from exam.publishing.tokens import (
    TokenBrokenError,
    TokenExpiredError,
    TokenUntrustedError,
    TokenUnusableError,
    check_token,
)
from exam.publishing.trust import parsed
from exam.scripted.world import ScriptedClock
from exam.service.stamping import AuthorityMissingError, TimestampError
from tests.authorities import Estate, answering, keep_trust, served
from tests.record_builders import ISSUED

IMPRINT = bytes.fromhex(digest(b"stav"))
OTHER = bytes.fromhex(digest(b"jiny stav"))


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with served(tmp_path_factory.mktemp("estate"), ISSUED) as found:
        yield found


def asking(url: str, estate: Estate, clock: ScriptedClock | None = None, seconds: float = 5) -> TimestampAuthority:
    return TimestampAuthority(url, lambda: parsed([estate.root]), clock or ScriptedClock(ISSUED), seconds=seconds)


def reply(data: bytes, status: int = 200) -> Response:
    return Response(data, status, mimetype="application/timestamp-reply")


@pytest.mark.parametrize("label", ["tsa", "tsa2", "tsa-ec"])
def test_a_token_of_a_trusted_authority_is_read_without_it(estate: Estate, label: str) -> None:
    token = asking(estate.tsa(label), estate).stamp(IMPRINT)
    stamp = asking("", estate).read(token, IMPRINT)
    assert stamp.at == ISSUED
    assert stamp.authority.startswith("Razítka")
    with pytest.raises(TokenBrokenError):
        asking("", estate).read(token, OTHER)


def test_a_token_is_kept_with_nothing_but_what_was_signed_and_who_signed(estate: Estate) -> None:
    token = asking(estate.tsa(), estate).stamp(IMPRINT)
    signed = cms.ContentInfo.load(token)["content"]
    assert [choice.chosen.subject.native["common_name"] for choice in signed["certificates"]] == ["Razítka 2032"]
    assert check_token(token, IMPRINT, parsed([estate.root])).exact() == token


def test_somebody_else_can_check_a_token(estate: Estate, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    assert openssl, "cryptography needs it too"
    (tmp_path / "token.der").write_bytes(asking(estate.tsa(), estate).stamp(IMPRINT))
    keep_trust(tmp_path / "trust", estate)
    asked = [openssl, "ts", "-verify", "-digest", IMPRINT.hex(), "-in", "token.der", "-token_in"]
    asked += ["-CAfile", "trust/root.pem"]
    found = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert "Verification: OK" in found.stdout, found.stderr


def with_wrong_nonce(estate: Estate, question: bytes) -> Response:
    asked = tsp.TimeStampReq.load(question)
    asked["nonce"] = 4711
    return reply(estate.stamped(asked.dump(force=True)))


def without_nonce(estate: Estate, question: bytes) -> Response:
    asked = tsp.TimeStampReq.load(question)
    del asked["nonce"]
    return reply(estate.stamped(asked.dump(force=True)))


def with_wrong_imprint(estate: Estate, question: bytes) -> Response:
    asked = tsp.TimeStampReq.load(question)
    asked["message_imprint"]["hashed_message"] = OTHER
    return reply(estate.stamped(asked.dump(force=True)))


def with_another_hash(estate: Estate, question: bytes) -> Response:
    asked = tsp.TimeStampReq.load(question)
    asked["message_imprint"]["hash_algorithm"] = {"algorithm": "sha512_256"}
    return reply(estate.stamped(asked.dump(force=True)))


def with_a_flipped_bit(estate: Estate, question: bytes) -> Response:
    data = bytearray(estate.stamped(question))
    data[-5] ^= 1
    return reply(bytes(data))


def rejecting(_estate: Estate, _question: bytes) -> Response:
    status = {"status": "rejection", "fail_info": {"bad_alg"}}
    return reply(tsp.TimeStampResp({"status": status}).dump())


def expired(estate: Estate, question: bytes) -> Response:
    return reply(estate.stamped(question, "tsa-old"))


def by_a_signer(estate: Estate, question: bytes) -> Response:
    """Stamp with a certificate that is trusted for signatures, and not for stamps."""
    stamper = estate.arch.service_registry.summon_timestamper(ServiceLabel("tsa"), estate.now)
    stamper.tsa_cert = estate.arch.get_cert(CertLabel("holubova"))
    stamper.tsa_key = estate.arch.key_set.get_private_key(KeyLabel("holubova"))
    stamper.signature_algo = cms.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
    stamper.certs_to_embed = [estate.arch.get_cert(CertLabel("issuing"))]
    return reply(stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump())


WRONG: tuple[tuple[Callable[[Estate, bytes], Response], type[TimestampError]], ...] = (
    (with_wrong_nonce, TokenBrokenError),
    (without_nonce, TokenBrokenError),
    (with_wrong_imprint, TokenBrokenError),
    (with_another_hash, TokenBrokenError),
    (with_a_flipped_bit, TokenBrokenError),
    (rejecting, AuthorityRefusedError),
    (expired, TokenExpiredError),
    (by_a_signer, TokenUntrustedError),
    (lambda _, __: reply(b""), TokenUnusableError),
    (lambda _, __: reply(b"<html>502</html>"), TokenUnusableError),
    (lambda _, __: reply(bytes(2_000_000)), TokenUnusableError),
    (lambda _, __: reply(b"", 500), AuthorityRefusedError),
    (lambda _, __: Response("", 302, {"Location": "http://127.0.0.1:9/"}), AuthoritySilentError),
)


@pytest.mark.parametrize(("answer", "refusal"), WRONG)
def test_a_wrong_answer_is_refused(
    estate: Estate, answer: Callable[[Estate, bytes], Response], refusal: type[TimestampError]
) -> None:
    with answering(lambda question: answer(estate, question)) as url, pytest.raises(refusal):
        asking(url, estate).stamp(IMPRINT)


def test_an_authority_that_nobody_here_trusts_is_refused(estate: Estate, tmp_path: Path) -> None:
    with pytest.raises(TokenUntrustedError):
        workspace_authority(estate.tsa(), tmp_path, ScriptedClock(ISSUED)).stamp(IMPRINT)
    keep_trust(tmp_path / "trust", estate)
    assert workspace_authority(estate.tsa(), tmp_path / "trust", ScriptedClock(ISSUED)).stamp(IMPRINT)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_that_differs_by_minutes_is_told(estate: Estate, minutes: int) -> None:
    with pytest.raises(TokenTimeError):
        asking(estate.tsa(), estate, ScriptedClock(ISSUED + timedelta(minutes=minutes))).stamp(IMPRINT)


def test_nobody_waits_longer_than_the_limit_nor_twice_for_the_same_silence(estate: Estate) -> None:
    asked = []

    def hanging(question: bytes) -> Response:
        asked.append(question)
        time.sleep(2)
        return reply(b"")

    clock = ScriptedClock(ISSUED)
    with answering(hanging) as url:
        authority = asking(url, estate, clock, seconds=0.2)
        before = time.monotonic()
        for _ in range(2):
            with pytest.raises(AuthoritySilentError):
                authority.stamp(IMPRINT)
        assert time.monotonic() - before < 1
        assert len(asked) == 1
        clock.pass_minutes(QUIET_MS // 60_000)
        with pytest.raises(AuthoritySilentError):
            authority.stamp(IMPRINT)
        assert len(asked) == 2


def test_a_dripping_answer_is_not_waited_for(estate: Estate) -> None:
    def dripping() -> Iterator[bytes]:
        for _ in range(20):
            time.sleep(0.1)
            yield b"0"

    with answering(lambda _: Response(dripping())) as url:
        before = time.monotonic()
        with pytest.raises(AuthoritySilentError):
            asking(url, estate, seconds=0.3).stamp(IMPRINT)
        assert time.monotonic() - before < 1


def test_nobody_at_the_address_is_told(estate: Estate) -> None:
    with answering(lambda _: reply(b"")) as url:
        pass
    with pytest.raises(AuthoritySilentError):
        asking(url, estate).stamp(IMPRINT)


def test_without_an_address_there_is_no_stamp(estate: Estate) -> None:
    with pytest.raises(AuthorityMissingError):
        asking("", estate).stamp(IMPRINT)


@pytest.mark.parametrize("token", [b"", b"0\x00", b"nic", bytes(300)])
def test_bytes_that_are_no_token_are_told(estate: Estate, token: bytes) -> None:
    with pytest.raises(TokenUnusableError):
        asking("", estate).read(token, IMPRINT)


def test_no_bit_of_a_kept_token_can_be_another(estate: Estate) -> None:
    """Either it is refused, or its form is not the exact one: `exact` of what was read gives the old bytes."""
    token = asking(estate.tsa("tsa-ec"), estate).stamp(IMPRINT)
    roots = parsed([estate.root])
    for place in range(0, len(token) * 8, 37):
        changed = bytearray(token)
        changed[place // 8] ^= 1 << place % 8
        try:
            assert check_token(bytes(changed), IMPRINT, roots).exact() != changed
        except TimestampError:
            continue


def test_what_a_question_raises_is_raised_where_it_was_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        within(1, lambda: 1 // 0)
