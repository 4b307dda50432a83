"""Somebody who was taken for another is split off: known by an id of her own there, and never suggested again."""

import pytest

from services.intake.domain.events.sameness import PeopleToldApart, PersonSplitOff
from services.intake.read_models import people
from tests.support.builders.intake_pages import FrontDesk

pytestmark = pytest.mark.slow

FATHER = {"full_name": "Joseph Bell", "phone": "020 7946 0123", "is_victim": True}


def split(desk: FrontDesk) -> tuple[str, str, str]:
    """Father and son share a name and a telephone; the second referral is the son's."""
    one, other = (desk.refer(reporter=FATHER, people=[]) for _ in range(2))
    person_id = desk.submitted()[1].account_of
    officer = desk.officer()
    officer.open(f"/intake/referrals/{other}")
    assert f'Known from <a class="govuk-link wm-whole" href="/intake/referrals/{one}"' in officer.text
    officer.open(f"/intake/referrals/{other}/people/{person_id}/split")
    officer.send(f"/intake/referrals/{other}/people/{person_id}/split", {"_because": "relatives"})
    assert officer.status == 200
    assert "Known from" not in officer.text
    return one, other, person_id


def test_in_one_referral_he_is_somebody_else_and_in_the_other_he_stays(desk: FrontDesk) -> None:
    one, other, person_id = split(desk)
    (off,) = [each.fact for each in desk.recorded() if isinstance(each.fact, PersonSplitOff)]
    assert (off.reference, off.person_id) == (other, person_id)
    assert any(isinstance(each.fact, PeopleToldApart) for each in desk.recorded())
    with desk.service.views.reading() as connection:
        assert [part.reference for part in people.parts_of(connection, [person_id])] == [one]
        assert [part.reference for part in people.parts_of(connection, [off.split_id])] == [other]
        named = people.found(connection, desk.ground.keyring, "name", "Joseph Bell")
    assert {row.person_id for row in named} == {person_id, off.split_id}
    assert desk.service.views.differing(("people", "likenesses", "sameness")) == {}


def test_how_to_reach_him_there_is_still_changed_where_it_was_said(desk: FrontDesk) -> None:
    _, other, person_id = split(desk)
    officer = desk.officer(name="Sam Lee")
    officer.open(f"/intake/referrals/{other}/contact/{person_id}")
    assert officer.status == 200


def test_without_a_reason_nothing_is_split_and_whoever_is_known_from_nowhere_has_no_such_page(desk: FrontDesk) -> None:
    desk.refer(reporter=FATHER, people=[])
    person_id = desk.submitted()[0].account_of
    officer = desk.officer()
    reference = desk.submitted()[0].reference
    officer.open(f"/intake/referrals/{reference}/people/{person_id}/split")
    assert officer.status == 404
    other = desk.refer(reporter=FATHER, people=[])
    officer.open(f"/intake/referrals/{other}/people/{person_id}/split")
    officer.send(f"/intake/referrals/{other}/people/{person_id}/split", {"_because": ""})
    assert officer.status == 422
    assert 'href="#_because"' in officer.text
