"""Where a replay stands before an event: the state so far, the pinned standard, the sitting, what was erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from exam.core.candidate_session.state import SessionState
from exam.core.chain import Head
from exam.core.item import SpreadsheetItem
from exam.core.replay.evidence import Compare, Evidence
from exam.core.sitting import SittingState
from exam.core.spreadsheet import SpreadsheetData
from exam.core.spreadsheet_values import generate
from exam.core.standard import AssessmentStandard

TIME = frozenset(
    {
        "TaskOpened",
        "ResponseSaved",
        "SubmissionStored",
        "ClockPaused",
        "ClockResumed",
        "TimeSpent",
        "TimeExtended",
    }
)
MARKING = frozenset({"PaperDrawn", "TableDrawn", "SubmissionStored"})
SCORE = MARKING | {"ResponseSaved", "ResponseTyped", "WorkbookMarked", "KeyCorrected"}
INPUTS: Mapping[str, frozenset[str]] = {
    "replay-opening-differs": frozenset({"SittingPlanned", "CommissionAppointed", "CandidateRegistered"}),
    "replay-time-differs": frozenset({"AccommodationGranted"}),
    "replay-task-barred": frozenset({"TaskScored", "CriterionAgreed", "WaiverAccepted", "CompetencyRecognised"}),
    "replay-late": TIME,
    "replay-expiry-differs": TIME,
    "replay-response-differs": frozenset({"PaperDrawn"}),
    "replay-table-differs": frozenset({"PaperDrawn"}),
    "replay-marking-differs": MARKING,
    "replay-presentation-differs": frozenset({"SubmissionStored"}),
    "replay-score-differs": SCORE,
    "replay-agreement-differs": frozenset(
        {
            "CriterionJudged",
            "CriterionJudgedJointly",
            "DecisionChanged",
            "DecisionChangeProposed",
            "PanelMemberReleased",
            "SittingPlanned",
        }
    ),
    "replay-correction-differs": frozenset({"KeyCorrectionProposed"}),
    "replay-result-differs": frozenset(
        {"TaskOpened", "TaskScored", "CriterionAgreed", "WaiverAccepted", "CompetencyRecognised"}
    ),
}
"""What each comparison rests on; where one of these was erased before it, nothing can be concluded."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a comparison may look at."""

    evidence: Evidence
    compare: Compare
    state: SessionState
    standard: AssessmentStandard
    sitting: SittingState
    before: Head
    """Where the session's stream stood."""
    erased: frozenset[str]
    """The types of the events whose bodies are gone so far."""

    @property
    def exam_day(self) -> date | None:
        """The day on which the session was opened."""
        return self.state.opened_at.date() if self.state.opened_at else None

    def workbook(self, task: str) -> SpreadsheetItem | None:
        """Return the pinned item of a task that hands out a workbook."""
        items = (self.evidence.item(pinned) for pinned in self.state.papers.get(task, ()))
        return next((item for item in items if isinstance(item, SpreadsheetItem)), None)

    def table(self, task: str, sheet: SpreadsheetItem) -> SpreadsheetData | None:
        """Return the table of a task's workbook; None where its bytes are missing, or none."""
        kept = self.state.tables.get(task, "")
        return self.evidence.table(kept) if kept else generate(sheet.assignment, self.state.seeds[task])

    def conclusive(self, code: str) -> bool:
        """Tell whether a difference of that kind says something: nothing that it rests on was erased."""
        return not self.erased & INPUTS.get(code, frozenset())
