"""The letters to the authorising body: spelt, complete, and without a birth number."""

from datetime import date

from exam.core.duties import Duty, DutyAccount, Standing
from exam.core.identity import Identity
from exam.core.printouts.letters import Departure, dispatch_facts, duty_facts, handover_facts
from tests.core.printouts.prints import AUTHORISED, candidate, case, wording

FIGURES = wording().figures
DEPARTURE = Departure(successor="Smyšlený nástupce", ends_on=date(2027, 6, 30))


def test_a_letter_before_a_hand_over_names_who_ends_who_follows_and_how_much_there_is() -> None:
    holder = Identity(given_names="Ivo", surname="Správce", authorisation=AUTHORISED)
    told = handover_facts(FIGURES, holder, DEPARTURE, (3, 2, 1), [], date(2027, 5, 1))
    assert (told["holder"], told["holder_id"], told["successor"]) == (
        "Ústav, s. r. o.",
        "00000019",
        "Smyšlený nástupce",
    )
    assert (told["records"], told["sittings"], told["holds"], told["duties"]) == ("3", "2", "1", [])
    assert str(told["ends_on"]).endswith("2027")
    alone = handover_facts(FIGURES, Identity(given_names="Ivo", surname="Správce"), DEPARTURE, (0, 0, 0), [], date.min)
    assert (alone["holder"], alone["holder_seat"]) == ("Ivo Správce", "")


def test_a_duty_that_is_left_open_is_a_row_with_its_day_where_it_has_one() -> None:
    duty = Duty.model_validate(
        {
            "id": "dispatch",
            "text": {"cs": "odeslat záznam"},
            "per": "candidate",
            "counts_from": "Exam",
            "done_by": ("RecordDispatched",),
            "provision": "§ 18 odst. 13",
            "verified": True,
            "source": "nsk.md",
        }
    )
    due = date(2027, 1, 4)
    entry = DutyAccount(duty=duty, session="s", since=None, due=due, done=None, standing=Standing.OPEN)
    row = duty_facts(FIGURES, entry, "Jana Malá", "cs")
    assert (row["what"], row["about"], row["provision"]) == ("odeslat záznam", "Jana Malá", "§ 18 odst. 13")
    assert str(row["due"]).endswith("2027")
    endless = DutyAccount(duty=duty, session="s", since=None, due=None, done=None, standing=Standing.OPEN)
    assert duty_facts(FIGURES, endless, "", "cs")["due"] == ""


def test_a_record_that_is_sent_has_its_digest_and_its_result_where_there_is_one() -> None:
    person = candidate()
    sent = dispatch_facts(case(person), person, record="record-1", file="record-1.pdf", sha256="a" * 64)
    assert (sent["record"], sent["digest"], sent["candidate"]) == ("record-1", "a" * 64, person.identity.full_name)
