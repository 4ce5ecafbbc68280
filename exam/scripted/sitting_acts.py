"""What each action around a sitting, or beside the plain course of an exam, does on the stage."""

from collections.abc import Mapping
from datetime import timedelta

from exam.core import sitting as planned
from exam.core.candidate_session.course_commands import TypedJudgement
from exam.core.candidate_session.refusals import TaskUnknownError
from exam.core.facts import FACTS
from exam.core.judging import Judgement
from exam.core.sitting.refusals import AttendantWrongError
from exam.scripted import acts, paper_acts, puppet
from exam.scripted import sitting_actions as actions
from exam.scripted.stage import Stage
from exam.service.access import Actor
from exam.service.facts import ProofFile
from exam.service.typing_in import Sheet


def plan_parts(stage: Stage, actor: Actor, arguments: actions.PlanParts) -> None:
    """Plan parts."""
    stage.service.sitting(actor, stage.sitting, planned.PlanParts(parts=arguments.parts))


def replace_member(stage: Stage, actor: Actor, arguments: actions.ReplaceMember) -> None:
    """Replace a member."""
    told = (stage.sitting, arguments.leaving, arguments.joining, arguments.reason)
    stage.service.preparation.replace(actor, *told)


def check_authorisations(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Check the authorisations."""
    stage.service.sitting(actor, stage.sitting, planned.CheckAuthorisations())


def move_sitting(stage: Stage, actor: Actor, arguments: actions.MoveSitting) -> None:
    """Move the sitting."""
    stage.service.sitting(actor, stage.sitting, planned.MoveSitting.model_validate(arguments.model_dump()))


def cancel_sitting(stage: Stage, actor: Actor, arguments: actions.CancelSitting) -> None:
    """Cancel the sitting."""
    stage.service.sitting(actor, stage.sitting, planned.CancelSitting(reason=arguments.reason))


def not_hold_sitting(stage: Stage, actor: Actor, arguments: actions.NotHoldSitting) -> None:
    """Not hold the sitting."""
    command = planned.NotHoldSitting(missing=arguments.missing, reason=arguments.reason)
    stage.service.sitting(actor, stage.sitting, command)


def note_fact(stage: Stage, actor: Actor, arguments: actions.NoteFact) -> None:
    """Note a fact."""
    kind = FACTS.get(arguments.fact)
    proof = ProofFile(name=f"{arguments.fact}.txt", data=arguments.proof.encode()) if arguments.proof else None
    stage.service.facts.note(
        actor,
        stage.sitting,
        arguments.fact,
        on=arguments.on or stage.clock.now().date(),
        way=arguments.way,
        session=stage.session if kind and kind.PER_CANDIDATE else "",
        proof=proof,
        note=arguments.note,
    )


def withdraw_fact(stage: Stage, actor: Actor, arguments: actions.WithdrawFact) -> None:
    """Withdraw the last fact of a kind."""
    facts = stage.service.sittings.state(stage.sitting).facts
    last = max((noted.seq for noted in facts if type(noted.fact).__name__ == arguments.fact), default=0)
    stage.service.sitting(actor, stage.sitting, planned.WithdrawFact(seq=last, reason=arguments.reason))


def name_attendant(stage: Stage, actor: Actor, arguments: actions.NameAttendant) -> None:
    """Give somebody a part."""
    who = arguments.person or arguments.identity
    if who is None:
        raise AttendantWrongError(part=arguments.part)
    stage.service.preparation.attend(actor, stage.sitting, arguments.part, who, arguments.mandate)


def note_leaving(stage: Stage, actor: Actor, arguments: actions.NoteLeaving) -> None:
    """Write down that somebody left."""
    for attendant in stage.service.sittings.state(stage.sitting).attendants:
        version = stage.ports.people.identity(attendant.identity)
        if version is not None and version.identity.surname == arguments.surname:
            command = planned.NoteLeaving(identity=attendant.identity)
            stage.service.sitting(actor, stage.sitting, command)
            return
    raise AttendantWrongError(part=arguments.surname)


def note_presence(stage: Stage, actor: Actor, arguments: actions.NotePresence) -> None:
    """Write down that a member came or left."""
    stage.service.sitting(actor, stage.sitting, planned.NotePresence.model_validate(arguments.model_dump()))


def check_equipment(stage: Stage, actor: Actor, arguments: actions.CheckEquipment) -> None:
    """Tick off the equipment."""
    stage.service.sitting(actor, stage.sitting, planned.CheckEquipment(equipment=arguments.equipment))


def turn_to(stage: Stage, _actor: Actor, arguments: actions.TurnTo) -> None:
    """Mean another candidate's session from now on; one whom the sitting does not know leaves all as it was."""
    sessions = stage.service.sittings.state(stage.sitting).sessions
    stage.session = {who: session for session, who in sessions.items()}.get(arguments.candidate, stage.session)


def type_test(stage: Stage, actor: Actor, arguments: actions.TypeTest) -> None:
    """Type in a test from paper."""
    items = stage.items(arguments.task)
    saved = puppet.answer_test(arguments, stage.state(), items)
    responses = {entry.part: entry.response for entry in saved}
    stage.service.typing_in.responses(actor, stage.session, arguments.task, responses, _sheet(stage, arguments))


def type_judgements(stage: Stage, actor: Actor, arguments: actions.TypeJudgements) -> None:
    """Type in a score sheet from paper."""
    task = stage.standard().task(arguments.task)
    if task is None:
        raise TaskUnknownError(task=arguments.task)
    typed = tuple(
        TypedJudgement(
            criterion=criterion,
            judgement=Judgement.NOT_MET if criterion in arguments.not_met else Judgement.MET,
            reason=arguments.not_met.get(criterion, ""),
            shown=arguments.shown.get(criterion),
        )
        for criterion in arguments.only or task.judged
    )
    told = (stage.session, arguments.task, arguments.judge, typed, _sheet(stage, arguments))
    stage.service.typing_in.judgements(actor, *told)


def _sheet(stage: Stage, paper: actions.OnPaper) -> Sheet:
    made_at = stage.clock.now() - timedelta(minutes=paper.minutes_ago)
    return Sheet(made_at=made_at, checker=paper.checker, scan=f"scan {made_at.isoformat()}".encode())


_COMMANDS = (
    "refuse_waiver",
    "document_recognition",
    "release_from_panel",
    "judge_jointly",
    "propose_decision",
    "approve_decision",
    "decide_proposal",
    "propose_record_correction",
    "approve_record_correction",
)
_OWN: tuple[acts.Act, ...] = (
    plan_parts,
    replace_member,
    check_authorisations,
    move_sitting,
    cancel_sitting,
    not_hold_sitting,
    note_fact,
    withdraw_fact,
    name_attendant,
    note_leaving,
    note_presence,
    check_equipment,
    turn_to,
    type_test,
    type_judgements,
)
ACTS: Mapping[str, acts.Act] = {
    **acts.ACTS,
    **paper_acts.ACTS,
    **{act.__name__: act for act in _OWN},
    **dict.fromkeys(_COMMANDS, acts.command),
}
"""What is done for each action."""
