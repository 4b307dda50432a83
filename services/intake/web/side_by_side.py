"""Two records of people beside each other: what each says, what differs, and what was decided about them before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from services.intake.domain.events import SafeContact
from services.intake.domain.record_commands import DecideAboutPeople, MergePeople, TightenSafeContact
from services.intake.domain.sameness import Opposed, opposed
from services.intake.read_models import people, sameness
from services.intake.web.desk import Desk
from services.intake.web.words import SAFETY, WAYS
from shared.kernel.dispatching import Done
from shared.kernel.messages import Context
from shared.kernel.refusals import NotFound

# The newest of somebody's referrals that are opened to be compared; older ones are named.
_OPENED = 5
_MEMBERS = {
    "full_name": "Name",
    "date_of_birth": "Date of birth",
    "phone": "Telephone",
    "email": "E-mail",
    "address": "Address",
    "roles": "Part",
}
_SAFE = {way: f"{text}, safe?" for way, text in WAYS.items()}
Verdict = Literal["The same", "Different", "Not known", "Each as said there"]


@dataclass(frozen=True, slots=True)
class Record:
    """One of the two, with every record merged with it: the parts in referrals, newest first, and what they say."""

    person_id: str
    merged: frozenset[str]
    parts: Sequence[Any]
    says: Mapping[str, Sequence[str]]

    @property
    def references(self) -> list[str]:
        """The referrals it stands in."""
        return list(dict.fromkeys(part.reference for part in self.parts))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison; `verdict` says in a word whether the two agree."""

    name: str
    one: Sequence[str]
    other: Sequence[str]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Compared:
    """The two, line by line. `opposed` is whether one does harm where the other suffers it."""

    one: Record
    other: Record
    rows: Sequence[Row]
    standing: str
    alike_by: Sequence[str]
    because: str | None
    decided_by: str | None
    opposed: Opposed
    told_apart_within: bool

    @property
    def referral_ids(self) -> tuple[str, ...]:
        """The referrals the records stand in, by reference here; the desk knows their ids."""
        return tuple(dict.fromkeys((*self.one.references, *self.other.references)))


def compared(desk: Desk, context: Context, one_id: str, other_id: str) -> Compared:
    """The two records opened; reading them is recorded first. NotFound where there is no such person."""
    desk.views.wait_for(desk.head())
    with desk.views.reading() as connection:
        groups = [frozenset(sameness.one_person(connection, each)) for each in (one_id, other_id)]
        parts = [people.parts_of(connection, group) for group in groups]
        pair = sameness.pair(connection, one_id, other_id)
        apart = groups[0] != groups[1] and _apart_by_a_third(connection, groups, one_id, other_id)
    if not all(parts) or one_id == other_id:
        raise NotFound
    one, other = (
        _record(desk, context, person_id, group, rows)
        for person_id, group, rows in zip((one_id, other_id), groups, parts, strict=True)
    )
    return Compared(
        one=one,
        other=other,
        rows=_rows(one.says, other.says),
        standing=pair.standing if pair is not None else "",
        alike_by=pair.alike_by.split() if pair is not None else (),
        because=pair.because if pair is not None else None,
        decided_by=pair.decided_by if pair is not None else None,
        opposed=opposed(_sides(one), _sides(other)) if groups[0] != groups[1] else "no",
        told_apart_within=apart,
    )


def merge(desk: Desk, context: Context, found: Compared, command: MergePeople) -> Done:
    """First hold every record to the stricter safe contact of all, then say that they are one: should we fall over in
    between, somebody is harder to reach than need be, never easier."""
    if found.opposed != "in_one_referral" and not found.told_apart_within:
        for tightened in _tightened(desk, found, command):
            desk.dispatch(tightened, context)
    return desk.dispatch(command, context)


def decision(desk: Desk, found: Compared, kind: type[DecideAboutPeople], **said: Any) -> DecideAboutPeople:
    """The command for a decision about the two."""
    ids = tuple(stands.submitted.referral_id for ref in found.referral_ids if (stands := desk.standing(ref)))
    facts = {"at": desk.clock(), "one_id": found.one.person_id, "other_id": found.other.person_id, "referral_ids": ids}
    if kind is MergePeople:
        facts |= {"opposed": found.opposed, "told_apart_within": found.told_apart_within}
    return kind.model_validate(facts | said)


def _tightened(desk: Desk, found: Compared, command: MergePeople) -> Iterable[TightenSafeContact]:
    if found.opposed == "elsewhere" and not command.parts_checked:
        return
    contacts: dict[tuple[str, str], SafeContact] = {}
    for part in (*found.one.parts, *found.other.parts):
        stands = desk.standing(part.reference)
        contact = stands.safe_contacts.get(part.key_of) if stands is not None else None
        contacts[(part.reference, part.key_of)] = contact or SafeContact()
    for this, contact in contacts.items():
        others = tuple(each for that, each in contacts.items() if that != this and each != contact)
        if others:
            yield TightenSafeContact(at=desk.clock(), reference=this[0], person_id=this[1], others=others)


def _apart_by_a_third(connection: Any, groups: Sequence[frozenset[str]], one_id: str, other_id: str) -> bool:
    """Somebody told apart two others whom this would make one; about these two themselves a person may change it."""
    ones, others = (set(group) for group in groups)
    by_hand = sameness.told_apart_between(connection, ones - {one_id}, others)
    return by_hand or sameness.told_apart_between(connection, ones, others - {other_id})


def _sides(record: Record) -> list[tuple[str, Sequence[str]]]:
    return [(part.reference, part.roles.split()) for part in record.parts]


def _record(desk: Desk, context: Context, person_id: str, group: frozenset[str], parts: Sequence[Any]) -> Record:
    newest = sorted(parts, key=lambda part: (part.received_at, part.reference), reverse=True)
    says: dict[str, list[str]] = {name: [] for name in (*_MEMBERS, *_SAFE.values())}
    for part in newest[:_OPENED]:
        for name, text in _said_in(desk, context, part).items():
            if text and text not in says[name]:
                says[name].append(text)
    return Record(person_id, group, newest, says)


def _said_in(desk: Desk, context: Context, part: Any) -> dict[str, str]:
    """What a referral says of somebody, and how she may be reached as said there and nowhere else."""
    stands = desk.standing(part.reference)
    if stands is None:
        return {}
    desk.look(context, stands, "comparison of two people")
    shown = desk.shown(stands)
    person: dict[str, Any] = next((each for each in shown["people"] if each["person_id"] == part.key_of), {})
    said = {name: person.get(name) or "" for name in _MEMBERS if name != "roles"}
    said["roles"] = ", ".join(part.roles.split())
    contact = stands.safe_contacts.get(part.key_of)
    if contact is not None:
        said |= {name: f"{part.reference}: {SAFETY[getattr(contact, way).safe]}" for way, name in _SAFE.items()}
    return said


def _rows(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> list[Row]:
    return [Row(text, one[name], other[name], _verdict(one[name], other[name])) for name, text in _MEMBERS.items()] + [
        Row(name, one[name], other[name], "Each as said there") for name in _SAFE.values()
    ]


def _verdict(one: Sequence[str], other: Sequence[str]) -> Verdict:
    if not one or not other:
        return "Not known"
    return "The same" if {text.casefold() for text in one} & {text.casefold() for text in other} else "Different"
