import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from exam.core.canonical import MAX_EXACT, NotCanonicalError, canonical_json, digest, digest_of
from exam.core.model import Frozen

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_EXACT, MAX_EXACT) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
MAPPINGS = st.dictionaries(st.text(), st.integers(0, 9), min_size=2)
SHUFFLED = MAPPINGS.flatmap(lambda told: st.tuples(st.just(told), st.permutations(sorted(told))))
NUMBERS = ["1", "1.0", "1.50", "0.1", "-0.00", "20.50", "1E+3", "123456789012345678901234567890"]


class Colour(StrEnum):
    RED = "red"


class Shape(Enum):
    ROUND = ("round", 1)


class Size(IntEnum):
    LARGE = 3


class Parcel(Frozen):
    kind: Annotated[str, Field(alias="type")]
    weight: Decimal
    sent: date
    colour: Colour = Colour.RED


class Weighed(Frozen):
    weight: float


def test_keys_are_sorted_as_rfc_8785_shows() -> None:
    told = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical_json(told)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_strings_are_escaped_as_rfc_8785_shows() -> None:
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    assert canonical_json(text).decode() == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_control_characters_have_their_short_form_or_four_small_digits() -> None:
    assert canonical_json("\b\t\n\f\r\x00\x1f\x7f\u2028") == '"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\u2028"'.encode()


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-7, "-7"),
        (MAX_EXACT, "9007199254740991"),
        ([], "[]"),
        ((1, "a"), '[1,"a"]'),
        ({"b": 1, "a": {"d": [], "c": {}}}, '{"a":{"c":{},"d":[]},"b":1}'),
        (date(2026, 11, 20), '"2026-11-20"'),
        (datetime(2026, 11, 20, 9, tzinfo=UTC), '"2026-11-20T09:00:00+00:00"'),
        (Colour.RED, '"red"'),
        (Size.LARGE, "3"),
        (Shape.ROUND, '["round",1]'),
    ],
)
def test_plain_values_have_one_spelling(value: object, spelt: str) -> None:
    assert canonical_json(value).decode() == spelt


@pytest.mark.parametrize("number", NUMBERS)
def test_decimals_are_strings_that_keep_every_digit(number: str) -> None:
    assert canonical_json({"score": Decimal(number)}).decode() == f'{{"score":"{number}"}}'


def test_a_model_is_spelt_by_its_aliases_and_in_order_of_its_keys() -> None:
    parcel = Parcel.model_validate({"type": "letter", "weight": Decimal("0.20"), "sent": date(2026, 1, 2)})
    assert canonical_json(parcel) == b'{"colour":"red","sent":"2026-01-02","type":"letter","weight":"0.20"}'
    assert canonical_json([parcel]) == b"[" + canonical_json(parcel) + b"]"


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        1.0,
        float("nan"),
        float("inf"),
        {"a": [1.5]},
        Weighed(weight=2.0),
        MAX_EXACT + 1,
        -MAX_EXACT - 1,
        [10**400],
        "\ud800",
        {"\udfff": 1},
        ["ok", {"a": "\ud83d"}],
        {1: "a"},
        {None: "a"},
        b"bytes",
        bytearray(b"bytes"),
        {"a"},
        object(),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonicalError):
        canonical_json(value)


@given(PLAIN)
def test_canonical_bytes_say_what_was_said_and_nothing_is_left_to_chance(value: object) -> None:
    spelt = canonical_json(value)
    assert json.loads(spelt) == value
    assert canonical_json(json.loads(spelt)) == spelt


@given(SHUFFLED)
def test_the_order_in_which_keys_were_written_does_not_matter(told: tuple[dict[str, int], list[str]]) -> None:
    first, order = told
    assert canonical_json({key: first[key] for key in order}) == canonical_json(first)


def test_digests_are_sha_256_of_the_canonical_bytes() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest_of({"b": 1, "a": "ž"}) == hashlib.sha256('{"a":"ž","b":1}'.encode()).hexdigest()
