"""What somebody may try against a hub who has a cable, a computer that was admitted, or neither."""

import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread

import pytest

from exam import view as seen
from exam.core.access_events import WorkstationKind
from exam.core.session_events import ResponseSaved
from exam.machine import SystemClock
from exam.problem import ExamError
from exam.publishing.hub_certificate import authority_pem, make_hub_certificate
from exam.publishing.practice_keys import make_practice_keys
from exam.remote.console import enter
from exam.remote.desk import RemoteDesk, sit_down, take_back
from exam.remote.line import Line
from exam.scripted.performance import PIN
from exam.service.streams import Streams
from exam.view.wire import HUB_NAME, KEY, LARGEST_COMMAND, WORKSTATION, SitDown
from tests.hub.running import Running, hub_on
from tests.stages import cut, played, shipped

TESTING = cut(shipped("passed"), before="answer_test")
TASK = "law-test"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("attacked")
    with played(folder, TESTING) as stage, hub_on(folder, stage) as running:
        yield running


@pytest.fixture
def desk(hub: Running) -> RemoteDesk:
    return hub.desk()


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(ExamError) as told:
        action()
    return told.value.code


@contextmanager
def connected(hub: Running) -> Iterator[ssl.SSLSocket]:
    context = ssl.create_default_context(cadata=authority_pem(hub.keys, SystemClock().now()))
    with (
        socket.create_connection(("127.0.0.1", hub.port), 10) as plain,
        context.wrap_socket(plain, server_hostname=HUB_NAME) as secured,
    ):
        yield secured


