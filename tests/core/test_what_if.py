"""What corrected keys would change is shown before anybody corrects them."""

import pytest

from exam.core.candidate_session import commands as asked
from exam.core.key_correction import Cancellation
from exam.core.replay import what_if
from exam.core.rescoring import (
    KeyOptionError,
)
from exam.core.session_events import ResultDetermined
from exam.core.session_values import Ending
from exam.core.verdict import Result
from tests.builders import (
    whole,
)
from tests.core.corrected_desks import A1, A2, correct, examined, key
from tests.core.replayed_desks import evidence_of, issued, replayable, replayed

# What if


def test_what_corrected_keys_would_change_is_shown_and_changes_nothing() -> None:
    played = examined(A1, A2)
    evidence = evidence_of(played)
    found = what_if(played.state, played.standard, evidence, (key(A1, "a"), key("q-nowhere", "a")))
    assert [(change.about, change.before, change.after) for change in found.items] == [(A1, "0/1", "1/1")]
    assert [(change.about, change.before, change.after) for change in found.criteria] == [
        ("law.a", "not_met", "met"),
        ("law.c", "not_met", "met"),
    ]
    assert (found.before, found.after, found.flips, found.record) == (Result.FAILED, Result.PASSED, True, "")
    assert played.state.result is Result.FAILED
    live = correct(played, key(A1, "a"))
    assert live[-1] == ResultDetermined(result=Result.PASSED)


def test_an_item_that_would_be_taken_out_has_no_score_any_more() -> None:
    played = examined()
    found = what_if(played.state, played.standard, evidence_of(played), (key(A1, cancelled=Cancellation.TAKEN_OUT),))
    assert [(change.about, change.after) for change in found.items] == [(A1, "–")]
    assert (found.criteria, found.flips) == ((), False)


def test_nothing_would_change_where_nothing_was_scored_or_an_item_is_lost() -> None:
    opened = replayable().admitted().open("law-test")
    assert what_if(opened.state, opened.standard, evidence_of(opened), (key(A1, "a"),)).items == ()
    played = examined(A1)
    evidence = evidence_of(played)
    lost = {name: data for name, data in evidence.blobs.items() if b'"q-a' not in data}
    bare = type(evidence)(evidence.session, evidence.sitting, lost, evidence.identities)
    assert what_if(played.state, played.standard, bare, (key(A1, "a"),)).items == ()


def test_an_early_ending_would_keep_its_result_and_a_record_would_stand() -> None:
    played = replayable().admitted()
    played.tested(wrong=4)
    played.do(asked.EndSession(ending=Ending.WITHDREW, reason="Uchazeč odešel."))
    evidence = issued(played)
    found = what_if(played.state, played.standard, evidence, (key(A1, "a"),))
    assert (found.before, found.flips, found.record) == (Result.FAILED, False, "record-1")
    assert found.items


def test_a_replay_tries_corrections_out() -> None:
    played = whole(replayable())
    found = replayed(evidence_of(played), (key(A1, "a"), key(A2, "a")))
    assert found.corrected is not None
    assert found.corrected.flips
    with pytest.raises(KeyOptionError):
        replayed(evidence_of(played), (key(A1, "z"),))
