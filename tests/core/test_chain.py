import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.chain import GENESIS, ChainBrokenError, Head, Link, follow, link, salted_digest

STREAM = "session/s-1"
HEXADECIMAL = st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)
OTHERS: dict[str, st.SearchStrategy[object]] = {
    "stream": st.text(),
    "seq": st.integers(-1, 100),
    "type": st.text(),
    "version": st.integers(0, 9),
    "body_digest": HEXADECIMAL | st.text(),
    "prev": HEXADECIMAL | st.text(),
    "hash": HEXADECIMAL | st.text(),
}


def chained(bodies: list[bytes], stream: str = STREAM, after: Head | None = None) -> list[Link]:
    head, links = after or Head(), []
    for body in bodies:
        made = link(head=head, stream=stream, event_type="Said", version=1, body_digest=salted_digest(b"salt", body))
        links.append(made)
        head = Head(seq=made.seq, hash=made.hash)
    return links


BODIES = st.lists(st.binary(max_size=8), min_size=1, max_size=6)
CHAIN = chained([b"one", b"two", b"three", b"four"])


def behind_its_length(data: bytes) -> bytes:
    return bytes([0, 0, 0, len(data)]) + data


def test_a_link_is_the_hash_that_the_description_gives() -> None:
    body = hashlib.sha256(b"\x00\x00\x00\x04salt" + b"one").digest()
    fields = (b"exam/journal/1", bytes(32), b"session/s-1", b"1", b"Said", b"1", body)
    expected = hashlib.sha256(b"".join(behind_its_length(field) for field in fields)).hexdigest()
    assert (CHAIN[0].seq, CHAIN[0].prev, CHAIN[0].hash) == (1, GENESIS, expected)
    assert CHAIN[1].prev == expected


def test_the_chain_of_a_journal_of_today_is_the_chain_for_ever() -> None:
    assert CHAIN[-1].hash == "2e579e84225a72ef14c7fce016910ee1bfafefe7c3587bbf3eb148382ae1dfe0"


def test_salt_and_body_cannot_be_parted_elsewhere() -> None:
    assert salted_digest(b"salt", b"body") != salted_digest(b"saltb", b"ody")


def test_an_empty_stream_leads_nowhere() -> None:
    assert follow([]) == Head(seq=0, hash=GENESIS)
    assert follow([], after=Head(seq=3, hash=CHAIN[2].hash)) == Head(seq=3, hash=CHAIN[2].hash)


@given(BODIES, BODIES)
def test_a_chain_leads_to_its_last_link_whole_or_in_parts(first: list[bytes], more: list[bytes]) -> None:
    links = chained(first + more)
    reached = follow(links[: len(first)])
    assert follow(links) == follow(links[len(first) :], after=reached) == Head(seq=len(links), hash=links[-1].hash)


@given(BODIES, st.data())
def test_any_single_changed_field_breaks_the_chain(bodies: list[bytes], data: st.DataObject) -> None:
    links = chained(bodies)
    place = data.draw(st.integers(0, len(links) - 1))
    name = data.draw(st.sampled_from(sorted(OTHERS)))
    other = data.draw(OTHERS[name].filter(lambda value: value != getattr(links[place], name)))
    links[place] = links[place].model_copy(update={name: other})
    with pytest.raises(ChainBrokenError):
        follow(links)


@pytest.mark.parametrize("digest", ["", "zz", CHAIN[1].body_digest.upper(), f" {CHAIN[1].body_digest}", "ab" * 31])
def test_a_digest_in_another_spelling_breaks_the_chain(digest: str) -> None:
    changed = [CHAIN[0], CHAIN[1].model_copy(update={"body_digest": digest}), *CHAIN[2:]]
    with pytest.raises(ChainBrokenError) as told:
        follow(changed)
    assert told.value.arguments == {"stream": STREAM, "seq": "2"}


@pytest.mark.parametrize(
    "links",
    [
        [CHAIN[0], CHAIN[2], CHAIN[3]],
        CHAIN[1:],
        [CHAIN[1], CHAIN[0], *CHAIN[2:]],
        [CHAIN[0], CHAIN[0], *CHAIN[1:]],
        [CHAIN[0], *chained([b"two"], "session/s-2", Head(seq=1, hash=CHAIN[0].hash))],
        [*chained([b"one"], ""), *chained([b"two"], "x", Head(seq=1, hash=chained([b"one"], "")[0].hash))],
    ],
    ids=["missing", "beginning missing", "moved", "doubled", "from another stream", "from a stream without a name"],
)
def test_a_link_that_does_not_follow_breaks_the_chain(links: list[Link]) -> None:
    with pytest.raises(ChainBrokenError):
        follow(links)


def test_a_body_that_was_replaced_together_with_its_link_breaks_the_rest() -> None:
    (forged,) = chained([b"another"], after=Head(seq=1, hash=CHAIN[0].hash))
    assert follow([CHAIN[0], forged]).seq == 2
    with pytest.raises(ChainBrokenError):
        follow([CHAIN[0], forged, *CHAIN[2:]])


def test_a_cut_tail_shows_only_in_the_head() -> None:
    assert follow(CHAIN[:3]) != follow(CHAIN)
