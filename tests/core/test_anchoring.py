from exam.core.anchoring import ANCHORS, Anchor, AnchoredHead, imprint, moved, newest, read_anchor
from exam.core.canonical import canonical_json, digest
from exam.core.chain import Head

TOKEN = "30"  # noqa: S105 - the shortest there is
FIRST, SECOND = Head(seq=1, hash="1" * 64), Head(seq=2, hash="2" * 64)


def at(stream: str, head: Head = FIRST) -> AnchoredHead:
    return AnchoredHead(stream=stream, head=head)


def test_an_imprint_is_the_digest_of_the_heads_as_json() -> None:
    told = '{"heads":[{"head":{"hash":"' + "1" * 64 + '","seq":1},"stream":"session/a"}]}'
    assert imprint((at("session/a"),)) == digest(told.encode())


def test_an_anchor_is_read_back() -> None:
    anchor = Anchor(heads=(at("session/a"),), token=TOKEN)
    assert read_anchor(canonical_json(anchor)) == anchor


def test_what_is_no_anchor_is_none() -> None:
    for data in (b"", b"%PDF-1.7", b'{"heads":[]', b'{"heads":[],"token":""}', b'{"heads":[],"token":"3"}'):
        assert read_anchor(data) is None


def test_only_streams_that_moved_are_anchored_and_the_anchors_with_them() -> None:
    heads = {"session/b": SECOND, "session/a": FIRST, ANCHORS: FIRST}
    assert moved(heads, {"session/a": FIRST}) == (at("session/b", SECOND), at(ANCHORS))
    assert moved(heads, {"session/a": FIRST, "session/b": SECOND}) == ()
    assert moved({"session/a": FIRST}, {}) == (at("session/a"),)


def test_of_several_anchors_the_furthest_head_counts() -> None:
    older = Anchor(heads=(at("session/a"), at("session/b", SECOND)), token=TOKEN)
    newer = Anchor(heads=(at("session/a", SECOND), at("session/b")), token=TOKEN)
    assert newest((older, newer)) == {"session/a": SECOND, "session/b": SECOND}
