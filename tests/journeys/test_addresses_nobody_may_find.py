"""An address restricted today is shown by no service any more, also where a referral brought it long before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.audit.domain.events import DetailRevealed
from services.intake.domain.events.hidden import AddressesHidden, AddressesShown
from services.intake.domain.record_commands import ReleasePlace, RestrictPlace
from services.notifications.domain.contacts import DECIDER as CONTACTS
from services.notifications.domain.contacts import Contacts
from services.triage.read_models import safe_contacts
from shared.access.roles import Role
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context
from tests.support.builders.borough import LittleBorough
from tests.support.builders.web import signed_in

pytestmark = pytest.mark.slow

STREET, WARD, CODE = "9 Hidden Street", "Wandle", "R-7"
REFUGE = f"{STREET}, SW19 1AA"
CONTEXT = Context(actor="account-1", role="service_manager", correlation_id="story-1")
WHERE_IT_MIGHT_SHOW = (
    ("/intake/api/referrals/{reference}", Role.CONTACT_CENTRE),
    ("/intake/referrals/{reference}", Role.CONTACT_CENTRE),
    ("/intake/referrals/{reference}/details/{person}", Role.CONTACT_CENTRE),
    ("/triage/api/cases/{reference}", Role.CASE_OFFICER),
    ("/triage/api/cases", Role.CASE_OFFICER),
    ("/triage/cases/{reference}", Role.CASE_OFFICER),
    ("/triage/cases", Role.CASE_OFFICER),
    ("/triage/queue", Role.TRIAGE_OFFICER),
    ("/triage/referrals/{reference}", Role.TRIAGE_OFFICER),
    ("/triage/history/assessment-{referral}", Role.AUDITOR),
    ("/notifications/api/notices?reference={reference}", Role.CASE_OFFICER),
    ("/notifications/history/contacts-{referral}", Role.AUDITOR),
    ("/audit/api/timeline/{reference}", Role.AUDITOR),
    ("/audit/api/as-of/{reference}", Role.AUDITOR),
)


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleBorough]:
    made = LittleBorough(tmp_path_factory.mktemp("borough"))
    made.settle()
    yield made
    made.close()


def told_before(borough: LittleBorough) -> dict[str, str]:
    """A woman who lives in a refuge nobody has said to be one yet; her ids."""
    reporter = {"full_name": "Ada Example", "email": "ada@example.org", "address": REFUGE, "is_victim": True}
    reference = borough.refer(
        {
            "kind": "domestic_abuse",
            "channel": "phone",
            "received_at": "2026-11-23T09:12:00+00:00",
            "location": {"address": "Room 2, 9 hidden st", "postcode": "SW19 1AA", "ward": WARD},
            "reporter": reporter,
            "safe_contact": {"post": {"safe": "yes"}, "confirmed_at": "2026-11-23T09:10:00+00:00"},
            "facts": {"immediate_danger": "no", "dash_yes_count": 16},
        }
    )
    found = borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()
    return {"reference": reference, "referral": found["referral_id"], "person": found["reporter"]["person_id"]}


def do(borough: LittleBorough, command: Command) -> None:
    borough.built.services["intake"].dispatch(command, CONTEXT)
    borough.settle()


def restrict(borough: LittleBorough) -> None:
    place_id = new_id()
    borough.built.ground.keyring.mint(place_id)
    borough.built.ground.keyring.flush()
    do(borough, RestrictPlace(at=borough.clock(), code=CODE, place_id=place_id, addresses=(REFUGE,)))


def shown(borough: LittleBorough, told: dict[str, str]) -> dict[str, str]:
    pages = {}
    for path, role in WHERE_IT_MIGHT_SHOW:
        answer = borough.get(path.format(**told), role)
        assert answer.status_code == 200, path
        pages[path] = answer.text.lower()
    return pages


def facts(borough: LittleBorough, service: str, *kinds: type[Any]) -> list[Any]:
    log = borough.built.services[service].store.page(0, 10_000)
    return [each.fact for each in log if isinstance(each.fact, kinds)]


@pytest.fixture(scope="module")
def told(borough: LittleBorough) -> dict[str, str]:
    """What was told before; it shows until the place is restricted, and then no more."""
    found = told_before(borough)
    before = "".join(shown(borough, found).values())
    assert "hidden st" in before
    assert WARD.lower() in before
    restrict(borough)
    return found


def test_no_page_and_no_api_of_any_service_shows_it_or_its_ward(borough: LittleBorough, told: dict[str, str]) -> None:
    for path, text in shown(borough, told).items():
        assert "hidden st" not in text, path
        if path.startswith("/triage/") and "history" not in path:  # what was recorded then stays as it was recorded
            assert WARD.lower() not in text, path
    (hidden,) = facts(borough, "intake", AddressesHidden)
    assert (hidden.code, hidden.location, hidden.person_ids) == (CODE, True, (told["person"],))


def test_triage_has_no_address_to_send_on_and_no_letter_goes_there(
    borough: LittleBorough, told: dict[str, str]
) -> None:
    with borough.built.services["triage"].views.reading() as connection:
        assert safe_contacts.hidden_in(connection, told["referral"]) == {told["person"]: CODE}
    notifications = borough.built.services["notifications"]
    known, _ = notifications.store.fold(f"contacts-{told['referral']}", CONTACTS)
    assert isinstance(known, Contacts)
    assert [known.address_hidden(person) for person in known.people] == [True]
    assert "address_hidden" in known.sensitive_because


def test_an_auditor_meets_the_code_and_opens_nothing(borough: LittleBorough, told: dict[str, str]) -> None:
    auditor = signed_in(borough.app, Role.AUDITOR)
    entries = borough.get(f"/audit/api/timeline/{told['reference']}", Role.AUDITOR).json()["entries"]
    event = next(each["event_id"] for each in entries if each["name"] == "intake.referral_submitted")
    for field in ("location, address", "location, postcode", "people, 1, address"):
        asked = {"event": event, "field": field, "purpose": "complaint", "reason": "To see."}
        page = auditor.get(f"/audit/{told['reference']}/reveal", params={"event": event, "field": field})
        assert "restricted place R-7" in page.text
        sent = auditor.post(f"/audit/{told['reference']}/reveal", data=asked | {"csrf": _csrf(page.text)})
        assert "restricted place R-7" in sent.text
    assert facts(borough, "audit", DetailRevealed) == []
    name = auditor.get(f"/audit/{told['reference']}/reveal", params={"event": event, "field": "people, 1, full name"})
    assert "What do you need it for?" in name.text


def _csrf(text: str) -> str:
    return text.partition('name="csrf" value="')[2].partition('"')[0]


def test_views_built_anew_hide_it_too(borough: LittleBorough, told: dict[str, str]) -> None:
    for name, service in borough.built.services.items():
        assert service.views.differing() == {}
        for view in service.views.names() if name in ("triage", "intake") else ():
            service.views.rebuild(view)
    assert not any("hidden st" in text for text in shown(borough, told).values())


def test_one_who_came_after_is_hidden_at_the_door_and_known_to_the_others(
    borough: LittleBorough, told: dict[str, str]
) -> None:
    letters = len(_letters(borough))
    later = told_before(borough)
    assert not any("hidden st" in text for text in shown(borough, later).values())
    assert len(_letters(borough)) == letters
    notices = borough.get(f"/notifications/api/notices?reference={later['reference']}", Role.CASE_OFFICER).json()
    assert "post_address_hidden" in {reason["code"] for each in notices for reason in each["decision"]["reasons"]}
    assert {each.reference for each in facts(borough, "intake", AddressesHidden)} >= {later["reference"]}


def test_a_place_released_is_told_to_the_others(borough: LittleBorough, told: dict[str, str]) -> None:
    do(borough, ReleasePlace(at=borough.clock(), code=CODE))
    assert told["reference"] in {each.reference for each in facts(borough, "intake", AddressesShown)}
    with borough.built.services["triage"].views.reading() as connection:
        assert safe_contacts.hidden_in(connection, told["referral"]) == {}
    assert "hidden st" in borough.get(f"/intake/api/referrals/{told['reference']}", Role.CONTACT_CENTRE).text


def test_nothing_of_it_travels_or_lies_anywhere_in_clear(borough: LittleBorough, told: dict[str, str]) -> None:
    """But on the one letter that was handed over before anybody knew."""
    folder: Path = borough.built.ground.settings.data
    letters = _letters(borough)
    assert sum(b"Hidden Street" in path.read_bytes() for path in letters) == 1
    for path in folder.rglob("*"):
        if path.is_file() and path not in letters:
            written = path.read_bytes()
            assert b"Hidden Street" not in written, path.name
            assert b"9 hidden st" not in written, path.name


def _letters(borough: LittleBorough) -> list[Path]:
    return sorted((borough.built.ground.settings.data / "outbox").rglob("*.letter.txt"))
