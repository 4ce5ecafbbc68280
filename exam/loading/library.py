"""What was loaded, as the library that the use cases ask: faulty files keep their own standard from starting."""

from collections import Counter
from pathlib import Path

from exam.core.content import Sourced
from exam.core.standard import AssessmentStandard
from exam.loading.content import Loaded
from exam.service.library import ContentLibrary


def library_of(loaded: Loaded) -> ContentLibrary:
    """Return the library with the errors counted that concern each standard."""
    places = [problem.location.path for problem in loaded.errors]
    errors = Counter(Path(place).parts[1] for place in places)
    for found in loaded.content.written():
        errors[found.value.id] = sum(_concerns(place, found, loaded) for place in places)
    for renaming in loaded.content.renamings:
        own = Path(renaming.path).parts[1]
        errors[renaming.value.id] = errors[renaming.value.of] + sum(Path(place).parts[1] == own for place in places)
    return ContentLibrary(loaded.content, errors)


def _concerns(place: str, standard: Sourced[AssessmentStandard], loaded: Loaded) -> bool:
    """Tell whether a faulty file is a standard's: by its folder, by what it names, or as its record's words."""
    kind, folder, *_ = Path(place).parts
    if kind == "reports":
        return folder == standard.value.system
    banks = {found.path: found.value.standard for found in loaded.content.banks}
    rubrics = {found.path: found.value.standard for found in loaded.content.rubrics}
    named = banks.get(place) or rubrics.get(place)
    return standard.value.id in {folder, named} or folder == Path(standard.path).parts[1]
