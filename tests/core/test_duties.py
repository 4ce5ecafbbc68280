from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from exam.core.content import Content, Sourced
from exam.core.duties import Duty, Period, Standing, account, last_day
from exam.core.session_values import Ending
from exam.core.system_rules import EndingEffect, SystemRules
from exam.core.verdict import Result

SATURDAY = 5
HOLIDAYS = {date(2026, 12, 24), date(2026, 12, 25), date(2026, 11, 17)}
TODAY = date(2026, 11, 20)


def working(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in HOLIDAYS


def duty(**changed: Any) -> Duty:  # noqa: ANN401 - any field
    told: dict[str, Any] = {
        "id": "invitation",
        "text": {"cs": "poslat pozvánku"},
        "per": "candidate",
        "counts_from": "ApplicationReceived",
        "period": {"days": 21},
        "done_by": ("InvitationSent",),
        "provision": "§ 17",
        "verified": True,
        "source": "nsk.md",
    }
    return Duty.model_validate(told | changed)


BACK = Period(days=5, before=True)


@pytest.mark.parametrize(
    ("period", "rolls", "since", "due"),
    [
        (Period(days=21), "next", date(2026, 11, 2), date(2026, 11, 23)),
        (Period(days=5), "next", date(2026, 11, 20), date(2026, 11, 25)),
        (Period(days=5), "next", date(2026, 11, 9), date(2026, 11, 16)),
        (Period(days=5), "next", date(2026, 11, 12), date(2026, 11, 18)),
        (Period(days=5), "next", date(2026, 12, 19), date(2026, 12, 28)),
        (Period(days=5), "no", date(2026, 12, 19), date(2026, 12, 24)),
        (BACK, "previous", date(2026, 11, 23), date(2026, 11, 18)),
        (BACK, "previous", date(2026, 11, 22), date(2026, 11, 16)),
        (BACK, "previous", date(2026, 11, 20), date(2026, 11, 13)),
        (Period(months=1), "no", date(2026, 11, 20), date(2026, 12, 20)),
        (Period(months=1), "next", date(2026, 11, 20), date(2026, 12, 21)),
        (Period(months=1), "no", date(2027, 1, 31), date(2027, 2, 28)),
        (Period(months=1), "no", date(2028, 1, 31), date(2028, 2, 29)),
        (Period(months=3), "no", date(2026, 11, 30), date(2027, 2, 28)),
        (Period(months=1, before=True), "no", date(2027, 1, 31), date(2026, 12, 31)),
        (Period(months=1), "no", date(2026, 12, 31), date(2027, 1, 31)),
        (Period(), "no", date(2026, 11, 21), date(2026, 11, 21)),
    ],
)
def test_a_last_day_is_counted_and_moves_to_a_working_day(period: Period, rolls: str, since: date, due: date) -> None:
    assert last_day(duty(period=period, rolls=rolls), since, working) == due


def test_a_duty_is_told_in_another_language_where_one_is_missing() -> None:
    both = duty(text={"cs": "poslat pozvánku", "en": "send the invitation"})
    assert (both.told("en"), duty().told("en")) == ("send the invitation", "poslat pozvánku")


def test_a_duty_without_a_known_period_has_no_last_day() -> None:
    found = account(duty(period=None), "", {"ApplicationReceived": TODAY}, TODAY + timedelta(days=900), working)
    assert found is not None
    assert (found.due, found.standing) == (None, Standing.OPEN)


@given(
    since=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    days=st.integers(0, 400),
    rolls=st.sampled_from(["next", "previous"]),
    before=st.booleans(),
)
def test_a_last_day_is_a_working_day_on_its_side(since: date, days: int, rolls: str, *, before: bool) -> None:
    found = last_day(duty(period=Period(days=days, before=before), rolls=rolls), since, working)
    counted = since + timedelta(days=-days if before else days)
    assert found is not None
    assert working(found)
    assert found >= counted if rolls == "next" else found <= counted


APPLIED = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("known", "today", "standing"),
    [
        ({}, TODAY, Standing.NOT_YET),
        ({"ApplicationReceived": APPLIED}, date(2026, 11, 10), Standing.OPEN),
        ({"ApplicationReceived": APPLIED}, date(2026, 11, 11), Standing.LATE),
        ({"ApplicationReceived": APPLIED, "InvitationSent": date(2026, 11, 10)}, TODAY, Standing.DONE),
        ({"ApplicationReceived": APPLIED, "InvitationSent": date(2026, 11, 11)}, TODAY, Standing.DONE_LATE),
        ({"InvitationSent": date(2026, 11, 11)}, TODAY, Standing.DONE),
    ],
    ids=["nothing yet", "last day", "the day after", "in time", "too late", "without its beginning"],
)
def test_a_duty_stands_as_its_facts_say(known: dict[str, date], today: date, standing: Standing) -> None:
    found = account(duty(), "session-1", known, today, working)
    assert found is not None
    assert (found.session, found.standing) == ("session-1", standing)


