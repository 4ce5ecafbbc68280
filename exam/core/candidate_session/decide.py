"""The one entrance to the rules of a candidate session: command and case in, events out, or a named refusal."""

from collections.abc import Callable
from typing import Any

from exam.core.candidate_session import (
    admission,
    closing,
    commands,
    correcting,
    course_commands,
    deciding,
    marking,
    marking_commands,
    omitting,
    panel,
    scene,
    scene_commands,
    second,
    superseding,
    tasks,
    typing_in,
)
from exam.core.candidate_session.case import Case
from exam.core.events import Event

Decision = Callable[[Any, Case], tuple[Event, ...]]

_DECISIONS: dict[type[commands.Command], Decision] = {
    commands.OpenSession: admission.open_session,
    commands.VerifyIdentity: admission.verify_identity,
    commands.AcknowledgeInduction: admission.acknowledge_induction,
    commands.GrantAccommodation: admission.grant_accommodation,
    commands.AcceptWaiver: admission.accept_waiver,
    commands.RecogniseCompetency: admission.recognise_competency,
    commands.LogIrregularity: admission.log_irregularity,
    commands.OpenTask: tasks.open_task,
    commands.SaveResponse: tasks.save_response,
    commands.StoreSubmission: tasks.store_submission,
    marking_commands.NoteMarking: marking.note_marking,
    marking_commands.NotePresentation: marking.note_presentation,
    marking_commands.OverrideMarking: marking.override_marking,
    marking_commands.ConfirmMarking: marking.confirm_marking,
    commands.SubmitTask: tasks.submit_task,
    commands.EndPerformance: tasks.end_performance,
    commands.Tick: tasks.tick,
    commands.PauseClock: tasks.pause_clock,
    commands.ResumeClock: tasks.resume_clock,
    commands.ExtendTime: tasks.extend_time,
    commands.NoteInterruption: tasks.note_interruption,
    commands.NoteClockJump: tasks.note_clock_jump,
    commands.RaiseHand: tasks.raise_hand,
    commands.SelectGoal: tasks.select_goal,
    scene_commands.PrepareCall: scene.prepare_call,
    scene_commands.PickUp: scene.pick_up,
    scene_commands.HoldScene: scene.hold_scene,
    scene_commands.StopCaller: scene.stop_caller,
    scene_commands.AnswerHand: scene.answer_hand,
    scene_commands.AskBreak: scene.ask_break,
    scene_commands.BeginBreak: scene.begin_break,
    scene_commands.EndBreak: scene.end_break,
    scene_commands.TakeNote: scene.take_note,
    commands.JudgeCriterion: panel.judge_criterion,
    commands.RevealJudgements: panel.reveal_judgements,
    commands.AgreeCriterion: panel.agree_criterion,
    course_commands.RefuseWaiver: admission.refuse_waiver,
    course_commands.DocumentRecognition: admission.document_recognition,
    course_commands.ReleaseFromPanel: deciding.release_from_panel,
    course_commands.JudgeJointly: deciding.judge_jointly,
    course_commands.ProposeDecision: deciding.propose_decision,
    course_commands.ApproveDecision: deciding.approve_decision,
    course_commands.TypeResponses: typing_in.type_responses,
    course_commands.TypeJudgements: typing_in.type_judgements,
    commands.DetermineResult: closing.determine_result,
    course_commands.DecideProposal: second.decide_proposal,
    commands.EndSession: closing.end_session,
    commands.ProposeKeyCorrection: correcting.propose_key_correction,
    commands.ApproveKeyCorrection: correcting.approve_key_correction,
    commands.AnnounceResult: closing.announce_result,
    commands.AcknowledgeReasons: closing.acknowledge_reasons,
    commands.IssueRecord: closing.issue_record,
    commands.SignRecord: closing.sign_record,
    commands.StorePaperSignature: closing.store_paper_signature,
    commands.OmitSignature: omitting.omit_signature,
    commands.ProposeRecordCorrection: superseding.propose_correction,
    commands.ApproveRecordCorrection: superseding.approve_correction,
    commands.ArchiveRecord: closing.archive_record,
    commands.RefreshRecord: closing.refresh_record,
}


def decide(command: commands.Command, case: Case) -> tuple[Event, ...]:
    """Return the events that the command leads to, none when nothing is to be told.

    Raises:
        ExamError: the named refusal of the rule that the command would break.
    """
    return _DECISIONS[type(command)](command, case)


def known_commands() -> tuple[type[commands.Command], ...]:
    """Return every command that a session understands."""
    return tuple(_DECISIONS)
