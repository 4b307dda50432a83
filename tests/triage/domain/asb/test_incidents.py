"""What happened, what was said and what was done: three times apart, and everybody's words under their own key."""

import pytest

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import incidents
from services.triage.domain.asb.events import IncidentLogged, OperationLogged, OwnWordsWritten
from services.triage.domain.asb.refusals import (
    DomesticAbuseApart,
    IncidentKnown,
    IncidentNotInOrder,
    PersonNotInReferral,
)
from services.triage.domain.refusals import NoCaseOpen
from shared.kernel.personal import Narrative, private
from tests.support.builders.asb import (
    BAD_NEIGHBOUR,
    NEIGHBOUR,
    OFFICER,
    REPORTER,
    a_case,
    at,
    on_case,
    with_incident,
)
from tests.support.builders.triage import ABUSE, FLY_TIP


def an_incident(**changes: object) -> asked.LogIncident:
    members = {
        "incident_id": "incident-1",
        "occurred_at": at(3),
        "received_at": at(4),
        "how": "phone",
        "text": "Bins were set on fire",
        **changes,
    }
    return asked.LogIncident.model_validate({**on_case(at(5)), **members})


def test_when_it_happened_and_when_we_were_told_stand_apart_and_the_words_are_the_tellers() -> None:
    (fact,) = incidents.log_incident(an_incident(evidence=(2, 3)), a_case())
    assert isinstance(fact, IncidentLogged)
    assert (fact.occurred_at, fact.received_at, fact.evidence) == (at(3), at(4), (2, 3))
    assert (fact.teller_id, fact.text) == (REPORTER, private(REPORTER, Narrative, "Bins were set on fire"))


def test_a_diary_is_pointed_to_and_counts_as_evidence() -> None:
    (fact,) = incidents.log_incident(an_incident(how="diary"), a_case())
    assert isinstance(fact, IncidentLogged)
    assert fact.diary
    assert with_incident(a_case(), at(3), evidenced=False, how="diary").incidents[0].evidenced


@pytest.mark.parametrize(
    "changes", [{"received_at": at(2)}, {"received_at": at(7)}], ids=["told before it happened", "told in the future"]
)
def test_times_that_cannot_be_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(IncidentNotInOrder):
        incidents.log_incident(an_incident(**changes), a_case())


def test_what_it_is_the_same_as_must_be_on_the_case() -> None:
    with pytest.raises(IncidentKnown):
        incidents.log_incident(an_incident(same_as_id="incident-9"), a_case())
    twice = with_incident(with_incident(a_case(), at(3)), at(3), same_as_id="incident-1", how="partner")
    assert [each.incident_id for each in twice.complaints()] == ["referral-1", "incident-1"]


def test_the_report_is_a_complaint_once_and_what_an_officer_saw_is_none() -> None:
    """What is written down of the report itself is no second one; nobody complained of what we came upon."""
    again = with_incident(a_case(), at(3), same_as_id="referral-1")
    seen = with_incident(again, at(4), how="officer", seen_by_officer=True)
    assert [each.incident_id for each in seen.complaints()] == ["referral-1"]


def test_each_persons_words_are_sealed_under_their_own_key() -> None:
    for person in (REPORTER, NEIGHBOUR):
        command = asked.WriteOwnWords(
            **on_case(at(5)), words_id="words-1", person_id=person, said_at=at(4), text="I have not slept"
        )
        (fact,) = incidents.write_own_words(command, a_case())
        assert isinstance(fact, OwnWordsWritten)
        assert fact.text == private(person, Narrative, "I have not slept")


@pytest.mark.parametrize("person", [BAD_NEIGHBOUR, "person-9"], ids=["who does it", "a stranger"])
def test_neither_who_does_it_nor_a_stranger_tells(person: str) -> None:
    words = asked.WriteOwnWords(**on_case(at(5)), words_id="words-1", person_id=person, said_at=at(4), text="No")
    with pytest.raises(PersonNotInReferral):
        incidents.write_own_words(words, a_case())
    with pytest.raises(PersonNotInReferral):
        incidents.log_incident(an_incident(teller_id=person), a_case())


def test_what_was_done_says_by_whom_when_and_with_whom() -> None:
    done = {
        "operation_id": "operation-1",
        "what": "test_purchase",
        "partner": "trading_standards",
        "result": "not_sold",
    }
    command = asked.LogOperation(**on_case(at(5)), done_at=at(4), **done)
    (fact,) = incidents.log_operation(command, a_case())
    assert isinstance(fact, OperationLogged)
    assert (fact.done_by, fact.done_at, fact.what, fact.partner) == (
        OFFICER,
        at(4),
        "test_purchase",
        "trading_standards",
    )
    with pytest.raises(IncidentNotInOrder):
        incidents.log_operation(command.model_copy(update={"done_at": at(6)}), a_case())


def test_words_for_a_code_are_no_code() -> None:
    done = {"operation_id": "operation-1", "what": "Rang Mrs Example", "partner": "none", "result": "agreed"}
    with pytest.raises(ValueError, match="pattern"):
        asked.LogOperation(**on_case(at(5)), done_at=at(4), **done)


def test_none_of_it_on_a_case_of_abuse_or_where_there_is_no_case() -> None:
    with pytest.raises(DomesticAbuseApart):
        incidents.log_incident(an_incident(), a_case(**ABUSE))
    with pytest.raises(NoCaseOpen):
        incidents.log_incident(an_incident(), a_case(**FLY_TIP))
