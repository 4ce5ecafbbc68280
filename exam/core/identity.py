"""Who people are: kept apart from every event, which holds only a salted reference to one immutable version."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from exam.core.canonical import canonical_json
from exam.core.chain import salted_digest
from exam.core.model import Frozen

Name = Annotated[str, Field(min_length=1, max_length=120)]


class AuthorisedPersonKind(StrEnum):
    """The three kinds of authorised person that § 6a of decree 208/2007 tells apart."""

    NATURAL_PERSON = "natural_person"
    ENTREPRENEUR = "entrepreneur"
    LEGAL_PERSON = "legal_person"


class Authorisation(Frozen):
    """What entitles an examiner, as the record must state it for the kind of authorised person."""

    kind: AuthorisedPersonKind
    number: Name
    """Číslo autorizace."""
    valid_until: date
    holder: str = ""
    """The entrepreneur's own name, or the firm of the legal person; empty for a natural person."""
    seat: str = ""
    company_id: str = ""
    """IČO, for a legal person."""


class Identity(Frozen):
    """One version of a person's identity; a correction is a new version, never an edit."""

    given_names: Name
    surname: Name
    title_before: str = ""
    title_after: str = ""
    authorisation: Authorisation | None = None
    """Only examiners hold one."""

    @property
    def full_name(self) -> str:
        """The name as it is printed, titles included."""
        bare = " ".join(part for part in (self.title_before, self.given_names, self.surname) if part)
        return f"{bare}, {self.title_after}" if self.title_after else bare


class IdentityVersion(Frozen):
    """An identity with the salt that ties it to its reference."""

    identity: Identity
    salt: Annotated[str, Field(pattern=r"^([0-9a-f]{2}){16,}$")]
    """Hexadecimal, 16 bytes or more."""

    @property
    def reference(self) -> str:
        """What events hold instead of the identity."""
        return salted_digest(bytes.fromhex(self.salt), canonical_json(self.identity))
