"""What is known about reaching people: the newest answer holds, and sensitive stays sensitive."""

from datetime import UTC, datetime

from services.notifications.domain.commands import (
    ChangeContacts,
    ChangeDetails,
    HideAddress,
    NoteContacts,
    NotePeople,
    RaiseSensitivity,
    ShowAddress,
)
from services.notifications.domain.contacts import (
    DECIDER,
    Contacts,
    change_contacts,
    change_details,
    hide_address,
    note_contacts,
    note_people,
    raise_sensitivity,
    show_address,
)
from services.notifications.domain.events import (
    AddressHidden,
    AddressShown,
    ContactsChanged,
    ContactsNoted,
    DetailsChanged,
    PeopleNoted,
    SensitivityRaised,
)
from services.notifications.domain.values.contact import KnownPerson, NewDetails, Safety, WaySafety
from shared.kernel.personal import Contact, Personal
from tests.support.scenario import given

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SAFE, UNSAFE = Safety(email=WaySafety(safe="yes")), Safety(email=WaySafety(safe="no"))
NADIA = KnownPerson(person_id="p-1", roles=("reporter", "victim"), safety=SAFE)
MEMBERS = {
    "referral_id": "r-1",
    "reference": "WM-KGCR-A",
    "reporter_id": "p-1",
    "people": (NADIA,),
    "sensitive_because": (),
    "language": "en",
    "origin": "live",
}
NOTED = ContactsNoted(**MEMBERS)  # type: ignore[arg-type]  # built by name
CHANGED = ContactsChanged(referral_id="r-1", person_id="p-1", safety=UNSAFE)
RAISED = SensitivityRaised(referral_id="r-1", because="route_domestic_abuse")


def test_a_referral_is_noted_once() -> None:
    note = NoteContacts(at=AT, **MEMBERS)  # type: ignore[arg-type]  # built by name
    given(DECIDER).when(note_contacts, note).then(NOTED)
    given(DECIDER, NOTED).when(note_contacts, note).then_nothing()


def test_the_newest_answer_holds_also_when_it_overtook_the_referral() -> None:
    change = ChangeContacts(at=AT, referral_id="r-1", person_id="p-1", safety=UNSAFE)
    given(DECIDER, NOTED).when(change_contacts, change).then(CHANGED)
    given(DECIDER).when(change_contacts, change).then(CHANGED)
    given(DECIDER, NOTED, CHANGED).when(change_contacts, change).then_nothing()
    for facts in ((NOTED, CHANGED), (CHANGED, NOTED)):
        known = DECIDER.fold(facts)
        assert isinstance(known, Contacts)
        assert known.safety_of(NADIA) == UNSAFE


def test_sensitive_is_turned_on_and_never_off() -> None:
    raise_it = RaiseSensitivity(at=AT, referral_id="r-1", because="route_domestic_abuse")
    given(DECIDER, NOTED).when(raise_sensitivity, raise_it).then(RAISED)
    given(DECIDER, NOTED, RAISED).when(raise_sensitivity, raise_it).then_nothing()
    for facts in ((NOTED, RAISED), (RAISED, NOTED), (RAISED, NOTED, CHANGED), (NOTED, RAISED, NOTED)):
        known = DECIDER.fold(facts)
        assert isinstance(known, Contacts)
        assert known.sensitive


def test_whoever_contacted_us_is_known_by_her_id_only() -> None:
    known = DECIDER.fold((NOTED,))
    assert isinstance(known, Contacts)
    assert known.reporter() == NADIA
    nobody = DECIDER.fold((ContactsNoted(**MEMBERS | {"reporter_id": None}),))  # type: ignore[arg-type]  # by name
    assert isinstance(nobody, Contacts)
    assert nobody.reporter() is None


def test_what_is_known_takes_no_notice_of_other_facts() -> None:
    known = DECIDER.fold((NOTED,))
    assert DECIDER.evolve(known, SensitivityRaised(referral_id="r-1", because="x")) != known
    assert DECIDER.fold((NOTED, NOTED)) == known


