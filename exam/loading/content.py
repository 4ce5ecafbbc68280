"""The content of a workspace or of the program: standards, rubrics, banks, loaded whole and checked together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from exam.core.content import Content, Sourced, with_renamings
from exam.core.item import ItemBank
from exam.core.lint import lint
from exam.core.printouts.template import Frame, PrintoutTemplate
from exam.core.renaming import Renaming
from exam.core.report import ReportTemplate
from exam.core.rubric import Rubric
from exam.core.standard import AssessmentStandard
from exam.core.system_rules import SystemRules
from exam.garbage import undisturbed
from exam.loading.document import load_document
from exam.loading.source import Source, locate
from exam.problem import Problem, Severity

M = TypeVar("M", bound=BaseModel)
APART: Mapping[tuple[str, str], type[BaseModel]] = {
    ("rubrics", "standard.yaml"): AssessmentStandard,
    ("rubrics", "renaming.yaml"): Renaming,
    ("reports", "rules.yaml"): SystemRules,
    ("reports", "printouts/frame.yaml"): Frame,
}
"""Files that stand among others of another kind, by folder and name."""
NEEDS_EVERY_FILE = frozenset({"E002", "E005", "E006", "E010", "E011", "E012", "E014", "E019", "E023", "E030", "E031"})
"""What the lint finds missing may only stand in a file that could not be read; told once all can be."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, and everything that is wrong with it."""

    content: Content
    problems: tuple[Problem, ...]
    files: int

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep an exam from starting."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def content_root() -> Path:
    """Return the folder that holds the shipped `item_banks`, `rubrics` and `reports`: the wheel's, or the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "content"
    return installed if installed.is_dir() else package.parent


def load_content(root: Path, on: date) -> Loaded:
    """Load everything below `root` and check it as of a day; all problems at once, sorted by place."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    with undisturbed():
        standards = _all(root, "rubrics", AssessmentStandard, sources, problems)
        renamings = _all(root, "rubrics", Renaming, sources, problems)
        rubrics = _all(root, "rubrics", Rubric, sources, problems)
        banks = _all(root, "item_banks", ItemBank, sources, problems)
        reports = _all(root, "reports", ReportTemplate, sources, problems)
        rules = _all(root, "reports", SystemRules, sources, problems)
        printouts = _all(root, "reports", PrintoutTemplate, sources, problems, below="printouts/")
        frames = _all(root, "reports", Frame, sources, problems, below="printouts/")
    content = with_renamings(
        Content(
            standards=standards,
            rubrics=rubrics,
            banks=banks,
            reports=reports,
            rules=rules,
            printouts=printouts,
            frames=frames,
            renamings=renamings,
        )
    )
    files = len(sources)
    whole = not problems
    problems += [
        Problem(found.code, locate(sources[found.path], found.keys), found.arguments, found.severity)
        for found in lint(content, on)
        if whole or found.code not in NEEDS_EVERY_FILE
    ]
    ordered = sorted(problems, key=lambda problem: (problem.location, problem.code))
    return Loaded(content, tuple(ordered), files)


def _all(
    root: Path, folder: str, model: type[M], sources: dict[str, Source], problems: list[Problem], *, below: str = ""
) -> tuple[Sourced[M], ...]:
    found: list[Sourced[M]] = []
    for path in sorted((root / folder).glob(f"*/{below}*.yaml")):
        apart = APART.get((folder, f"{below}{path.name}"))
        if apart is not model and (apart is not None or model in APART.values()):
            continue
        shown = path.relative_to(root).as_posix()
        value, document = load_document(path, model, shown)
        problems += document.problems
        if document.source is not None:
            sources[shown] = document.source
        if value is not None:
            found.append(Sourced(value, shown))
    return tuple(found)
