"""Whether a revision adds one signature to an empty field, and nothing else at all.

That is what almost every revision of a record does, and it can be told from three objects: the field with its new
value, the signature, the table of places. pyHanko allows more, and for that walks every path through the file; so it is
asked about every other revision, and only about those. Nothing passes here that would not pass there.
"""

import io
import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

import pikepdf
from pyhanko.pdf_utils.generic import (
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    Reference,
    StreamObject,
)
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel, StandardDiffPolicy
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10}) \d+ R\b")
_OF_THE_TABLE = frozenset({"/Size", "/Prev", "/ID"})
"""Entries of a trailer that every revision states anew."""
_OF_A_CERTIFICATION = frozenset({"/Perms", "/Extensions", "/Version"})
"""Entries of the root that the first signature sets; none of the last two leads to any object."""
USES_OF_A_FIELD = 3
"""By the form, by its page, and by the structure tree."""


class RecordDiffPolicy(StandardDiffPolicy):
    """Judges what came after a signature of one file."""

    def __init__(self, data: bytes) -> None:
        super().__init__(DEFAULT_DIFF_POLICY.global_rules, DEFAULT_DIFF_POLICY.form_rule)
        self._data = data

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        """Return how much the revision `new` changes; pyHanko raises where it changes what none may."""
        field = signed_field(old, new, self.uses)
        if field is None or (field_mdp_spec is not None and field_mdp_spec.is_locked(field)):
            return super().apply(old, new, field_mdp_spec, doc_mdp)
        return DiffResult(ModificationLevel.FORM_FILLING, {field})

    @cached_property
    def uses(self) -> Mapping[int, int]:
        """How often each object is referred to."""
        return references(self._data)


def references(data: bytes) -> Mapping[int, int]:
    """Return how often each object is referred to from any other of the file; nothing where that cannot be told."""
    found: Counter[int] = Counter()
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            for entry in pdf.objects:
                shown = entry.stream_dict if isinstance(entry, pikepdf.Stream) else entry
                if isinstance(shown, pikepdf.Object):
                    found.update(int(number) for number in _REFERENCE.findall(shown.unparse(resolved=True)))
    except (pikepdf.PdfError, ValueError, RecursionError):
        return {}
    return found


def signed_field(old: HistoricalResolver, new: HistoricalResolver, uses: Mapping[int, int]) -> str | None:
    """Return the name of the field that was signed, None where anything else was done beside or instead."""
    written = _written(old, new)
    if written is None:
        return None
    table, signature, field = written
    if [uses.get(ref.idnum, 0) for ref in (table, signature, field)] != [0, 1, USES_OF_A_FIELD]:
        return None
    is_signature = _is_plain(new(signature), "/Type", "/Sig")
    return _filled(old, new, field, signature) if is_signature and _is_same_file(old, new) else None


def is_certification(old: HistoricalResolver, new: HistoricalResolver, uses: Mapping[int, int]) -> bool:
    """Tell whether the revision adds the first signature, says that it certifies the file, and does nothing else."""
    written = _written(old, new, {new.root_ref, new.root.get_value_as_reference("/AcroForm", optional=True)})
    if written is None:
        return False
    table, signature, field = written
    told = new.root["/Perms"].raw_get("/DocMDP") if "/Perms" in new.root else None
    return (
        [uses.get(ref.idnum, 0) for ref in (table, signature, field)] == [0, 2, USES_OF_A_FIELD]
        and isinstance(told, IndirectObject)
        and (told.idnum, len(new.root["/Perms"])) == (signature.idnum, 1)
        and _is_plain(new(signature), "/Type", "/Sig")
        and _is_same_file(old, new)
        and _filled(old, new, field, signature) is not None
        and _is_same_but(old.root, new.root, _OF_A_CERTIFICATION)
        and _is_same_but(old.root["/AcroForm"], new.root["/AcroForm"], {"/SigFlags"})
    )


def _written(
    old: HistoricalResolver, new: HistoricalResolver, beside: AbstractSet[Reference] = frozenset()
) -> tuple[Reference, Reference, Reference] | None:
    """Return the new table, the new object and the changed one of a revision that writes these alone, or `beside`."""
    written: set[Reference] = new.explicit_refs_in_revision()  # type: ignore[no-untyped-call]
    fresh = {ref for ref in written if old.is_ref_unassignable(ref)}
    tables = fresh & new.reader.xrefs.xref_stream_refs
    signatures, fields = fresh - tables, written - fresh - beside
    freed = new.refs_freed_in_revision()  # type: ignore[no-untyped-call]
    if freed or [len(tables), len(signatures), len(fields)] != [1, 1, 1]:
        return None
    (table,), (signature,), (field,) = tables, signatures, fields
    return table, signature, field


def _is_same_but(before: DictionaryObject, after: DictionaryObject, keys: AbstractSet[str]) -> bool:
    """Tell whether a dictionary is as it was but for these entries."""
    sides = ({key: _spelt(found.raw_get(key)) for key in found if key not in keys} for found in (before, after))
    return next(sides) == next(sides)


def _filled(old: HistoricalResolver, new: HistoricalResolver, field: Reference, signature: Reference) -> str | None:
    """Return the name of a signature field that was empty and now holds the signature, itself as it was."""
    before = old(field)
    if not _is_plain(before, "/FT", "/Sig") or {"/V", "/Parent", "/Kids"} & set(before) or not _is_listed(old, field):
        return None
    filled = DictionaryObject(before)  # type: ignore[no-untyped-call]
    filled[NameObject("/V")] = IndirectObject(signature.idnum, signature.generation, new)  # type: ignore[no-untyped-call]
    return str(before["/T"]) if _spelt(filled) == _spelt(new(field)) else None


def _is_listed(old: HistoricalResolver, field: Reference) -> bool:
    """Tell whether it is a field of the form, and not of any other field."""
    listed = old.root["/AcroForm"]["/Fields"]
    entries = [listed.raw_get(place) for place in range(len(listed))]
    return field.idnum in {entry.idnum for entry in entries if isinstance(entry, IndirectObject)}


def _is_same_file(old: HistoricalResolver, new: HistoricalResolver) -> bool:
    """Tell whether both revisions have the same root and information, and nothing more in their trailers."""
    before, after = (
        {key: _spelt(value) for key, value in side.trailer_view.items() if key not in _OF_THE_TABLE}
        for side in (old, new)
    )
    return before == after and set(before) == {"/Root", "/Info"}


def _is_plain(found: PdfObject, key: str, value: str) -> bool:
    """Tell whether it is a dictionary, and no stream, with this entry."""
    return isinstance(found, DictionaryObject) and not isinstance(found, StreamObject) and found.get(key) == value


def _spelt(value: PdfObject) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()
