"""Who is one person is intake’s to decide; here it is noted once, however often it is told."""

from datetime import UTC, datetime

from services.triage.domain.family.commands import JoinPeople, PartPeople, TellPersonApart
from services.triage.domain.family.events import PeopleJoined, PeopleParted, PersonToldApart
from services.triage.domain.family.identity import IDENTITY, join_people, part_people, tell_person_apart
from tests.support.builders.triage import REFERENCE
from tests.support.scenario import given

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
JOINED, PARTED = PeopleJoined(one_id="a", other_id="b"), PeopleParted(one_id="a", other_id="b")
APART = PersonToldApart(referral_id="referral-1", reference=REFERENCE, person_id="a", split_id="c")


def test_two_become_one_and_two_again_and_one_once_more() -> None:
    joining = JoinPeople(at=NOW, one_id="a", other_id="b")
    parting = PartPeople(at=NOW, one_id="a", other_id="b")
    given(IDENTITY).when(join_people, joining).then(JOINED)
    given(IDENTITY, JOINED).when(join_people, joining).then_nothing()
    given(IDENTITY, JOINED).when(part_people, parting).then(PARTED)
    given(IDENTITY, JOINED, PARTED).when(part_people, parting).then_nothing()
    given(IDENTITY, JOINED, PARTED).when(join_people, joining).then(JOINED)
    given(IDENTITY).when(part_people, parting).then_nothing()


def test_somebody_is_told_apart_once() -> None:
    asked = TellPersonApart(at=NOW, referral_id="referral-1", reference=REFERENCE, person_id="a", split_id="c")
    given(IDENTITY).when(tell_person_apart, asked).then(APART)
    given(IDENTITY, APART).when(tell_person_apart, asked).then_nothing()
