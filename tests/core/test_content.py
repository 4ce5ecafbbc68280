from exam.core.content import Content, Sourced
from exam.core.item import ItemBank
from tests.builders import choice, standard

BANK = ItemBank.model_validate(
    {"schema": "exam/item-bank/1", "id": "law", "standard": "mini-1", "items": (choice("q-1", "law.a"),)}
)
OTHER = BANK.model_copy(update={"standard": "other-1", "items": (choice("q-2", "law.a"),)})
CONTENT = Content(
    standards=(Sourced(standard(), "mini.yaml"),), banks=(Sourced(OTHER, "other.yaml"), Sourced(BANK, "law.yaml"))
)


def test_a_standard_is_found_by_its_id() -> None:
    assert CONTENT.standard("mini-1") == standard()
    assert CONTENT.standard("nic") is None


def test_a_bank_is_that_of_its_standard() -> None:
    assert CONTENT.bank("mini-1", "law") == BANK.items
    assert CONTENT.bank("other-1", "law") == OTHER.items
    assert CONTENT.bank("mini-1", "nic") is None
    assert CONTENT.bank("nic", "law") is None


def test_the_banks_of_a_standard_know_their_files() -> None:
    assert [found.path for found in CONTENT.banks_of("mini-1")] == ["law.yaml"]
