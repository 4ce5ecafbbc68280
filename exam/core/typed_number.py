"""Numbers that people type as text into a cell, in Czech or English habit; it knows no workbook."""

import re
from decimal import Decimal

MAX_LENGTH = 40
PERCENT = -2
"""The power of ten of a percent."""

_MINUS = "\N{MINUS SIGN}"
_NUMBER = re.compile(
    r"""(?P<sign>[+-]?)\ *
        (?P<whole>[0-9]{1,3}(?:\ [0-9]{3})+|[0-9]+)
        (?:[,.](?P<part>[0-9]+))?
        \ *(?P<unit>%|s|sec|sek|sek\.|sekund|sekundy|vteřin|hovorů)?""",
    re.VERBOSE,
)


def typed_number(text: str) -> Decimal | None:
    """Return the number that `12,5 %`, `1 234,5` or `287.44 s` spells, percents as a fraction; None for other text."""
    spaced = " ".join(text.replace(_MINUS, "-").split())
    match = _NUMBER.fullmatch(spaced) if len(spaced) <= MAX_LENGTH else None
    if match is None:
        return None
    number = Decimal(f"{match['sign']}{match['whole'].replace(' ', '')}.{match['part'] or '0'}")
    return number.scaleb(PERCENT) if match["unit"] == "%" else number
