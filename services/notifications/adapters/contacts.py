"""Opens what is known about reaching somebody, for the moment in which the gate looks at it."""

from collections.abc import Callable, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag

from services.notifications.domain.contacts import Contacts, Known
from services.notifications.domain.recipient import ReachableBy, Recipient
from services.notifications.domain.sameness import is_restricted_place, may_be_one_person
from services.notifications.domain.values.channels import CHANNELS, SPOKEN_WAYS, Way
from services.notifications.domain.values.contact import KnownPerson, Safety
from shared.kernel.personal import ERASED, C, Contact, DataClass, Identity, Narrative, Opener, Personal, Place


class LogContactDirectory:
    """Reads our own log and opens details with whatever keys are left."""

    def __init__(
        self,
        fold_contacts: Callable[[str], Known],
        is_forgotten: Callable[[str], bool],
        opener: Opener,
        set_aside: Callable[[str], bool],
    ) -> None:
        """`set_aside` says whether a message under this key arrived and could not be taken in."""
        self._fold_contacts = fold_contacts
        self._set_aside = set_aside
        self._is_forgotten = is_forgotten
        self._opener = opener

    def known(self, referral_id: str) -> Known:
        """What is known about a referral's people, as the log stands now."""
        return self._fold_contacts(referral_id)

    def reporter(self, known: Known) -> Recipient | None:
        """Whoever contacted us, open; None where nothing is known of her."""
        person = known.reporter() if isinstance(known, Contacts) else None
        if person is None or not isinstance(known, Contacts):
            return None
        return self._opened(person, known, _Opening(self._opener))

    def whoever(self, known: Known) -> Recipient | None:
        """Whoever contacted us, open; where nobody is known to have, a stand-in with all who must not learn of it."""
        if not isinstance(known, Contacts):
            return None
        person = known.reporter() or KnownPerson(person_id="", roles=())
        return self._opened(person, known, _Opening(self._opener))

    def words(self, sealed: Personal[Narrative] | None) -> str | None:
        """Somebody's own words; None where they cannot be opened."""
        return _Opening(self._opener).text(sealed, Narrative)

    def contact(self, sealed: Personal[Contact]) -> str | None:
        """An address or a code; None where it cannot be opened."""
        return _Opening(self._opener).text(sealed, Contact)

    def header_id(self, sealed: Personal[Contact] | None) -> str | None:
        """The id of an e-mail that is answered; None where it cannot be opened."""
        return _Opening(self._opener).text(sealed, Contact)

    def news_untaken(self, referral_id: str, reporter: Recipient | None) -> bool:
        """Whether something newer about the referral, or about her, waits among the messages set aside."""
        keys = [referral_id, *([f"person-{reporter.person_id}"] if reporter else [])]
        return any(self._set_aside(key) for key in keys)

    def _opened(self, person: KnownPerson, known: Contacts, opening: "_Opening") -> Recipient:
        safety = known.safety_of(person)
        said = safety or Safety()
        name = opening.text(person.full_name, Identity)
        hidden = known.address_hidden(person)
        ways = tuple(_way(way, said, opening, person, hidden) for way in (*CHANNELS, *SPOKEN_WAYS))
        names = tuple(filter(None, [opening.text(each, Identity) for each in said.must_not_receive]))
        erased = opening.erased
        others = _Others(known, person, names, opening)
        return Recipient(
            person_id=person.person_id,
            is_reporter=person.person_id == known.reporter_id,
            roles=frozenset(person.roles),
            ways=ways,
            stated=safety is not None,
            forgotten=erased or self._is_forgotten(person.person_id),
            confirmed_at=said.confirmed_at,
            name=name,
            must_not_receive=names,
            perpetrators_names=tuple(others.names),
            others_addresses=frozenset({*others.addresses, *names}),
            not_comparable=frozenset(others.not_comparable),
            unreadable=opening.unreadable,
        )


class _Opening:
    """Opens details one by one and remembers whether any was erased or could not be read."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self.erased = False
        self.unreadable = False

    def text(self, value: Personal[C] | None, data_class: type[C]) -> str | None:
        try:
            found = self._opener.open(value, data_class)
        except (InvalidTag, ValueError):
            # Damaged, or moved to another field: then nothing can be checked against it.
            self.unreadable = True
            return None
        if found == ERASED:
            self.erased = True
            return None
        return found

    def address(self, way: Way, person: KnownPerson) -> str | None:
        if way in ("sms", "phone"):
            return self.text(person.phone, Contact)
        if way == "email":
            return self.text(person.email, Contact)
        return self.text(person.address, Place) if way == "post" else None


def _way(way: Way, said: Safety, opening: _Opening, person: KnownPerson, hidden: bool) -> ReachableBy:
    stated, address = getattr(said, way), opening.address(way, person)
    unfindable = way == "post" and (hidden or is_restricted_place(address))
    return ReachableBy(way, stated.safe, stated.voicemail, stated.times, address, unfindable)


class _Others:
    """Those who must not learn of it: who is named as doing it, and who bears a name that must not receive anything."""

    def __init__(
        self, known: Contacts, besides: KnownPerson, must_not_receive: Sequence[str], opening: _Opening
    ) -> None:
        self.names: list[str] = []
        self.addresses: list[str] = []
        self.not_comparable: set[Way] = set()
        for person in (*known.people, *known.former):
            name = opening.text(person.full_name, Identity)
            does_it = "perpetrator" in person.roles
            named = name is not None and any(may_be_one_person(name, each) for each in must_not_receive)
            if person.person_id != besides.person_id and (does_it or named):
                self._note(person, opening)
                self.names += [name] if name is not None and does_it else []

    def _note(self, person: KnownPerson, opening: _Opening) -> None:
        for ways, sealed, data_class in _details(person):
            text = opening.text(sealed, data_class)
            if text is not None:
                self.addresses.append(text)
            elif sealed is not None:
                self.not_comparable.update(ways)


def _details(person: KnownPerson) -> tuple[tuple[tuple[Way, ...], Personal[Any] | None, type[DataClass]], ...]:
    """What reaches somebody, and the ways it is used for."""
    return (
        (("sms", "phone"), person.phone, Contact),
        (("email",), person.email, Contact),
        (("post",), person.address, Place),
    )
