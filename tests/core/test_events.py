"""A body that was once stored is read for ever; the golden files were written when each version was new."""

import json
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import exam.core
from exam.core.canonical import MAX_EXACT, canonical_json
from exam.core.events import ActorRef, Entry, Event, EventUnknownError, decode, encode, event_types
from exam.core.model import Frozen
from exam.core.session_events import HandRaised, ResultAnnounced
from tests.core.stored_events import AT, BY, EXAMPLES

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
FILES = sorted(GOLDEN.iterdir())
for _module in pkgutil.walk_packages(exam.core.__path__, "exam.core."):
    import_module(_module.name)


def every(model: type[Frozen]) -> Iterator[type[Frozen]]:
    """A model and all that are made of it."""
    yield model
    for made in model.__subclasses__():
        yield from every(made)


for _model in every(Frozen):
    _model.model_rebuild()  # Hypothesis looks at signatures, which there are not before a model is first used
TYPES = {name: found for name, found in event_types().items() if found.__module__.startswith("exam.")}
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(-timedelta(hours=3, minutes=30))])
# Of the numbers of this world, the journal takes those that are finite and exact everywhere.
st.register_type_strategy(int, st.integers(-MAX_EXACT, MAX_EXACT))
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))


def named(path: Path) -> tuple[str, int]:
    """The event and version that a golden file is of."""
    name, _, version = path.stem.partition("-v")
    return name, int(version)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_body_stored_in_the_past_is_still_read(path: Path) -> None:
    name, version = named(path)
    assert decode(name, version, path.read_bytes(), seq=7) == Entry(seq=7, at=AT, by=BY, event=EXAMPLES[name])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_body_is_canonical(path: Path) -> None:
    assert canonical_json(json.loads(path.read_bytes())) + b"\n" == path.read_bytes()


def test_every_stored_event_has_its_golden_body() -> None:
    assert {(name, found.VERSION) for name, found in TYPES.items()} <= {named(path) for path in FILES}
    assert {name for name, _ in map(named, FILES)} == EXAMPLES.keys()


@pytest.mark.parametrize("name", sorted(TYPES))
def test_an_event_of_today_is_stored_as_its_golden_body(name: str) -> None:
    event = EXAMPLES[name]
    stored = (GOLDEN / f"{name}-v{event.VERSION}.json").read_bytes()
    assert encode(event, at=AT, by=BY) + b"\n" == stored


@pytest.mark.parametrize("name", sorted(TYPES))
@given(data=st.data(), at=st.datetimes(timezones=ZONES), by=st.builds(ActorRef), seq=st.integers(1))
@settings(max_examples=25)
def test_what_was_stored_is_what_happened(name: str, data: st.DataObject, at: datetime, by: ActorRef, seq: int) -> None:
    event: Event = data.draw(st.from_type(TYPES[name]))
    body = encode(event, at=at, by=by)
    entry = decode(type(event).__name__, event.VERSION, body, seq=seq)
    assert entry == Entry(seq=seq, at=at, by=by, event=event)
    assert encode(entry.event, at=entry.at, by=entry.by) == body


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(EventUnknownError) as told:
        decode("SomethingElse", 1, b"{}", seq=1)
    assert told.value.arguments == {"type": "SomethingElse", "version": "1"}


@pytest.mark.parametrize("name", sorted(TYPES))
@pytest.mark.parametrize("version", ["newer", 0, -4])
def test_a_version_that_this_program_cannot_read_is_refused(name: str, version: str | int) -> None:
    version = TYPES[name].VERSION + 1 if isinstance(version, str) else version
    with pytest.raises(EventUnknownError):
        decode(name, version, encode(EXAMPLES[name], at=AT, by=BY), seq=1)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("place", [(), ("by",), ("data",)], ids=str)
def test_a_body_that_says_more_than_an_event_can_is_refused(path: Path, place: tuple[str, ...]) -> None:
    told = inside = json.loads(path.read_bytes())
    for key in place:
        inside = inside[key]
    inside["more"] = "?"
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        decode(*named(path), canonical_json(told), seq=1)


@pytest.mark.parametrize("key", ["at", "by", "data"])
def test_a_body_that_lacks_something_is_refused(key: str) -> None:
    told = json.loads(encode(EXAMPLES["TimeSpent"], at=AT, by=BY))
    del told[key]
    with pytest.raises(ValidationError, match="Field required"):
        decode("TimeSpent", 1, canonical_json(told), seq=1)


@pytest.mark.parametrize("spelt", [b'"elapsed_ms":"5000"', b'"elapsed_ms":5e3', b'"elapsed_ms":true'])
def test_a_body_with_a_loose_number_is_refused(spelt: bytes) -> None:
    body = encode(EXAMPLES["TimeSpent"], at=AT, by=BY)
    with pytest.raises(ValidationError):
        decode("TimeSpent", 1, body.replace(b'"elapsed_ms":5000', spelt), seq=1)


def test_an_event_is_never_lifted_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HandRaised, "VERSION", 3)
    with pytest.raises(EventUnknownError):
        decode("HandRaised", 1, b'{"data":{"desk":"a"}}', seq=1, upcasters={("HandRaised", 1): dict})


def test_an_old_version_is_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(data: dict[str, object]) -> dict[str, object]:
        return {"task": data["desk"]}

    def spelt(data: dict[str, object]) -> dict[str, object]:
        return {"task": f"{data['task']}-test"}

    monkeypatch.setattr(HandRaised, "VERSION", 3)
    body = canonical_json({"at": AT.isoformat(), "by": BY.model_dump(), "data": {"desk": "law"}})
    upcasters = {("HandRaised", 1): renamed, ("HandRaised", 2): spelt}
    assert decode("HandRaised", 1, body, seq=1, upcasters=upcasters).event == HandRaised(task="law-test")


def test_a_body_is_canonical_and_holds_time_actor_and_data() -> None:
    body = encode(ResultAnnounced(), at=AT, by=BY)
    assert body.decode() == (
        '{"at":"2026-11-20T09:30:15.250000+00:00","by":{"id":"dvorakova","role":"examiner"},"data":{}}'
    )
