"""What came up to the first signature, and with it: the signature covers that, whatever it is, and nobody drew it.

Fields may be filled there, and the file says that somebody certifies it; a page that changes in the same revision would
otherwise be as good as drawn, because readers compare what was there before anybody signed.
"""

from collections.abc import Iterator, Sequence

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import ACROFORM_EXEMPT_STRICT_COMPARISON, ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from exam.core.discrepancy import Discrepancy
from exam.core.omission import SEAL_FIELD
from exam.publishing.exact_update import RecordDiffPolicy, is_certification

_FIRST = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"}),  # type: ignore[no-untyped-call]  # pyHanko's is untyped
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldModificationRule(), GenericFieldModificationRule()],
        ignored_acroform_keys=ACROFORM_EXEMPT_STRICT_COMPARISON | {"/SigFlags"},
    ),
)
"""What may come up to the first signature: fields are filled, and the file says that somebody certified it."""


def check_first(
    reader: PdfFileReader, found: Sequence[EmbeddedPdfSignature], policy: RecordDiffPolicy, *, stated: bool
) -> Iterator[Discrepancy]:
    """Yield what was changed; a first revision that certifies and does nothing else is known at once.

    Only before a seal that signs first there is one revision more, where it is `stated` who does not sign.
    """
    base = reader.get_historical_resolver(0)
    if found and found[0].signed_revision != 1 + (stated and found[0].field_name == SEAL_FIELD):
        yield Discrepancy(code="changed-before-signing")
        return
    try:
        for revision in range(1, 1 + (found[0].signed_revision if found else 0)):
            new = reader.get_historical_resolver(revision)
            if revision > 1 or not is_certification(base, new, policy.uses):
                _FIRST.apply(base, new)
    except SuspiciousModification:
        yield Discrepancy(code="changed-before-signing")
