"""How people may be reached: the newest word counts, for each person of each referral."""

from services.triage.domain.commands import NoteSafeContact
from services.triage.domain.events import SafeContact, WaySafety
from services.triage.read_models import safe_contacts
from tests.support.builders.triage import FLY_TIP, LittleTriage

SAFE, UNSAFE = SafeContact(phone=WaySafety(safe="yes")), SafeContact(phone=WaySafety(safe="no"))


def of(triage: LittleTriage, referral_id: str) -> dict[str, SafeContact]:
    with triage.service.views.reading() as connection:
        return safe_contacts.of(connection, referral_id)


def note(triage: LittleTriage, referral_id: str, **contacts: SafeContact) -> None:
    triage.do(NoteSafeContact(at=triage.clock(), referral_id=referral_id, contacts=contacts))


def test_what_is_said_anew_takes_the_place_of_what_was_said_of_that_person_alone(triage: LittleTriage) -> None:
    triage.refer(**FLY_TIP)
    triage.refer(**FLY_TIP)
    note(triage, "referral-1", her=SAFE, him=UNSAFE)
    note(triage, "referral-2", her=SAFE)
    note(triage, "referral-1", her=UNSAFE)
    assert of(triage, "referral-1") == {"her": UNSAFE, "him": UNSAFE}
    assert of(triage, "referral-2") == {"her": SAFE}
    assert of(triage, "referral-3") == {}
