from datetime import date

from exam.core.content import Content, Sourced, with_renamings
from exam.core.gates import Claim, Confirmation
from exam.core.item import ItemBank
from exam.core.renaming import Renaming, renamed
from exam.core.validity import Validity
from tests.builders import choice, standard

CONFIRMED = Confirmation(by="Jan Novák", on=date(2026, 1, 1), source="compared word by word")


def renaming(of: str = "mini-1", *, verified: bool = False, confirmation: Confirmation | None = None) -> Renaming:
    told = {
        "schema": "exam/renaming/1",
        "id": "mini-2",
        "of": of,
        "title": {"cs": "Zkušební/zkušebná"},
        "validity": Validity(since=date(2024, 1, 1)),
        "source": "its page",
        "same_content": Claim(verified=verified, source="a ministry's note", confirmation=confirmation),
    }
    return Renaming.model_validate(told)


def content(of: str = "mini-1") -> Content:
    bank = ItemBank.model_validate(
        {"schema": "exam/item-bank/1", "id": "law", "standard": "mini-1", "items": (choice("q-1", "law.a"),)}
    )
    return with_renamings(
        Content(
            standards=(Sourced(standard(), "mini-1/standard.yaml"),),
            banks=(Sourced(bank, "law.yaml"),),
            renamings=(Sourced(renaming(of), "mini-0/renaming.yaml"),),
        )
    )


def test_only_name_days_and_source_are_its_own() -> None:
    made, own = renamed(standard(), renaming()), {"id", "title", "validity", "source", "renamed"}
    assert made.model_dump(exclude=own) == standard().model_dump(exclude=own)
    assert (made.id, made.title["cs"], made.validity.since) == ("mini-2", "Zkušební/zkušebná", date(2024, 1, 1))


def test_that_the_content_is_the_same_counts_until_somebody_vouches_for_it() -> None:
    counted = [
        renamed(standard(), renaming(verified=verified, confirmation=confirmation)).unofficial()
        for verified, confirmation in ((False, None), (True, None), (False, CONFIRMED))
    ]
    assert counted == [standard().unofficial() + 1, standard().unofficial(), standard().unofficial()]


def test_it_stands_among_the_standards_under_its_own_file_and_has_the_others_banks() -> None:
    found = content()
    assert [(entry.value.id, entry.path) for entry in found.standards] == [
        ("mini-2", "mini-0/renaming.yaml"),
        ("mini-1", "mini-1/standard.yaml"),
    ]
    assert [entry.value.id for entry in found.written()] == ["mini-1"]
    assert (found.origin("mini-2"), found.origin("mini-1"), found.origin("nic")) == ("mini-1", "mini-1", "nic")
    assert found.bank("mini-2", "law") == found.bank("mini-1", "law") is not None


def test_a_renaming_of_nothing_makes_no_standard() -> None:
    assert [entry.value.id for entry in content("mini-9").standards] == ["mini-1"]
