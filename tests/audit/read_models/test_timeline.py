"""A story is gathered across services, told in the order of the ledger, and stands still at any moment."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.audit.domain.timeline import AtPosition, AtTime, Idle
from services.audit.read_models.access_log import who_looked
from services.audit.read_models.timeline.follow import IndexDiffers
from services.audit.read_models.timeline.story import Line, Story, told
from shared.kernel.messages import Context
from tests.support.builders.audited_borough import (
    CALLER,
    REFERENCE,
    REFERRAL,
    START,
    Borough,
    PersonForgotten,
    a_borough,
    a_story,
    submitted,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def borough(tmp_path: Path) -> Borough:
    made = a_borough(tmp_path)
    a_story(made)
    made.work()
    return made


def story(borough: Borough) -> Story:
    borough.work()
    found = borough.evidence().stories.find(REFERENCE)
    assert found is not None
    return found


def test_facts_of_all_services_about_a_referral_are_one_story(borough: Borough) -> None:
    assert [(fact.source, fact.name) for fact in story(borough).facts] == [
        ("intake", "intake.referral_submitted"),
        ("triage", "triage.referral_triaged"),
        ("triage", "triage.referral_triaged"),
        ("panels", "panels.case_referred"),
        ("panels", "panels.agenda_circulated"),
        ("notifications", "notifications.notice_sent"),
        ("panels", "panels.case_decided"),
    ]


def test_facts_about_another_referral_are_in_another_story(borough: Borough) -> None:
    borough.record("intake", "referral-WM-2223-X", submitted("WM-2223-X", "referral-2"), about=("referral-2",))
    assert len(story(borough).facts) == 7
    other = borough.evidence().stories.find("WM-2223-X")
    assert other is not None
    assert other.referral_ids == ["referral-2"]
    assert borough.evidence().stories.find("WM-2224-T") is None


def test_each_fact_is_a_sentence_of_its_kind_with_idle_weeks_between(borough: Borough) -> None:
    lines = story(borough).lines(None)
    said = [(line.kind, line.says) if isinstance(line, Line) else line.says for line in lines]
    assert said == [
        ("fact", "A referral was received by phone."),
        ("decision", "The referral was judged standard."),
        "2 weeks with nothing recorded",
        ("decision", "The referral was judged high."),
        ("fact", "Referred to MARAC."),
        ("fact", "The agenda was circulated."),
        ("notice", "A notice went by letter."),
        ("decision", "The panel decided heard."),
    ]
    assert lines[0].late == "2 days"
    assert next(line.fact for line in story(borough).lines(None, ["notice"]) if isinstance(line, Line)).source == (
        "notifications"
    )
    assert isinstance(story(borough).lines(None, newest_first=True)[-1], Line)
    assert sum(isinstance(line, Idle) for line in lines) == 1


def test_as_of_a_moment_later_facts_are_not_known(borough: Borough) -> None:
    found = story(borough)
    before = AtTime(START + timedelta(days=7))
    assert len(found.until(before)) == 2
    known = {state.known.stream: state.known for state in found.standing(before)}
    assert known[f"assessment-{REFERRAL}"].fields["priority"].value == "standard"
    assert found.until(AtPosition(0)) == []
    assert next(change.says for change in found.changes(before)) == "Priority: standard → high"


def test_a_meeting_stands_for_the_moment_its_agenda_was_circulated(borough: Borough) -> None:
    [meeting] = story(borough).meetings
    assert (meeting.meeting_id, meeting.panel) == ("meeting-1", "marac")
    assert meeting.known_at == meeting.circulated_at == story(borough).facts[4].recorded_at
    assert borough.evidence().stories.meeting("meeting-2") is None


def test_personal_details_are_masked_and_those_of_the_forgotten_read_erased(borough: Borough) -> None:
    document = told(story(borough), story(borough).facts[0])
    assert document["fields"]["full_name"] == "[sealed]"
    assert document["fields"]["channel"] == "phone"
    borough.ground.keyring.destroy(CALLER)
    borough.record("intake", "person-1", PersonForgotten(person_id=CALLER), about=())
    document = told(story(borough), story(borough).facts[0])
    assert document["fields"]["full_name"] == "[erased]"
    shown = {detail.label: detail.shown for detail in story(borough).line(story(borough).facts[0]).details}
    assert shown["phone"] == "[erased]"


def test_who_looked_stands_in_the_story_and_changes_nothing_that_was_known(borough: Borough) -> None:
    before = len(story(borough).standing(None))
    context = Context(actor="account-7", role="auditor", correlation_id="c")
    borough.audit.recorder.record_view(context, f"story-{REFERENCE}", (REFERRAL,), "the whole story", "complaint")
    found = story(borough)
    assert [(look.actor, look.source, look.what, look.purpose) for look in who_looked(found.facts)] == [
        ("account-7", "audit", "the whole story", "complaint")
    ]
    assert found.lines(None)[-1].kind == "viewed"
    assert len(found.standing(None)) == before


def test_streams_are_called_what_a_person_calls_them_and_a_meeting_by_its_day(borough: Borough) -> None:
    found = story(borough)
    assert [found.title(state.known) for state in found.standing(None)] == [
        "Intake: referral", "Triage: assessment", "Panels: case", "Panels: MARAC meeting, 16 December 2026, 10:00",
        "Notifications: notice",
    ]  # fmt: skip


def test_what_was_not_known_at_all_is_one_line_for_each_fact_that_told_it(borough: Borough) -> None:
    found = story(borough)
    learned = found.learned(found.changes(AtPosition(7)))
    assert [one.says for one in learned] == [
        "Referred to MARAC.", "The agenda was circulated.", "A notice went by letter.", "The panel decided heard.",
    ]  # fmt: skip
    assert all(one.count >= 1 for one in learned)


def test_the_owners_history_is_linked_at_the_same_moment(borough: Borough) -> None:
    states = {state.known.stream: state.history for state in story(borough).standing(AtPosition(7))}
    assert states[f"assessment-{REFERRAL}"] == f"/triage/history/assessment-{REFERRAL}?position=2"


def test_the_index_made_anew_is_the_one_that_was_followed(borough: Borough) -> None:
    evidence = borough.evidence()
    evidence.index.compare()
    assert borough.change("audit.stories.sqlite", "UPDATE called SET reference = 'WM-2223-X'") == 1
    with pytest.raises(IndexDiffers, match="table called"):
        evidence.index.compare()
    assert evidence.index.rebuild() == 12
    evidence.index.compare()
    assert evidence.stories.find(REFERENCE) is not None


def test_an_index_of_an_older_kind_is_made_anew(borough: Borough) -> None:
    borough.change("audit.stories.sqlite", "UPDATE followed SET version = 0")
    evidence = borough.evidence()
    assert evidence.index.position() == 0
    evidence.index.catch_up()
    assert evidence.stories.find(REFERENCE) is not None


def test_an_entry_that_was_spoilt_is_left_out_of_the_story_and_not_quoted(borough: Borough) -> None:
    borough.change("audit.ledger.sqlite", "UPDATE ledger SET row = 'spoilt' WHERE ledger_position = 7")
    assert len(story(borough).facts) == 6