def test_a_right_lapses_and_is_never_late() -> None:
    found = account(duty(right=True), "", {"ApplicationReceived": APPLIED}, TODAY, working)
    assert found is not None
    assert found.standing is Standing.LAPSED


def test_the_first_of_what_ends_a_duty_counts() -> None:
    known = {"ApplicationReceived": APPLIED, "InvitationSent": date(2026, 11, 12), "LaterDateAgreed": date(2026, 11, 9)}
    found = account(duty(done_by=("InvitationSent", "LaterDateAgreed")), "", known, TODAY, working)
    assert found is not None
    assert (found.since, found.done, found.standing) == (APPLIED, date(2026, 11, 9), Standing.DONE)


def test_a_duty_that_needs_a_fact_does_not_arise_without_it() -> None:
    needed = duty(when=("MoveRequested",))
    assert account(needed, "", {"ApplicationReceived": APPLIED}, TODAY, working) is None
    asked = {"ApplicationReceived": APPLIED, "MoveRequested": APPLIED}
    assert account(needed, "", asked, TODAY, working) is not None


@pytest.mark.parametrize("field", ["counts_from", "done_by", "when"])
def test_a_duty_names_only_facts_and_moments_that_there_are(field: str) -> None:
    value = "InvitationForgotten" if field == "counts_from" else ("InvitationForgotten",)
    with pytest.raises(ValidationError, match="no such fact: InvitationForgotten; known: ApplicationReceived, "):
        duty(**{field: value})


def effects(*endings: Ending, result: Result | None = None) -> tuple[EndingEffect, ...]:
    told = {"result": result, "entry": "", "verified": False, "source": "nsk.md"}
    return tuple(EndingEffect.model_validate({"ending": ending, **told}) for ending in endings)


EARLY = tuple(ending for ending in Ending if ending is not Ending.FULLY_RUN)


def rules(endings: tuple[EndingEffect, ...]) -> SystemRules:
    told = {"schema": "exam/rules/1", "system": "mini", "holidays": "CZ", "endings": endings, "duties": (duty(),)}
    return SystemRules.model_validate(told)


def test_rules_tell_how_every_early_ending_counts() -> None:
    found = rules(effects(*EARLY, result=Result.FAILED))
    assert found.effect(Ending.WITHDREW).result is Result.FAILED


@pytest.mark.parametrize(
    "wrong",
    [effects(*EARLY[1:]), effects(*EARLY, EARLY[0]), effects(*Ending), effects(*EARLY, result=Result.PASSED)],
    ids=["one missing", "one twice", "fully run", "passed"],
)
def test_rules_tell_each_early_ending_once_and_nobody_passes_by_one(wrong: tuple[EndingEffect, ...]) -> None:
    with pytest.raises(ValidationError, match="each once, and none passed"):
        rules(wrong)


def test_the_rules_of_a_system_are_found_by_its_name() -> None:
    found = rules(effects(*EARLY))
    content = Content(rules=(Sourced(found, "reports/mini/rules.yaml"),))
    assert content.rules_of("mini") is found
    assert content.rules_of("nsk") is None
