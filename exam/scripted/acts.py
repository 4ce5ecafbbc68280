"""What each action does on the stage: one short function an action, each through the service."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from exam.core import sitting as planned
from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.refusals import TaskUnknownError
from exam.core.judging import Judgement
from exam.core.session_values import SignatureMode
from exam.scripted import actions, puppet
from exam.scripted.stage import Stage
from exam.service.access import Actor
from exam.service.submissions import table_of

Act = Callable[[Stage, Actor, Any], None]


def plan_sitting(stage: Stage, actor: Actor, arguments: actions.PlanSitting) -> None:
    """Plan the sitting, marked as scripted when it is."""
    stage.sitting = stage.ports.randomness.identifier("sitting")
    command = planned.PlanSitting(
        sitting=stage.sitting,
        standard=stage.scenario.standard,
        place=arguments.place,
        starts_on=arguments.starts_on or stage.clock.now().date(),
        agreement=arguments.agreement,
        judging=arguments.judging,
        scripted=stage.scripted,
    )
    stage.service.sitting(actor, stage.sitting, command)


def appoint_commission(stage: Stage, actor: Actor, arguments: actions.AppointCommission) -> None:
    """Appoint the commission."""
    stage.service.preparation.appoint(actor, stage.sitting, arguments.chair, arguments.members)


def register_candidate(stage: Stage, actor: Actor, arguments: actions.RegisterCandidate) -> None:
    """Register the candidate and mean his session from now on."""
    stage.session = stage.ports.randomness.identifier("session")
    command = planned.RegisterCandidate(candidate=arguments.candidate, session=stage.session)
    stage.service.sitting(actor, stage.sitting, command)


def open_sitting(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Open the sitting."""
    stage.service.sitting(actor, stage.sitting, planned.OpenSitting())


