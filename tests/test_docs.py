"""The pages and the program say the same; a page that fell behind fails here."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import exam
from exam.cli import COMMANDS, parser
from exam.cli.exits import Exit
from exam.core.item import ItemBank
from exam.core.standard import AssessmentStandard
from exam.loading import load_document
from exam.loading.validation import known_keys
from exam.scripted.performance import SHIPPED
from exam.scripted.schemas import schemas, text_of
from exam.scripted.script_file import read_scenario
from exam.scripted.sitting_actions import ACTIONS
from exam.service.access import Role

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SPAN = re.compile(r"`([^`]+)`")
PARENTHESES = re.compile(r"\([^()]*\)")


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows(name: str, header: str) -> list[list[str]]:
    """Return the cells of the table whose header line starts so, below its rule."""
    lines = iter(page(name).splitlines())
    assert any(line.startswith(header) for line in lines), header
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
    return found


def spans(text: str) -> list[str]:
    return SPAN.findall(text)


def source() -> str:
    package = Path(exam.__file__).parent
    return "\n".join(path.read_text("utf-8") for path in sorted(package.rglob("*.py")))


@pytest.fixture(scope="module")
def standard() -> AssessmentStandard:
    path = ROOT / "rubrics" / "nsk-66-029-M-2015" / "standard.yaml"
    found, document = load_document(path, AssessmentStandard)
    assert found is not None, document.problems
    return found


# Schemas


def test_the_schemas_in_the_docs_are_the_programs() -> None:
    written = {path.name: path.read_text("utf-8") for path in (DOCS / "schema").iterdir()}
    made = {name: text_of(schema) for name, schema in schemas().items()}
    stale = sorted(name for name in made | written if made.get(name) != written.get(name))
    assert stale == [], "run: python -m exam.scripted.schemas docs/schema"
    assert all(json.loads(text) for text in written.values())


# Scenarios


def actions() -> Iterator[tuple[str, str]]:
    """Yield each action of the page with the cell of its arguments."""
    for names, _, arguments, _ in rows("docs/scenarios.md", "| action |"):
        for name in spans(names):
            yield name, arguments


def told_arguments(cell: str) -> set[str]:
    """Return the argument names of a cell such as `task: T`, `wrong: {C: n}`?, without the values in parentheses."""
    return {span.partition(":")[0] for span in spans(PARENTHESES.sub("", cell))}


def test_every_action_is_on_the_page_and_every_action_on_the_page_exists() -> None:
    told = [name for name, _ in actions()]
    assert sorted(told) == sorted(ACTIONS)


def test_the_page_names_the_arguments_of_every_action() -> None:
    shared: dict[str, set[str]] = {}
    for name, cell in actions():
        shared.setdefault(cell, set()).update(ACTIONS[name].model_fields)
    told = {cell: told_arguments(cell) for cell in shared}
    assert told == shared


def test_the_page_marks_the_arguments_that_may_be_left_out() -> None:
    for name, cell in actions():
        bare = PARENTHESES.sub("", cell)
        optional = {span.partition(":")[0] for span in re.findall(r"`([^`]+)`\?", bare)}
        left_out = {key for key, field in ACTIONS[name].model_fields.items() if not field.is_required()}
        assert optional >= left_out, name
        assert optional <= left_out, name


def test_the_page_names_the_shipped_scenarios_and_roles() -> None:
    text = page("docs/scenarios.md")
    assert all(f"`{name}`" in text for name in SHIPPED)
    assert all(role in text for role in Role)


def test_the_example_of_the_page_can_be_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", page("docs/scenarios.md"), re.DOTALL)
    path = tmp_path / "example.yaml"
    second = "- {id: eva, role: candidate, identity: {given_names: Eva, surname: Smyšlená}}"
    path.write_text(example.replace("- …", second), "utf-8")
    scenario, problems = read_scenario(path)
    assert problems == ()
    assert scenario is not None


# Demands


def words(standard: AssessmentStandard) -> set[str]:
    """Return everything that the page may name: ids of the standard, keys of its files and of items, actions."""
    known = {competency.id for competency in standard.competencies}
    known |= {task.id for task in standard.tasks()} | {topic.id for topic in standard.induction}
    known |= {name for name, _ in standard.criteria()} | {f"instructions.{entry.id}" for entry in standard.instructions}
    return known | set(known_keys(AssessmentStandard)) | set(known_keys(ItemBank)) | set(ACTIONS)


def test_every_demand_has_a_place_that_exists(standard: AssessmentStandard) -> None:
    known = words(standard)
    table = rows("docs/demands.md", "| Demand |")
    assert len(table) > 30
    for demand, where in table:
        named = spans(where)
        assert named, demand
        for span in named:
            assert span in known or set(span.split(".")) <= set(known_keys(AssessmentStandard)), (demand, span)


def test_what_the_page_says_below_its_table_exists_too(standard: AssessmentStandard) -> None:
    below = page("docs/demands.md").rsplit("|\n", 1)[-1]
    assert spans(below)
    assert set(spans(below)) <= words(standard)


def test_every_criterion_task_and_instruction_answers_a_demand(standard: AssessmentStandard) -> None:
    text = page("docs/demands.md")
    named = [name for name, _ in standard.criteria()] + [task.id for task in standard.tasks()]
    named += [f"instructions.{entry.id}" for entry in standard.instructions]
    assert [name for name in named if f"`{name}`" not in text] == []


# Commands


def told_commands() -> Iterator[str]:
    for cells in rows("docs/commands.md", "| command |"):
        yield from (span for span in spans(cells[0]) if " " in span)


def test_every_command_is_told_in_the_docs() -> None:
    assert {command.split()[1] for command in told_commands()} == set(COMMANDS)
    pages = "\n".join([page("README.md"), *(path.read_text("utf-8") for path in DOCS.glob("*.md"))])
    assert [name for name in COMMANDS if f"exam {name}" not in pages] == []


def test_every_command_has_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as stopped:
            parser().parse_args([name, "--help"])
        assert stopped.value.code == 0
        assert f"exam {name}" in capsys.readouterr().out


def test_the_options_that_the_page_tells_are_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in told_commands():
        named = [part for part in command.split()[1:] if re.fullmatch("[a-z][a-z-]*", part)]
        with pytest.raises(SystemExit):
            parser().parse_args([*named, "--help"])
        shown = capsys.readouterr().out
        for option in re.findall(r"--[a-z]+", command):
            assert option in shown, command


def test_the_exit_codes_of_the_page_are_the_programs() -> None:
    told = [int(cells[0]) for cells in rows("docs/commands.md", "| exit code |")]
    assert told == [code.value for code in Exit]


# Glossary


def test_every_code_word_of_the_glossary_exists_in_the_source() -> None:
    text = source()
    table = rows("docs/glossary.md", "| Czech |")
    assert len(table) > 30
    for czech, code, _ in table:
        for span in spans(code):
            for part in span.rstrip("…").split("."):
                end = "" if span.endswith("…") else r"\b"
                assert re.search(rf"\b{re.escape(part)}{end}", text), (czech, span)


def test_the_glossary_uses_each_czech_word_once() -> None:
    czech = [cells[0] for cells in rows("docs/glossary.md", "| Czech |")]
    assert len(czech) == len(set(czech))


# Architecture


def contracts() -> list[dict[str, list[str]]]:
    loaded: list[dict[str, list[str]]] = tomllib.loads(page("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    return loaded


def told_layers() -> list[tuple[str, set[str]]]:
    table = rows("docs/architecture.md", "| layer |")
    return [(name, set(spans(PARENTHESES.sub("", cell)))) for name, cell, _ in table]


def test_the_layers_of_the_page_are_those_that_are_enforced() -> None:
    (layers,) = [contract["layers"] for contract in contracts() if "layers" in contract]
    enforced = [set(re.split(r"\s*[|:]\s*", layer)) for layer in layers]
    for name, told in told_layers():
        joined: set[str] = set()
        while enforced and joined < told:
            joined |= enforced.pop(0)
        assert joined == told, name
    assert enforced == []


def test_every_module_of_the_package_stands_in_a_layer() -> None:
    package = Path(exam.__file__).parent
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    modules |= {path.parent.name for path in package.glob("*/__init__.py")}
    assert modules == set().union(*(told for _, told in told_layers()))


# Pages


@pytest.mark.parametrize("path", sorted((*ROOT.glob("*.md"), *DOCS.rglob("*.md"))), ids=lambda path: path.name)
def test_the_files_that_a_page_names_exist(path: Path) -> None:
    for span in spans(path.read_text("utf-8")):
        if re.fullmatch(r"(docs|exam|tests|rubrics|item_banks|reports)/[\w./-]+\.(md|py|yaml|json|toml)", span):
            assert (ROOT / span).is_file(), span
        if re.fullmatch(r"core/\w+\.py", span):
            assert (ROOT / "exam" / span).is_file(), span


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
