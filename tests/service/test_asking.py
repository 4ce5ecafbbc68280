from collections.abc import Callable

import pytest
from pydantic import ValidationError

from exam.core.candidate_session import commands as asked
from exam.core.identity import Identity
from exam.problem import ExamError
from exam.service.asking import (
    InputRefusedError,
    InputTooBigError,
    InputTooLongError,
    InputTooShortError,
    InputTooSmallError,
    reading_input,
)


def refused(make: Callable[[], object]) -> InputRefusedError:
    with pytest.raises(InputRefusedError) as caught, reading_input():
        make()
    assert isinstance(caught.value.__cause__, ValidationError)
    return caught.value


def test_each_limit_has_a_refusal_of_its_own_that_quotes_the_value() -> None:
    found = [
        refused(lambda: asked.ExtendTime(task="t", minutes=500, reason="hluk")),
        refused(lambda: asked.ExtendTime(task="t", minutes=0, reason="hluk")),
        refused(lambda: Identity(given_names="J" * 121, surname="Z")),
        refused(lambda: asked.VerifyIdentity(document="")),
        refused(lambda: asked.SubmitTask(task="Ne takhle")),
    ]
    assert [type(refusal) for refusal in found] == [
        InputTooBigError,
        InputTooSmallError,
        InputTooLongError,
        InputTooShortError,
        InputRefusedError,
    ]
    assert [refusal.arguments["value"] for refusal in found] == ["500", "0", "J" * 40 + "…", "", "Ne takhle"]
    assert [refusal.arguments["limit"] for refusal in found] == ["240", "1", "120", "1", ""]


def test_a_value_that_cannot_be_written_is_quoted_all_the_same() -> None:
    refusal = refused(lambda: asked.StoreSubmission(task="t", name="0\udcff", blob="b", length=1))
    assert refusal.arguments["value"] == "0\\udcff"


def test_what_fits_and_other_refusals_pass() -> None:
    class OtherError(ExamError):
        code = "denied"

    with reading_input():
        asked.VerifyIdentity(document="pas")
    with pytest.raises(OtherError), reading_input():
        raise OtherError
