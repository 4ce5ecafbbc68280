import ast
import errno
import os
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import exam
from exam.core.lint import CHECKS
from exam.problem import ExamError, Problem, Severity, SourceLocation
from exam.wording import (
    CATALOGUES,
    STRICT,
    SYSTEM,
    Language,
    SentenceMissingError,
    fields,
    knows,
    render,
    render_error,
    render_problem,
)

PACKAGE = Path(exam.__file__).parent
FIELD = re.compile(r"\{\w+\}")
HOMOGRAPHS = {"c", "datum", "dokumentu", "hovoru", "komisi", "ne", "prezentaci", "proudu", "souboru", "telefonu", "ze"}
"""Czech words that are right with and without their diacritics."""


def sentences(language: Language) -> dict[str, str]:
    with (CATALOGUES / language / "LC_MESSAGES" / "exam.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def refusals(root: type[ExamError] = ExamError) -> Iterator[type[ExamError]]:
    for module in pkgutil.walk_packages(exam.__path__, "exam."):
        if module.name != "exam.__main__":
            import_module(module.name)
    for child in root.__subclasses__():
        yield child
        yield from refusals(child)


def literal_codes() -> set[str]:
    """Every code that the source gives to a Problem, a Finding or a Discrepancy."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                named = {keyword.arg: keyword.value for keyword in node.keywords}
                code = named.get("code") or (node.args[0] if node.args else None)
                told = node.func.id in {"Problem", "Finding", "Discrepancy"}
                if told and isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add(code.value)
    return found


def test_czech_and_english_say_the_same_codes_with_the_same_fields() -> None:
    czech, english = sentences(Language.CS), sentences(Language.EN)
    assert czech.keys() == english.keys()
    assert {code: fields(text) for code, text in czech.items()} == {
        code: fields(text) for code, text in english.items()
    }
    assert all(czech.values())
    assert all(english.values())


@pytest.mark.parametrize("language", list(Language))
def test_every_refusal_has_a_sentence(language: Language) -> None:
    codes = {refusal.code for refusal in refusals() if refusal.code}
    assert {code for code in codes if not knows(code, language)} == set()


def test_every_code_in_the_source_has_a_sentence() -> None:
    assert len(CHECKS) > 5
    assert {code for code in literal_codes() if not knows(code, Language.CS)} == set()


@pytest.mark.parametrize("language", list(Language))
def test_the_compiled_catalogue_is_fresh(language: Language) -> None:
    folder = CATALOGUES / language / "LC_MESSAGES"
    with (folder / "exam.mo").open("rb") as file:
        compiled = {str(message.id): str(message.string) for message in read_mo(file) if message.id}
    assert compiled == sentences(language), "run `make words`"


def test_czech_words_carry_their_diacritics() -> None:
    texts = sentences(Language.CS).values()
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", FIELD.sub("", text).lower())}
    stripped = {plain(word) for word in words if word != plain(word)}
    assert len(stripped) > len(words) / 3
    assert stripped & words <= HOMOGRAPHS


def plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


@pytest.mark.parametrize("language", list(Language))
def test_no_sentence_is_fuzzy(language: Language) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "exam.po").open("rb") as file:
        assert [message.id for message in read_po(file) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("code", ["no-such-code", "denied", ""])
def test_in_tests_a_missing_sentence_is_an_error(code: str) -> None:
    with pytest.raises(SentenceMissingError):
        render(code, {"who": "x"}, Language.EN)


def test_a_code_without_a_sentence_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STRICT)
    assert render("", {"who": "x"}, Language.CS) == " (who=x)"
    assert render("no-such-code", {"who": "x"}, Language.CS) == "no-such-code (who=x)"
    assert render("no-such-code", {}, Language.CS) == "no-such-code"
    assert render("denied", {"who": "x"}, Language.EN) == "denied (who=x)"


def test_what_people_typed_cannot_drive_the_terminal() -> None:
    told = render("denied", {"who": "\x1b]52;c;AAAA\a", "action": "x\ny"}, Language.EN)
    assert told.isprintable()


def test_a_refusal_is_told_in_either_language() -> None:
    class DemoError(ExamError):
        code = "denied"

    error = DemoError(who="jana", action="OpenTask")
    assert render_error(error, Language.CS) == "jana k tomu nemá oprávnění (OpenTask)."
    assert render_error(error, Language.EN) == "jana may not do that (OpenTask)."


def test_what_the_system_says_is_told_in_the_readers_language() -> None:
    told = {"path": "a.png", "reason": os.strerror(errno.ENOENT)}
    assert render("scan-wrong", told, Language.CS).endswith("nelze přečíst: takový soubor ani složka tu není.")
    assert render("scan-wrong", told, Language.EN).endswith("cannot be read: No such file or directory.")
    assert {code for code in SYSTEM.values() if not knows(code, Language.CS)} == set()


def test_a_problem_is_told_with_its_place_and_hint() -> None:
    problem = Problem("K003", SourceLocation("bank.yaml", 7, 3), {"key": "steem", "nearest": "stem"})
    assert render_problem(problem, Language.EN) == (
        'bank.yaml:7:3: error K003 unknown key "steem"\n    hint: did you mean "stem"?'
    )


def test_a_hint_without_its_fields_and_a_place_without_a_line_are_left_out() -> None:
    problem = Problem("K003", SourceLocation("bank.yaml"), {"key": "x", "nearest": ""}, Severity.WARNING)
    assert render_problem(problem, Language.EN) == 'bank.yaml: warning K003 unknown key "x"'
