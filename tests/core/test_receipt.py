import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.chain import Head
from exam.core.receipt import (
    ALPHABET,
    HASH_BITS,
    LENGTH,
    SEQ_BITS,
    ReceiptMistypedError,
    mark,
    read_receipt,
    receipt_code,
)

HEADS = st.builds(
    lambda seq, data: Head(seq=seq, hash=hashlib.sha256(data).hexdigest()), st.integers(0, 2**SEQ_BITS - 1), st.binary()
)
CODE = receipt_code(Head(seq=204, hash="5f" * 32))


def symbols(code: str) -> list[str]:
    return list(code.replace("-", ""))


def test_the_code_of_today_is_the_code_for_ever() -> None:
    assert CODE == "7MJP-EKCQ-WYGQ-4Q97"


def test_no_symbol_looks_like_another_one_and_their_number_is_a_prime() -> None:
    assert not set("0O1IL2Z5S8BUV") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    assert len(ALPHABET) ** (LENGTH - 1) >= 2 ** (SEQ_BITS + HASH_BITS)


@given(HEADS)
def test_a_code_says_of_which_event_it_was_made(head: Head) -> None:
    code = receipt_code(head)
    assert re.fullmatch(r"([^-]{4}-){3}[^-]{4}", code)
    assert read_receipt(code) == mark(head)
    assert read_receipt(code).names(head)


@given(HEADS, HEADS)
def test_another_event_has_another_code(head: Head, other: Head) -> None:
    assert read_receipt(receipt_code(head)).names(other) == (head == other)


@pytest.mark.parametrize("spelt", [CODE.lower(), CODE.replace("-", ""), f" {CODE.replace('-', ' ')}\n", "–".join(CODE)])
def test_case_spaces_and_hyphens_do_not_matter(spelt: str) -> None:
    assert read_receipt(spelt) == read_receipt(CODE)


@given(HEADS, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_wrong_symbol_is_found(head: Head, place: int, symbol: str) -> None:
    spelt = symbols(receipt_code(head))
    if spelt[place] != symbol:
        spelt[place] = symbol
        with pytest.raises(ReceiptMistypedError):
            read_receipt("".join(spelt))


@given(HEADS, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_every_two_symbols_that_changed_places_are_found(head: Head, first: int, second: int) -> None:
    spelt = symbols(receipt_code(head))
    if spelt[first] != spelt[second]:
        spelt[first], spelt[second] = spelt[second], spelt[first]
        with pytest.raises(ReceiptMistypedError):
            read_receipt("".join(spelt))


@pytest.mark.parametrize(
    "code", ["", "7MJP", CODE[:-1], f"{CODE}7", CODE.replace("7", "8"), "Y" * 16, "é" * 16, "0" * 16]
)
def test_what_is_no_code_is_refused_with_what_was_typed(code: str) -> None:
    with pytest.raises(ReceiptMistypedError) as refused:
        read_receipt(code)
    assert refused.value.arguments == {"receipt": code}
