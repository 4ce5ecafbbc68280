"""What printouts are made from in tests: a whole exam on a desk, its people, an office that knows everything."""

from datetime import date

from exam.core.candidate_session import SessionState
from exam.core.identity import Authorisation, AuthorisedPersonKind, Identity
from exam.core.judging import AgreementRule, Judgement
from exam.core.printouts.facts import Facts, Person, PrintCase
from exam.core.printouts.office import Office
from exam.core.printouts.template import FrameWording, Reader
from exam.core.report import Wording
from exam.core.sitting.state import SittingState
from exam.core.sitting_events import SittingPlanned
from exam.core.standard import AssessmentStandard, VerificationMethod
from exam.core.timetable.problem import Stage
from exam.core.verdict import CompetencyStatus, Result
from tests.builders import ON, standard, whole
from tests.core.report_templates import worded

BIRTH_NUMBER = "905203/0000"
AUTHORISED = Authorisation(
    kind=AuthorisedPersonKind.LEGAL_PERSON,
    number="66/1",
    valid_until=date(2030, 1, 1),
    holder="Ústav, s. r. o.",
    seat="Nikdeškov 1",
    company_id="00000019",
)
CHAIR = Person("chair", Identity(given_names="Jana", surname="Předsedová", authorisation=AUTHORISED), chair=True)
SECOND = Person("second", Identity(given_names="Petr", surname="Druhý"))
FRAME = FrameWording(
    practice="CVIČNÁ ZKOUŠKA",
    readers={reader: f"pro {reader}" for reader in Reader},
    session="zkouška {session}",
    sitting="termín {sitting}",
    speakers={"agent": "Operátor"},
    methods={VerificationMethod.ORAL: "ústně"},
    stages={stage: f"<{stage}>" for stage in Stage},
    rest="přestávka",
    right="správný",
    wrong="chybný",
)
OFFICE: dict[str, object] = {
    "schema": "exam/office/1",
    "starts": "08:00",
    "form": "3",
    "held_in": "v Nikdeškově",
    "fee": {"amount": "4 500 Kč", "due": "2026-11-13", "symbol": "123"},
    "candidates": {
        "candidate": {"address": "Smyšlená 5", "born": "1990-02-03", "born_in": "Nikde", "birth_number": BIRTH_NUMBER}
    },
}


def wording() -> Wording:
    """Return words in which every result and status is its own name."""
    results, statuses = {found: found.value for found in Result}, {found: found.value for found in CompetencyStatus}
    return Wording.model_validate(worded() | {"results": results, "competencies": statuses})


def entries(facts: Facts, name: str) -> list[Facts]:
    """Return a fact that is a list."""
    found = facts[name]
    assert not isinstance(found, str), name
    return list(found)


def office(**changes: object) -> Office:
    """Return an office; dates come as its file spells them."""
    return Office.model_validate(OFFICE | changes, strict=False)


def candidate(state: SessionState | None = None, name: str = "Eva") -> Person:
    """Return the candidate of the desk."""
    identity = Identity(given_names=name, surname="Smyšlená", title_before="Bc.", title_after="DiS.")
    return Person("candidate", identity, "session-1", state=state or SessionState())


def failed() -> Person:
    """Return a candidate who did not meet what the call shows."""
    return candidate(whole(call=Judgement.NOT_MET).state)


def case(
    *candidates: Person,
    members: tuple[Person, ...] = (CHAIR, SECOND),
    known: Office | None = None,
    under: AssessmentStandard | None = None,
) -> PrintCase:
    """Return what the facts of a sitting rest on."""
    planned = SittingPlanned(
        sitting="sitting-1", standard="mini-1", place="Nikdeškov", starts_on=ON, agreement=AgreementRule.DISCUSSION
    )
    return PrintCase(
        sitting=SittingState(planned=planned),
        standard=under or standard(),
        wording=wording(),
        office=known or office(),
        today=ON,
        members=members,
        candidates=candidates or (candidate(),),
        methods=FRAME.methods,
    )