def asked(
    hub: Running, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    with connected(hub) as secured:
        connection = HTTPConnection("127.0.0.1")
        connection.sock = secured
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("content-length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()


def bearing(desk: RemoteDesk, **more: str) -> dict[str, str]:
    line = desk._line  # noqa: SLF001 - what a thief of the computer has
    return {WORKSTATION: line._secret, "authorization": f"Bearer {line.token}", **more}  # noqa: SLF001


def saved(hub: Running) -> list[str]:
    entries = Streams(hub.stage.ports.journal).entries(f"session/{hub.stage.session}")
    return [entry.event.model_dump_json() for entry in entries if isinstance(entry.event, ResponseSaved)]


def choice(desk: RemoteDesk, place: int = 0, option: str = "a") -> seen.SaveChoice:
    sheet = desk.sheet(TASK)
    assert isinstance(sheet, seen.TestSheet)
    return seen.SaveChoice(task=TASK, part=sheet.items[place].part, option=option)


@pytest.mark.parametrize(
    "header", [{"Origin": "https://zly.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_nothing_from_a_web_page_is_taken(hub: Running, desk: RemoteDesk, header: dict[str, str]) -> None:
    before = saved(hub)
    body = choice(desk).model_dump_json().encode()
    status, _, told = asked(hub, "POST", "/desk/do/SaveChoice", bearing(desk, **{KEY: "k"}, **header), body)
    assert (status, json.loads(told)["code"]) == (400, "request-refused")
    assert saved(hub) == before


def test_whoever_works_at_the_hubs_own_computer_cannot_say_that_he_works_elsewhere(hub: Running) -> None:
    secret, token = hub.file("pc-lies", WorkstationKind.DESK).secret, "7" * 64
    body = SitDown(code=hub.code("pc-lies"), token=token).model_dump_json().encode()
    elsewhere = {WORKSTATION: secret, "X-Forwarded-For": "192.0.2.7", "Forwarded": "for=192.0.2.7"}
    assert asked(hub, "POST", "/desk/sit-down", elsewhere, body)[0] == 200
    sits = hub.service.admissions.state().place(token, hub.stage.clock.now())
    assert sits is not None
    assert sits.address == ""


def test_answers_are_kept_in_no_cache_and_name_no_software(hub: Running, desk: RemoteDesk) -> None:
    status, headers, _ = asked(hub, "GET", "/desk/view", bearing(desk))
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_no_one_gets_in_without_a_computer_that_was_admitted_for_it(hub: Running, desk: RemoteDesk) -> None:
    token = bearing(desk)["authorization"]
    console = {WORKSTATION: hub.file("strange", WorkstationKind.CONSOLE).secret, "authorization": token}
    for path, headers in (
        ("/desk/view", {}),
        ("/desk/view", {"authorization": token}),
        ("/desk/view", {WORKSTATION: "0" * 64, "authorization": token}),
        ("/desk/view", console),
        ("/console/examiners", bearing(desk)),
        ("/console/today", bearing(desk)),
    ):
        assert asked(hub, "GET", path, headers)[0] in {401, 403}, path
    for path in ("/console/enter", "/console/do/home", "/console/verify", "/console/leave"):
        assert asked(hub, "POST", path, bearing(desk), b"{}")[0] in {400, 401, 403}, path


def test_a_desks_computer_is_no_place_for_an_examiner(hub: Running, desk: RemoteDesk) -> None:
    body = json.dumps({"account": "dvorakova", "pin": PIN, "token": "f" * 64}).encode()
    assert asked(hub, "POST", "/console/enter", bearing(desk), body)[0] == 401


def test_a_candidates_token_is_no_examiners(hub: Running, desk: RemoteDesk) -> None:
    headers = bearing(desk) | {WORKSTATION: hub.file("other", WorkstationKind.CONSOLE).secret}
    assert asked(hub, "POST", "/console/do/home", headers, b"{}")[0] == 401


def test_a_code_is_good_once_and_at_its_computer(hub: Running) -> None:
    first, second = hub.line("once-1"), hub.line("once-2")
    code = hub.code("once-1")
    assert refusal(lambda: sit_down(second, code, hub.folder / "w")) == "desk-code-refused"
    sit_down(first, code, hub.folder / "w")
    first.token = ""
    assert refusal(lambda: sit_down(first, code, hub.folder / "w")) == "desk-code-refused"


@pytest.mark.parametrize("length", [41, 101, 201, 5000])
def test_what_is_much_too_long_for_a_code_or_a_pin_is_refused_like_a_wrong_one(hub: Running, length: int) -> None:
    line, table = hub.line(f"long-{length}"), hub.line(f"long-table-{length}", WorkstationKind.CONSOLE)
    assert refusal(lambda: sit_down(line, "A" * length, hub.folder / "w")) == "desk-code-refused"
    assert refusal(lambda: take_back(line, "a" * length, "1" * length)) == "sign-in-refused"
    assert refusal(lambda: enter(table, "a" * length, "1" * length)) == "sign-in-refused"


def test_codes_and_pins_are_not_guessed_over_the_line(hub: Running) -> None:
    line, table = hub.line("guessing"), hub.line("guessing-table", WorkstationKind.CONSOLE)
    codes = [refusal(lambda: sit_down(line, "AAAAA-AAAAA", hub.folder / "w")) for _ in range(6)]
    pins = [refusal(lambda: enter(table, "kratky", "0000")) for _ in range(6)]
    assert codes == ["desk-code-refused"] * 4 + ["sign-in-delayed"] * 2
    assert pins == ["sign-in-refused"] * 4 + ["sign-in-delayed"] * 2


def test_a_token_of_somebody_who_was_put_out_is_void(hub: Running) -> None:
    before = hub.desk("before")
    hub.desk("after")
    assert refusal(before.view) == "place-void"
    assert refusal(lambda: before.do(choice_of(hub))) == "place-void"


def choice_of(hub: Running) -> seen.SaveChoice:
    return choice(hub.desk("looking"))


@pytest.mark.parametrize(
    "path",
    [
        "/desk/sheet/..%2f..%2fpeople.db",
        "/desk/sheet/%2e%2e/%2e%2e/keys",
        "/../keys/practice-root.p12",
        "//desk/view",
        "/desk/workbook/..",
        "/desk/sheet/%00",
        "/keys/practice-root.p12",
        "/desk/sheet/" + "a" * 5_000,
    ],
)
def test_paths_lead_nowhere_else(hub: Running, desk: RemoteDesk, path: str) -> None:
    status, _, told = asked(hub, "GET", path, bearing(desk))
    assert status in {400, 401, 403, 404, 405, 409}
    assert b"SQLite" not in told
    assert hub.desk().view().phase is seen.Phase.TASKS


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"\xff\xfe", b"null", b'{"task":1}', b'{"task":"law-test","part":"x","option":"a","x":1}'],
)
def test_what_is_no_command_is_refused(hub: Running, desk: RemoteDesk, body: bytes) -> None:
    before = saved(hub)
    status, _, told = asked(hub, "POST", "/desk/do/SaveChoice", bearing(desk, **{KEY: "k"}), body)
    assert (status, json.loads(told)["arguments"]) == (400, {"reason": "form"})
    assert saved(hub) == before


def test_only_commands_of_the_desk_can_be_named(hub: Running, desk: RemoteDesk) -> None:
    for name in ("SubmitTask", "DeskCommand", "__class__", "JudgeCriterion", "Shown"):
        assert asked(hub, "POST", f"/desk/do/{name}", bearing(desk, **{KEY: "k"}), b"{}")[0] == 400


def test_only_methods_of_the_door_can_be_named(hub: Running) -> None:
    line = hub.line("methods", WorkstationKind.CONSOLE)
    enter(line, "holubova", PIN)
    for name in ("__class__", "_service", "_actor", "__init__", "sign_in"):
        assert refusal(lambda name=name: line.post("console", "do", name, body=b"{}")) == "request-refused"  # type: ignore[misc]
    for body in (b'{"session":"s"}', b'{"session":"s","command":{"kind":"Nothing","data":{}}}', b'{"session":1}'):
        assert refusal(lambda body=body: line.post("console", "do", "do", body=body)) == "request-refused"  # type: ignore[misc]
    tick = {"session": hub.stage.session, "command": {"kind": "Tick", "data": {"task": TASK}}}
    assert refusal(lambda: line.post("console", "do", "do", body=json.dumps(tick).encode())) == "denied"


@pytest.mark.parametrize("key", ["", "k" * 65, "ž"])
def test_a_command_without_a_proper_key_is_refused(hub: Running, desk: RemoteDesk, key: str) -> None:
    body = choice(desk).model_dump_json().encode()
    headers = bearing(desk) | {KEY: key.encode().decode("latin-1")}
    assert asked(hub, "POST", "/desk/do/SaveChoice", headers, body)[0] == 400


def test_a_huge_body_is_cut_off(hub: Running, desk: RemoteDesk) -> None:
    headers = bearing(desk, **{KEY: "k"})
    try:
        status = asked(hub, "POST", "/desk/do/SaveText", headers, b" " * (LARGEST_COMMAND + 70_000))[0]
    except (OSError, HTTPException):
        status = 400  # it hung up before all of it was sent
    assert status == 400
    assert hub.desk().view().phase is seen.Phase.TASKS


def test_a_slow_body_is_waited_for_a_while_and_keeps_nobody_else_waiting(
    hub: Running, desk: RemoteDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exam.hub.rim.BODY_S", 0.5)
    headers = "".join(f"{name}: {value}\r\n" for name, value in bearing(desk, **{KEY: "k"}).items())
    with connected(hub) as secured:
        secured.sendall(f"POST /desk/do/SaveText HTTP/1.1\r\n{headers}content-length: 100\r\n\r\n{{".encode())
        began = time.monotonic()
        desk.view()
        assert time.monotonic() - began < 3
        secured.settimeout(10)
        assert b"400" in secured.recv(200)


@pytest.mark.parametrize("sent", [b"", b"GET /desk/view HT", b"GET /desk/view HTTP/1.1\r\nx: "])
def test_a_connection_that_asks_nothing_is_closed(hub: Running, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr("exam.hub.serving.HEADERS_S", 0.4)
    with connected(hub) as secured:
        secured.sendall(sent)
        secured.settimeout(10)
        try:
            assert secured.recv(200) == b""
        except ConnectionError:
            return


def test_many_silent_connections_keep_nobody_out(hub: Running, desk: RemoteDesk) -> None:
    silent = [socket.create_connection(("127.0.0.1", hub.port), 5) for _ in range(200)]
    try:
        assert desk.view().phase is seen.Phase.TASKS
    finally:
        for one in silent:
            one.close()


def test_garbage_in_place_of_tls_or_http_ends_only_its_connection(hub: Running, desk: RemoteDesk) -> None:
    with socket.create_connection(("127.0.0.1", hub.port), 5) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
        plain.settimeout(10)
        assert b"HTTP" not in plain.recv(100)
    with connected(hub) as secured:
        secured.sendall(b"\x00\xff" * 300 + b"\r\n\r\n")
        secured.settimeout(10)
        assert secured.recv(300)[:12] in {b"HTTP/1.1 400", b""}
    assert desk.view().phase is seen.Phase.TASKS


def test_the_same_key_at_once_is_done_once(hub: Running, desk: RemoteDesk) -> None:
    before, answers = saved(hub), []
    body = choice(desk, option="b").model_dump_json().encode()
    headers = bearing(desk, **{KEY: "same-key"})

    def send() -> None:
        answers.append(asked(hub, "POST", "/desk/do/SaveChoice", headers, body))

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {status for status, _, _ in answers} == {200}
    assert len({json.loads(told)["seq"] for _, _, told in answers}) == 1
    assert len(saved(hub)) == len(before) + 1


def test_a_certificate_of_another_authority_is_no_hub(hub: Running, tmp_path: Path) -> None:
    file = hub.file("careful", WorkstationKind.DESK)
    (tmp_path / "keys").mkdir()
    foreign = file.model_copy(update={"authority": authority_pem(tmp_path / "keys", SystemClock().now())})
    line = Line(hub.url, foreign)
    assert refusal(lambda: sit_down(line, "AAAAA-AAAAA", tmp_path)) == "hub-certificate"
    line.close()


def test_a_signers_certificate_of_the_same_authority_is_no_hub(tmp_path: Path) -> None:
    """An examiner's practice key, or a certificate for another name, cannot stand in for the hub."""
    keys, out = tmp_path / "keys", tmp_path / "other.pem"
    make_practice_keys(keys, {"kratky": "Vít Krátký"}, at=SystemClock().now())
    make_hub_certificate(keys, out, ("another-name", "127.0.0.1"), SystemClock().now())
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(out)
    client = ssl.create_default_context(cadata=authority_pem(keys, SystemClock().now()))
    ours, theirs = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(ours, theirs, server_hostname=HUB_NAME)
    answering = server.wrap_bio(theirs, ours, server_side=True)
    with pytest.raises(ssl.SSLCertVerificationError, match="exam-hub"):
        shake_hands(asking, answering)


def shake_hands(*ends: ssl.SSLObject) -> None:
    for _ in range(4):
        for end in ends:
            with suppress(ssl.SSLWantReadError):
                end.do_handshake()


def test_a_line_goes_only_where_tls_is(hub: Running) -> None:
    file = hub.file("addresses", WorkstationKind.DESK)
    for url in ("http://127.0.0.1", "127.0.0.1:8443", "https://", "https://a:b@host", "https://host:x", "https://h/p"):
        assert refusal(lambda url=url: Line(url, file)) == "hub-address"  # type: ignore[misc]
