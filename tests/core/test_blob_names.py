import re

import pytest

from exam.core import access_events
from exam.core.blob_names import blob_names
from exam.core.canonical import canonical_json
from exam.core.session_events import WaiverAccepted
from tests.core.stored_events import CERTIFICATE, EXAMPLES

NO_BLOBS = {"identity", "hash", "certificate", "seed", "candidate", "data", "inventory"}
"""Fields that hold a digest of something that is no blob."""
SECRETS = {"proof", "token", "finding"}
"""What proves somebody at the entrance, or a check of a computer: kept nowhere else."""


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_digest_in_an_event_is_a_blob_or_known_to_be_none(name: str) -> None:
    event = EXAMPLES[name]
    pairs = re.findall(rb'"(\w+)":"([0-9a-f]{64})"', canonical_json(event))
    known = NO_BLOBS | SECRETS if type(event).__module__ == access_events.__name__ else NO_BLOBS
    assert set(blob_names(event)) == {digest.decode() for field, digest in pairs if field.decode() not in known}


def test_a_waiver_without_a_copy_of_the_certificate_names_nothing() -> None:
    bare = CERTIFICATE.model_copy(update={"scan": None})
    assert blob_names(WaiverAccepted(competency="english", certificate=bare)) == ()
