"""What is known about reaching the people of one referral, and whether the referral is sensitive."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from services.notifications.domain.commands import (
    ChangeContacts,
    ChangeDetails,
    HideAddress,
    NoteContacts,
    NotePeople,
    RaiseSensitivity,
    ShowAddress,
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
from services.notifications.domain.values.contact import KnownPerson, NewDetails, Safety
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State

_DETAILS = ("full_name", "phone", "email", "address", "safety")


class NotHeardOf(State, frozen=True, kw_only=True):
    """The referral itself has not arrived; what came before it is kept for when it does."""

    changed: Mapping[str, Safety] = {}
    sensitive_because: tuple[str, ...] = ()
    details: tuple[tuple[str, NewDetails], ...] = ()
    named: tuple[KnownPerson, ...] = ()
    hidden: Mapping[str, frozenset[str]] = {}
    times_said: int = 0


class Contacts(State, frozen=True, kw_only=True):
    """The people of a referral with what they said last. Once sensitive, always sensitive.

    `former` are people as they were reached before: whoever had a number may have it still. `hidden` are those whose
    address nobody may find, by the code of the place. `times_said` counts how often it was said anew how to reach them.
    """

    referral_id: str
    reference: str
    reporter_id: str | None
    people: tuple[KnownPerson, ...]
    changed: Mapping[str, Safety]
    sensitive_because: tuple[str, ...]
    language: str
    origin: str
    former: tuple[KnownPerson, ...] = ()
    hidden: Mapping[str, frozenset[str]] = {}
    times_said: int = 0

    @property
    def sensitive(self) -> bool:
        return bool(self.sensitive_because)

    def reporter(self) -> KnownPerson | None:
        """Whoever contacted us, if anything is known of her."""
        return next((person for person in self.people if person.person_id == self.reporter_id), None)

    def address_hidden(self, person: KnownPerson) -> bool:
        """Whether nobody may find where she is."""
        return any(person.person_id in people for people in self.hidden.values())

    def safety_of(self, person: KnownPerson) -> Safety | None:
        """What was last stated as hers; None where nothing was."""
        return self.changed.get(person.person_id, person.safety)


Known = NotHeardOf | Contacts


def note_contacts(command: NoteContacts, known: Known) -> Sequence[Fact]:
    """Once for each referral."""
    if isinstance(known, Contacts):
        return ()
    return (
        ContactsNoted(
            referral_id=command.referral_id,
            reference=command.reference,
            reporter_id=command.reporter_id,
            people=command.people,
            sensitive_because=command.sensitive_because,
            language=command.language,
            origin=command.origin,
        ),
    )


def note_people(command: NotePeople, known: Known) -> Sequence[Fact]:
    """Whoever is named later counts as if she had been named at once: what reaches her may be what reaches another."""
    return (PeopleNoted(referral_id=command.referral_id, people=command.people),) if command.people else ()


def change_contacts(command: ChangeContacts, known: Known) -> Sequence[Fact]:
    """The new answer holds from now on, also where the referral itself has not arrived yet."""
    if known.changed.get(command.person_id) == command.safety:
        return ()
    return (ContactsChanged(referral_id=command.referral_id, person_id=command.person_id, safety=command.safety),)


def change_details(command: ChangeDetails, known: Known) -> Sequence[Fact]:
    """Each change is taken over as it comes; two are never the same, since each is sealed anew."""
    return (
        DetailsChanged(
            referral_id=command.referral_id,
            person_id=command.person_id,
            details=command.details,
            safety=command.safety,
        ),
    )


def hide_address(command: HideAddress, known: Known) -> Sequence[Fact]:
    """Also before the referral itself arrives."""
    if known.hidden.get(command.code) == frozenset(command.person_ids):
        return ()
    return (AddressHidden(referral_id=command.referral_id, code=command.code, person_ids=command.person_ids),)


def show_address(command: ShowAddress, known: Known) -> Sequence[Fact]:
    """What other places hide stays hidden."""
    if command.code not in known.hidden:
        return ()
    return (AddressShown(referral_id=command.referral_id, code=command.code),)


def raise_sensitivity(command: RaiseSensitivity, known: Known) -> Sequence[Fact]:
    """Each reason once; none is ever taken back."""
    if command.because in known.sensitive_because:
        return ()
    return (SensitivityRaised(referral_id=command.referral_id, because=command.because),)


def evolve(known: Known, fact: Fact) -> Known:
    """What is known after one more fact. A change that came before the referral still wins over it."""
    match fact:
        case ContactsNoted():
            return _noted(known, fact)
        case PeopleNoted():
            return _named(known, fact.people)
        case ContactsChanged():
            return _said_anew(known, fact)
        case DetailsChanged():
            return _reached_anew(_said_anew(known, fact), fact.person_id, fact.details)
        case AddressHidden():
            return _hidden(known, fact)
        case AddressShown():
            return replace(known, hidden={code: ids for code, ids in known.hidden.items() if code != fact.code})
        case SensitivityRaised():
            return replace(known, sensitive_because=_joined(known.sensitive_because, (fact.because,)))
    return known


def _said_anew(known: Known, fact: ContactsChanged | DetailsChanged) -> Known:
    changed = {**known.changed, fact.person_id: fact.safety}
    return replace(known, changed=changed, times_said=known.times_said + 1)


def _noted(known: Known, fact: ContactsNoted) -> Known:
    noted: Known = Contacts(
        referral_id=fact.referral_id,
        reference=fact.reference,
        reporter_id=fact.reporter_id,
        people=fact.people,
        changed=known.changed,
        sensitive_because=_joined(known.sensitive_because, fact.sensitive_because),
        language=fact.language,
        origin=fact.origin,
        hidden=known.hidden,
        times_said=known.times_said,
    )
    if isinstance(known, NotHeardOf):
        noted = _named(noted, known.named)
        for person_id, details in known.details:
            noted = _reached_anew(noted, person_id, details)
    return noted


def _named(known: Known, people: Sequence[KnownPerson]) -> Known:
    """With whoever was named since. Whoever was known keeps what is not said anew; what she had, others may have."""
    if isinstance(known, NotHeardOf):
        return replace(known, named=(*known.named, *people))
    by_id = {person.person_id: person for person in known.people}
    former = [by_id[each.person_id] for each in people if each.person_id in by_id]
    joined = by_id | {each.person_id: _with_more(by_id.get(each.person_id), each) for each in people}
    reporter = next((each.person_id for each in people if "reporter" in each.roles), known.reporter_id)
    return replace(
        known, people=tuple(joined.values()), former=(*known.former, *former), reporter_id=known.reporter_id or reporter
    )


def _with_more(before: KnownPerson | None, since: KnownPerson) -> KnownPerson:
    if before is None:
        return since
    said = {name: value for name in _DETAILS if (value := getattr(since, name)) is not None}
    return replace(before, roles=_joined(before.roles, since.roles), **said)


def _reached_anew(known: Known, person_id: str, details: NewDetails) -> Known:
    """With what reaches somebody now; before the referral arrives, it is kept for when it does."""
    if isinstance(known, NotHeardOf):
        return replace(known, details=(*known.details, (person_id, details)))
    new = {name: getattr(details, name) for name in details.changed}
    before = tuple(person for person in known.people if person.person_id == person_id)
    people = tuple(replace(each, **new) if each.person_id == person_id else each for each in known.people)
    # Whether nobody may find the new address is told anew.
    gone = {person_id} if "address" in details.changed else set[str]()
    hidden = {code: ids - gone for code, ids in known.hidden.items()}
    return replace(known, people=people, former=(*known.former, *before), hidden=hidden)


def _hidden(known: Known, fact: AddressHidden) -> Known:
    """Whoever lives where nobody may find her has something to fear: from here on it is sensitive."""
    because = _joined(known.sensitive_because, ("address_hidden",))
    return replace(known, hidden={**known.hidden, fact.code: frozenset(fact.person_ids)}, sensitive_because=because)


def _joined(before: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))


DECIDER: Decider[Known] = Decider(NotHeardOf(), evolve)
