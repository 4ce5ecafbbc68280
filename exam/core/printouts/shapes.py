"""Which facts each printout has: a name with nothing is a text, a name with names is a list of such entries."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias, Union

Shape: TypeAlias = Mapping[str, Union["Shape", None]]


class Printout(StrEnum):
    """Everything that can be printed."""

    INVITATION = "invitation"
    RULES = "rules"
    ATTENDANCE = "attendance"
    INDUCTION = "induction"
    ASSIGNMENT = "assignment"
    BRIEF = "brief"
    TRANSCRIPTS = "transcripts"
    EMAIL = "email"
    TEST = "test"
    PLAN_GRID = "plan-grid"
    SCRIPT = "script"
    CALL_CARD = "call-card"
    KEY_SHEET = "key-sheet"
    SCORE_SHEET = "score-sheet"
    ANCHORS = "anchors"
    CODE_SLIPS = "code-slips"
    VISITORS = "visitors"
    NOTICE = "notice"
    FEEDBACK = "feedback"
    ISKA = "iska"
    DOOR = "door"
    CANDIDATE_DAY = "candidate-day"
    EXAMINER_DAY = "examiner-day"
    WORK = "work"
    DISPATCH = "dispatch"
    HANDOVER = "handover"


def _texts(names: str) -> dict[str, Shape | None]:
    return dict.fromkeys(names.split())


TEXT: Shape = _texts("text")
SITTING: Shape = {
    **_texts(
        "sitting standard_title standard_code level place day day_iso starts authority holder holder_seat holder_id"
        " authorisations contact phone email data_box web chair file_number issued_in held_in today"
    ),
    "members": _texts("name role number person"),
    "candidates": _texts("name session account identity_document workstation code"),
    "nobody": TEXT,
}
PERSON: Shape = {**SITTING, **_texts("candidate session account given_names surname titles extra")}
TASKS: Shape = {"tasks": _texts("title minutes preparation how number competency")}
TESTS: Shape = {"tests": _texts("title items floor pass_mark minutes")}
ITEM: Shape = {**SITTING, **_texts("candidate session item version task title situation minutes preparation")}
JUDGED: Shape = {
    "competencies": {**_texts("number title rule"), "criteria": _texts("letter text minimum tasks met not_met")}
}
DAY_ROWS: Shape = _texts("span starts ends who session what room examiners")

SHAPES: Mapping[Printout, Shape] = {
    Printout.INVITATION: {**PERSON, **TASKS, **_texts("fee account_number symbol due address"), "documents": TEXT},
    Printout.RULES: {**SITTING, **TASKS, **TESTS, "topics": TEXT, "documents": TEXT},
    Printout.ATTENDANCE: SITTING,
    Printout.INDUCTION: {**PERSON, "topics": TEXT},
    Printout.ASSIGNMENT: {**ITEM, "prompts": TEXT, "instructions": TEXT},
    Printout.BRIEF: {**ITEM, **_texts("customer"), "history": TEXT, "extra_information": TEXT},
    Printout.TRANSCRIPTS: {**ITEM, "transcripts": {**_texts("number"), "lines": _texts("number speaker text")}},
    Printout.EMAIL: {**ITEM, **_texts("sender address subject body"), "prompts": _texts("number text")},
    Printout.TEST: {**ITEM, "questions": {**_texts("number stem"), "options": _texts("letter text")}},
    Printout.PLAN_GRID: {**ITEM, "goals": _texts("number")},
    Printout.SCRIPT: {
        **ITEM,
        **_texts("brief customer escalation limit novice"),
        "cues": _texts("number when say criteria"),
    },
    Printout.CALL_CARD: {**PERSON, "calls": _texts("task minutes preparation")},
    Printout.KEY_SHEET: {**ITEM, "keys": _texts("what right why")},
    Printout.SCORE_SHEET: {**PERSON, **_texts("examiner"), **JUDGED},
    Printout.ANCHORS: {**SITTING, **JUDGED},
    Printout.CODE_SLIPS: SITTING,
    Printout.VISITORS: SITTING,
    Printout.NOTICE: {
        **PERSON,
        **_texts("result started ended ending reason objection acknowledged address"),
        "competencies": _texts("number title status"),
    },
    Printout.FEEDBACK: {
        **PERSON,
        **_texts("result"),
        "competencies": {
            **_texts("number title status"),
            "met": _texts("letter text"),
            "unmet": {**_texts("letter text"), "reasons": TEXT},
        },
    },
    Printout.ISKA: {
        **PERSON,
        **_texts("born born_in birth_number form result passed failed"),
        "competencies": _texts("number title level"),
    },
    Printout.DOOR: {**SITTING, "rooms": {**_texts("room"), "rows": DAY_ROWS}},
    Printout.CANDIDATE_DAY: {**PERSON, "rows": DAY_ROWS},
    Printout.WORK: {**PERSON, **_texts("task opened closed"), "asked": _texts("number text answer source")},
    Printout.DISPATCH: {**PERSON, **_texts("record file digest result")},
    Printout.HANDOVER: {
        **_texts("holder holder_seat holder_id successor ends_on today records sittings holds"),
        "duties": _texts("due what about provision"),
    },
    Printout.EXAMINER_DAY: {**SITTING, **_texts("examiner"), "rows": DAY_ROWS},
}