def test_a_new_number_and_that_it_is_not_safe_are_known_at_once_also_before_the_referral() -> None:
    old: Personal[Contact] = Personal("p-1", "b2xk")
    new: Personal[Contact] = Personal("p-1", "bmV3")
    noted = ContactsNoted(**MEMBERS | {"people": (KnownPerson(person_id="p-1", roles=("reporter",), phone=old),)})  # type: ignore[arg-type]  # built by name
    details = NewDetails(changed=("phone",), phone=new)
    change = ChangeDetails(at=AT, referral_id="r-1", person_id="p-1", details=details, safety=UNSAFE)
    changed = DetailsChanged(referral_id="r-1", person_id="p-1", details=details, safety=UNSAFE)
    given(DECIDER, noted).when(change_details, change).then(changed)
    for facts in ((noted, changed), (changed, noted)):
        known = DECIDER.fold(facts)
        assert isinstance(known, Contacts)
        (person,) = known.people
        assert (person.phone, known.safety_of(person)) == (new, UNSAFE)
        assert [each.phone for each in known.former] == [old]


HIM = KnownPerson(person_id="p-2", roles=("perpetrator",), phone=Personal("p-2", "his"))
NAMED = PeopleNoted(referral_id="r-1", people=(HIM,))


def test_whoever_is_named_later_is_in_it_also_where_that_overtook_the_referral() -> None:
    note = NotePeople(at=AT, referral_id="r-1", people=(HIM,))
    given(DECIDER, NOTED).when(note_people, note).then(NAMED)
    given(DECIDER).when(note_people, note).then(NAMED)
    given(DECIDER, NOTED).when(note_people, note.model_copy(update={"people": ()})).then_nothing()
    for facts in ((NOTED, NAMED), (NAMED, NOTED)):
        known = DECIDER.fold(facts)
        assert isinstance(known, Contacts)
        assert known.people == (NADIA, HIM)
        assert known.reporter_id == "p-1"


def test_more_about_somebody_joins_what_was_known_and_what_she_had_is_still_compared_with() -> None:
    more = KnownPerson(person_id="p-1", roles=("reporter",), email=Personal("p-1", "new"))
    known = DECIDER.fold((NOTED, PeopleNoted(referral_id="r-1", people=(more,))))
    assert isinstance(known, Contacts)
    (nadia,) = known.people
    assert (nadia.roles, nadia.email, nadia.safety) == (("reporter", "victim"), Personal("p-1", "new"), SAFE)
    assert known.former == (NADIA,)


def test_a_reporter_who_becomes_known_later_is_the_reporter_from_then_on() -> None:
    nobody = ContactsNoted(**MEMBERS | {"people": (), "reporter_id": None})  # type: ignore[arg-type]  # built by name
    known = DECIDER.fold((nobody, PeopleNoted(referral_id="r-1", people=(NADIA,))))
    assert isinstance(known, Contacts)
    assert known.reporter() == NADIA


HIDDEN = AddressHidden(referral_id="r-1", code="R-7", person_ids=("p-1",))


def test_an_address_nobody_may_find_is_hidden_also_where_that_came_first_and_is_sensitive() -> None:
    hide = HideAddress(at=AT, referral_id="r-1", code="R-7", person_ids=("p-1",))
    given(DECIDER, NOTED).when(hide_address, hide).then(HIDDEN)
    given(DECIDER, NOTED, HIDDEN).when(hide_address, hide).then_nothing()
    for facts in ((NOTED, HIDDEN), (HIDDEN, NOTED)):
        known = DECIDER.fold(facts)
        assert isinstance(known, Contacts)
        assert known.address_hidden(NADIA)
        assert known.sensitive_because == ("address_hidden",)


def test_a_place_released_is_hidden_no_more_and_sensitive_all_the_same() -> None:
    show = ShowAddress(at=AT, referral_id="r-1", code="R-7")
    given(DECIDER, NOTED).when(show_address, show).then_nothing()
    given(DECIDER, NOTED, HIDDEN).when(show_address, show).then(AddressShown(referral_id="r-1", code="R-7"))
    known = DECIDER.fold((NOTED, HIDDEN, AddressShown(referral_id="r-1", code="R-7")))
    assert isinstance(known, Contacts)
    assert not known.address_hidden(NADIA)
    assert known.sensitive


def test_a_new_address_is_not_hidden_until_that_is_said_of_it_too() -> None:
    new = NewDetails(changed=("address",), address=None)
    moved = DetailsChanged(referral_id="r-1", person_id="p-1", details=new, safety=UNSAFE)
    known = DECIDER.fold((NOTED, HIDDEN, moved))
    assert isinstance(known, Contacts)
    assert not known.address_hidden(NADIA)
    assert known.times_said == 1
