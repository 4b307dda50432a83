"""An officer notes that somebody has another telephone: found by it, shown, and asked at once whether it is safe."""

from collections.abc import Iterator

import pytest

from services.intake.read_models import people
from shared.access.roles import Role
from tests.support.builders.intake_pages import FrontDesk, a_front_desk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with a_front_desk(tmp_path_factory.mktemp("intake")) as made:
        yield made


def test_a_new_telephone_is_kept_found_and_not_used_until_it_is_known_to_be_safe(desk: FrontDesk) -> None:
    reference, officer = desk.refer(), desk.officer(name="Ann Lee")
    person = desk.submitted()[-1].account_of
    path = f"/intake/referrals/{reference}/details/{person}"
    assert path in officer.open(f"/intake/referrals/{reference}")
    assert "the new address is for that area’s record alone" in officer.open(path)
    officer.send(path, {})
    assert (officer.status, "Give what has changed." in officer.text) == (422, True)
    officer.send(path, {"phone": "0123", "email": "kept@example.org"})
    assert officer.status == 422
    assert "This number cannot be called as it stands." in officer.text
    assert 'value="kept@example.org"' in officer.text
    officer.send(path, {"phone": "07700 900456", "_none": "email"})
    assert officer.at == f"/intake/referrals/{reference}/contact/{person}"
    text = officer.open(f"/intake/referrals/{reference}")
    assert "07700 900456" in text
    assert "07700 900123" not in text
    assert "amina@example.org" not in text
    assert "Telephone: Not known, so not used" in text
    shown = desk.get(f"/intake/api/referrals/{reference}", Role.CASE_OFFICER).json()
    assert (shown["reporter"]["phone"], shown["reporter"]["email"]) == ("07700 900456", None)
    assert shown["safe_contact"]["phone"]["safe"] == shown["safe_contact"]["email"]["safe"] == "unknown"
    desk.service.views.catch_up()
    with desk.service.views.reading() as connection:
        for number in ("+44 7700 900456", "07700 900123"):
            assert reference in {
                row.reference for row in people.found(connection, desk.ground.keyring, "phone", number)
            }


def test_a_number_as_told_is_kept_and_said_to_be_of_no_use(desk: FrontDesk) -> None:
    reference, officer = desk.refer(), desk.officer(name="Bea Hall")
    path = f"/intake/referrals/{reference}/details/{desk.submitted()[-1].account_of}"
    officer.open(path)
    officer.send(path, {"phone": "ring 0123", "phone._as_told": "yes"})
    assert "ring 0123 – number as told, not usable" in officer.open(f"/intake/referrals/{reference}")


def test_the_agency_that_sent_it_still_reads_its_own_words(desk: FrontDesk) -> None:
    reference = desk.refer(Role.IDVA, "housing")
    changed = desk.post(f"/intake/api/referrals/{reference}/contact-details", {"phone": "07700 900456"})
    assert changed.status_code == 200
    own = desk.get(f"/intake/api/referrals/{reference}", Role.IDVA, "housing").json()
    assert own["reporter"]["phone"] == "07700 900123"


@pytest.mark.parametrize("body", [{"phone": "x" * 61}, {"email": "nobody"}, {"unheard_of": 1}, {"phone": 7}])
def test_a_wrong_change_is_pointed_at(desk: FrontDesk, body: dict[str, object]) -> None:
    reference = desk.refer()
    answer = desk.post(f"/intake/api/referrals/{reference}/contact-details", body)
    assert (answer.status_code, len(answer.json()["errors"])) == (422, 1)
