"""A sheet with what was typed since and waits: nobody sees his own words vanish because a cable was pulled."""

from collections.abc import Iterable

from exam.view import (
    DeskCommand,
    PlanSheet,
    ReplySheet,
    SaveChoice,
    SavePlan,
    SaveReply,
    SaveText,
    TaskSheet,
    TestSheet,
    TranscriptSheet,
)


def with_pending(sheet: TaskSheet, commands: Iterable[DeskCommand]) -> TaskSheet:
    """Return the sheet as it will be once the commands are done."""
    for command in commands:
        sheet = _with(sheet, command)
    return sheet


def _with(sheet: TaskSheet, command: DeskCommand) -> TaskSheet:
    match sheet, command:
        case TestSheet(), SaveChoice():
            items = tuple(
                item.model_copy(update={"picked": command.option}) if item.part == command.part else item
                for item in sheet.items
            )
            return sheet.model_copy(update={"items": items, "last_part": command.part})
        case TranscriptSheet(), SaveChoice():
            return sheet.model_copy(update={"picked": command.option})
        case ReplySheet(), SaveReply():
            reply = {"to": command.to, "reply_subject": command.subject, "body": command.body, "sent": command.sent}
            return sheet.model_copy(update=reply)
        case ReplySheet(), SaveText():
            prompts = tuple(
                prompt.model_copy(update={"written": command.text}) if prompt.part == command.part else prompt
                for prompt in sheet.prompts
            )
            return sheet.model_copy(update={"prompts": prompts, "last_part": command.part})
        case PlanSheet(), SavePlan():
            return sheet.model_copy(update={"goals": command.goals})
    return sheet
