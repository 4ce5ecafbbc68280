"""Whether the keys of a workbook lie where its candidate works: only then does it matter what his account can read."""

from exam.core.access_events import ACCESS
from exam.core.access_state import fold_access
from exam.core.record_building import practice_reasons
from exam.core.standard import TaskKind
from exam.service.folds import Loaded
from exam.service.ports import Ports
from exam.service.streams import Streams


def within_reach(ports: Ports, streams: Streams, loaded: Loaded, task_id: str) -> bool:
    """Tell whether a workbook of an exam that is official so far would be handed out where its keys can be read."""
    task, plan = loaded.standard.task(task_id), loaded.sitting.plan()
    if task is None or task.kind is not TaskKind.SPREADSHEET:
        return False
    set_on = loaded.sitting.set_on if loaded.standard.validity.transition else None
    today, scripted = loaded.at.date(), plan.scripted
    if practice_reasons(loaded.standard, today, scripted=scripted, practice_certificate=False, set_on=set_on):
        return False
    access = fold_access(streams.entries(ACCESS))
    return not access.apart(loaded.state.session, ports.host, loaded.at)