def close_sitting(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Close the sitting."""
    stage.service.sitting(actor, stage.sitting, planned.CloseSitting())


def open_session(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Open the candidate session."""
    stage.service.sessions.open(actor, stage.sitting, stage.session)


def command(stage: Stage, actor: Actor, arguments: asked.Command) -> None:
    """Do what the arguments, themselves a command, ask."""
    stage.service.session(actor, stage.session, arguments)


def accept_waiver(stage: Stage, actor: Actor, arguments: actions.AcceptWaiver) -> None:
    """Accept a certificate."""
    command(
        stage,
        actor,
        asked.AcceptWaiver(competency=arguments.competency, certificate=arguments.certificate),
    )


def open_task(stage: Stage, actor: Actor, arguments: actions.OpenTask) -> None:
    """Open a task before the panel, the whole commission when none is named."""
    panel = arguments.panel or tuple(member.id for member in stage.state().members)
    opened = asked.OpenTask(task=arguments.task, panel=panel, figurant=arguments.figurant, by_phone=arguments.by_phone)
    with stage.drawing(arguments.task, arguments.item):
        command(stage, actor, opened)


def answer_test(stage: Stage, actor: Actor, arguments: actions.AnswerTest) -> None:
    """Answer the test."""
    for saved in puppet.answer_test(arguments, stage.state(), stage.items(arguments.task)):
        command(stage, actor, saved)


def pick_transcript(stage: Stage, actor: Actor, arguments: actions.PickTranscript) -> None:
    """Pick a transcript."""
    for saved in puppet.pick_transcript(arguments, stage.items(arguments.task)):
        command(stage, actor, saved)


def write_reply(stage: Stage, actor: Actor, arguments: actions.WriteReply) -> None:
    """Write the reply."""
    for saved in puppet.write_reply(arguments, stage.items(arguments.task)):
        command(stage, actor, saved)


def plan_training(stage: Stage, actor: Actor, arguments: actions.PlanTraining) -> None:
    """Write the training plan."""
    for saved in puppet.plan_training(arguments, stage.items(arguments.task)):
        command(stage, actor, saved)


def fill_workbook(stage: Stage, actor: Actor, arguments: actions.FillWorkbook) -> None:
    """Fill in the workbook that was handed out, and hand it in."""
    data = stage.service.hand_out(actor, stage.session, arguments.task)
    tables = partial(table_of, stage.ports, stage.state(), arguments.task)
    for filled in puppet.filled_workbook(arguments, data, tables, stage.items(arguments.task)):
        stage.service.hand_in(actor, stage.session, arguments.task, "reseni.xlsx", filled)


def submit_task(stage: Stage, actor: Actor, arguments: actions.OneTask) -> None:
    """Submit a desk task."""
    command(stage, actor, asked.SubmitTask(task=arguments.task))


def end_performance(stage: Stage, actor: Actor, arguments: actions.OneTask) -> None:
    """End a performed task."""
    command(stage, actor, asked.EndPerformance(task=arguments.task))


def raise_hand(stage: Stage, actor: Actor, arguments: actions.OneTask) -> None:
    """Raise the hand."""
    command(stage, actor, asked.RaiseHand(task=arguments.task))


def pause_clock(stage: Stage, actor: Actor, arguments: actions.Reason) -> None:
    """Pause a clock."""
    command(stage, actor, asked.PauseClock(task=arguments.task, reason=arguments.reason))


def resume_clock(stage: Stage, actor: Actor, arguments: actions.OneTask) -> None:
    """Resume a clock."""
    command(stage, actor, asked.ResumeClock(task=arguments.task))


def pause_all(stage: Stage, actor: Actor, arguments: actions.WholeSitting) -> None:
    """Pause every clock of the sitting."""
    stage.service.pausing.pause_all(actor, stage.sitting, arguments.reason)


def resume_all(stage: Stage, actor: Actor, arguments: actions.WholeSitting) -> None:
    """Resume every clock of the sitting that stands for that reason."""
    stage.service.pausing.resume_all(actor, stage.sitting, arguments.reason)


def extend_time(stage: Stage, actor: Actor, arguments: actions.Minutes) -> None:
    """Give more time."""
    more = asked.ExtendTime(task=arguments.task, minutes=arguments.minutes, reason=arguments.reason)
    command(stage, actor, more)


def select_goal(stage: Stage, actor: Actor, arguments: actions.SelectGoal) -> None:
    """Choose a goal, counted from 1."""
    command(stage, actor, asked.SelectGoal(task=arguments.task, goal=arguments.goal - 1))


def judge(stage: Stage, actor: Actor, arguments: actions.Judge) -> None:
    """Judge the criteria that people judge."""
    task = stage.standard().task(arguments.task)
    if task is None:
        raise TaskUnknownError(task=arguments.task)
    for criterion in arguments.only or task.judged:
        reason = arguments.not_met.get(criterion)
        judged = asked.JudgeCriterion(
            task=arguments.task,
            criterion=criterion,
            judgement=Judgement.MET if reason is None else Judgement.NOT_MET,
            reason=reason or "",
            shown=arguments.shown.get(criterion),
        )
        command(stage, actor, judged)


def reveal(stage: Stage, actor: Actor, arguments: actions.OneTask) -> None:
    """Reveal the panel's judgements."""
    command(stage, actor, asked.RevealJudgements(task=arguments.task))


def agree(stage: Stage, actor: Actor, arguments: actions.Agree) -> None:
    """Agree on every criterion that the panel judged."""
    task = stage.opened(arguments.task)
    for criterion in dict.fromkeys(about for about, _ in task.judgements):
        first = next(iter(task.given(criterion).values())).judgement
        decision = arguments.decisions.get(criterion, actions.Decision(judgement=first))
        agreed = asked.AgreeCriterion(
            task=arguments.task,
            criterion=criterion,
            judgement=decision.judgement,
            reason=decision.reason,
        )
        command(stage, actor, agreed)


def determine_result(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Determine the result."""
    command(stage, actor, asked.DetermineResult())


def end_session(stage: Stage, actor: Actor, arguments: actions.EndSession) -> None:
    """End the session early."""
    command(stage, actor, asked.EndSession(ending=arguments.ending, reason=arguments.reason))


def announce_result(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Announce the result."""
    command(stage, actor, asked.AnnounceResult())


def issue_record(stage: Stage, actor: Actor, arguments: actions.IssueRecord) -> None:
    """Issue the record."""
    modes = dict.fromkeys(arguments.paper, SignatureMode.PAPER)
    stage.service.issue_record(actor, stage.session, modes)


def sign_record(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Sign the record."""
    stage.service.records.sign(actor, stage.session, stage.passphrase)


def seal_record(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Seal the record."""
    stage.service.records.sign(actor, stage.session, stage.passphrase, seal=True)


def archive_record(stage: Stage, actor: Actor, _arguments: object) -> None:
    """Archive the record."""
    stage.archived = stage.service.archive_record(actor, stage.session)


_COMMANDS = (
    "verify_identity",
    "acknowledge_induction",
    "grant_accommodation",
    "recognise_competency",
    "log_irregularity",
    "prepare_call",
    "pick_up",
    "hold_scene",
    "stop_caller",
    "answer_hand",
    "begin_break",
    "end_break",
    "take_note",
    "acknowledge_reasons",
    "override_marking",
    "confirm_marking",
    "propose_key_correction",
    "approve_key_correction",
)
_OWN: tuple[Act, ...] = (
    plan_sitting,
    appoint_commission,
    register_candidate,
    open_sitting,
    close_sitting,
    open_session,
    accept_waiver,
    open_task,
    answer_test,
    pick_transcript,
    write_reply,
    plan_training,
    fill_workbook,
    submit_task,
    end_performance,
    raise_hand,
    pause_clock,
    resume_clock,
    pause_all,
    resume_all,
    extend_time,
    select_goal,
    judge,
    reveal,
    agree,
    determine_result,
    end_session,
    announce_result,
    issue_record,
    sign_record,
    seal_record,
    archive_record,
)
ACTS: Mapping[str, Act] = {act.__name__: act for act in _OWN} | dict.fromkeys(_COMMANDS, command)
"""What is done for each action of a plain exam."""
