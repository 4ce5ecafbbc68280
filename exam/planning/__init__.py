"""Who plans days: the solver where the extra `plan` is installed, else the core's plain planner."""

from importlib.util import find_spec

from exam.service.planners import Planner, plain_planner


def planner() -> Planner:
    """Return the better planner that is installed; the solver's library is loaded only here."""
    if find_spec("ortools") is None:
        return plain_planner
    from exam.planning.solving import solved_plan  # noqa: PLC0415 - see above

    return solved_plan
