"""A standard that has another one's content under a new name and for other days: nothing of it is written twice."""

from typing import Annotated, Literal

from pydantic import Field

from exam.core.gates import Claim
from exam.core.item import Words
from exam.core.model import Frozen
from exam.core.standard import AssessmentStandard, LocalText, Renamed, StandardId
from exam.core.validity import Validity


class Renaming(Frozen):
    """One file `renaming.yaml`, which stands where a `standard.yaml` would."""

    schema_: Annotated[Literal["exam/renaming/1"], Field(alias="schema")]
    id: StandardId
    of: StandardId
    """Whose competencies, rubrics and banks it has."""
    title: LocalText
    validity: Validity
    source: Words
    same_content: Claim
    """That nothing but name and days changed, and who says so."""


def renamed(standard: AssessmentStandard, renaming: Renaming) -> AssessmentStandard:
    """Return the standard under its new name."""
    same = renaming.same_content
    told = Renamed(of=standard.id, verified=same.verified, source=same.source, confirmation=same.confirmation)
    own = {"id": renaming.id, "title": renaming.title, "validity": renaming.validity, "source": renaming.source}
    return standard.model_copy(update=own | {"renamed": told})
