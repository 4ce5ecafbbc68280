"""Every fault that a reader can be told of is provoked by a file in these tests, and has words in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import exam.publishing
from exam.wording import Language, knows
from tests.publishing import (
    test_attached,
    test_attacks,
    test_cms_form,
    test_conformance,
    test_omitting,
    test_printed,
    test_sealing,
    test_signature_check,
    test_verification,
)

ELSEWHERE = {
    "omission-printed": test_omitting.test_words_without_data_are_found,
    "omission-unreadable": test_omitting.test_data_that_are_none_are_found,
    "signature-form": test_cms_form.test_padding_holds_nothing,
    "signature-other-certificate": test_signature_check.test_a_stranger_who_signs_for_the_same_name_is_told,
    "signature-time-wrong": test_signature_check.test_an_official_signature_with_an_impossible_time_is_told,
    "stamp-untrusted": test_sealing.test_an_authority_that_the_reader_does_not_trust_is_told,
    "printed-by-words": test_printed.test_a_record_of_another_template_is_compared_by_its_words,
    "printed-strange": test_printed.test_a_page_of_another_template_holds_text_and_lines_and_nothing_else,
    "printed-unknown": test_printed.test_a_system_without_a_template_cannot_be_compared,
    "signature-untrusted": test_verification.test_an_official_record_is_returned_by_who_does_not,
}
"""The tests that provoke a code outside a table of faults."""


def told() -> Iterator[str]:
    """Yield every code that the package gives a discrepancy."""
    for path in Path(exam.publishing.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword | ast.Assign) and _names_a_code(node):
                values = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
                yield from (value for value in values if isinstance(value, str))


def _names_a_code(node: ast.keyword | ast.Assign) -> bool:
    names = [node.arg] if isinstance(node, ast.keyword) else [getattr(found, "id", "") for found in node.targets]
    return names == ["code"]


def test_every_code_is_provoked() -> None:
    faults = (
        *test_attached.FAULTS,
        *test_conformance.FAULTS,
        *test_sealing.FAULTS,
        *test_signature_check.FAULTS,
        *test_verification.FAULTS,
    )
    attacks = (*test_attacks.ATTACKS.values(), *test_printed.SAID.values())
    provoked = {code for wrong in faults for code in wrong.codes} | set(ELSEWHERE)
    provoked |= {code for _, expected in attacks for code in expected}
    elsewhere = {code for code in provoked if code.startswith(("record-", "defect-"))} - {
        "record-unreadable",
        "record-absent",
    }
    assert set(told()) == provoked - elsewhere  # the core tells of what the data say


def test_every_code_has_words_in_both_languages() -> None:
    assert [(code, language) for code in told() for language in Language if not knows(code, language)] == []
