"""The forms about households, as data: what is asked, and the command it becomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.triage.domain.asb.days import day_of
from services.triage.domain.family.commands import EndMembership, NameMember, RecordTrio, TakeBackMember
from services.triage.domain.family.trio import TRIO, UNKNOWN
from services.triage.web.family.seeing import FamilyShown, HouseholdShown, MemberShown
from services.triage.web.family.words import PARTS, SAID, SOURCES, SURE, TRIO_WORDS
from services.triage.web.fields import CHOICE, DAY, Field
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import NotFound

_NOT_KNOWN = "Somebody whose name is not known"
# What stands in the form where somebody begins a household.
NEW = "new"


@dataclass(frozen=True, slots=True)
class Chair:
    """Where an officer sits down to the family of a case; `chosen` are household and stay, by the address."""

    family: FamilyShown
    referral_id: str
    now: datetime
    chosen: Mapping[str, str]

    def household(self) -> HouseholdShown:
        """The household that was chosen. NotFound for one this case may not show."""
        found = self.family.household(self.chosen.get("household", ""))
        if found is None:
            raise NotFound
        return found

    def member(self) -> MemberShown:
        """The stay that was chosen in it."""
        said, known = self.chosen.get("said", ""), self.household()
        found = next((each for each in (*known.there, *known.left) if each.said == said), None)
        if found is None:
            raise NotFound
        return found

    def base(self) -> dict[str, Any]:
        """What every command about the stay that was chosen carries."""
        referral_id, _, person_id = self.member().said.partition(":")
        household_id = self.household().household_id
        return {"at": self.now, "household_id": household_id, "referral_id": referral_id, "person_id": person_id}


@dataclass(frozen=True, slots=True)
class FamilyTask:
    """One form: heading, button, what it explains, its fields, and the command that what was typed becomes."""

    title: str
    button: str
    lead: Sequence[str]
    fields: Callable[[Chair], Sequence[Field]]
    command: Callable[[Chair, Mapping[str, Any]], Command]


def _source_fields() -> tuple[Field, Field]:
    return (
        Field("source", "Who said so?", CHOICE, choices=SOURCES),
        Field("sure", "How sure is it?", CHOICE, choices=SURE),
    )


def _member_fields(chair: Chair) -> Sequence[Field]:
    if chair.chosen.get("household") != NEW:
        chair.household()
    people = {key: name or _NOT_KNOWN for key, name in chair.family.people.items()}
    return (
        Field("person", "Who?", CHOICE, "People of this case. Others are added on their own case.", choices=people),
        Field("part", "Who are they there?", CHOICE, choices=PARTS),
        Field("from_on", "Since when?", DAY, "Leave it empty if it is not known.", optional=True),
        Field("until_on", "Until when?", DAY, "Leave it empty if they are still there.", optional=True),
        *_source_fields(),
    )


def _member(chair: Chair, typed: Mapping[str, Any]) -> Command:
    begun = chair.chosen.get("household") == NEW
    return NameMember(
        at=chair.now,
        household_id=new_id() if begun else chair.household().household_id,
        referral_id=chair.referral_id,
        person_id=typed["person"],
        today=day_of(chair.now),
        **{name: typed[name] for name in ("part", "from_on", "until_on", "source", "sure")},
    )


def _left_fields(chair: Chair) -> Sequence[Field]:
    chair.member()
    return Field("until_on", "Until when were they there?", DAY), *_source_fields()


def _left(chair: Chair, typed: Mapping[str, Any]) -> Command:
    return EndMembership(**chair.base(), today=day_of(chair.now), **typed)


def _no_fields(chair: Chair) -> Sequence[Field]:
    chair.member()
    return ()


def _trio_fields(chair: Chair) -> Sequence[Field]:
    if chair.member().is_child:
        raise NotFound
    flags = chair.member().flags or {}
    asked = [Field(name, TRIO_WORDS[name], CHOICE, choices=SAID, stands=flags.get(name, UNKNOWN)) for name in TRIO]
    return *asked, Field("source", "Who said so?", CHOICE, choices=SOURCES)


def _trio(chair: Chair, typed: Mapping[str, Any]) -> Command:
    return RecordTrio(**chair.base(), **typed)


FAMILY_TASKS: dict[str, FamilyTask] = {
    "member": FamilyTask(
        "Add somebody to a household",
        "Add them",
        (
            "Somebody may belong to two households, such as a child whose parents live apart.",
            "A household has no address. Where people live stays with each of them.",
        ),
        _member_fields,
        _member,
    ),
    "left": FamilyTask("Record that they left", "Record it", (), _left_fields, _left),
    "taken-back": FamilyTask(
        "It was said by mistake",
        "Take it back",
        ("They are shown in this household no more. The history keeps that it was said.",),
        _no_fields,
        lambda chair, typed: TakeBackMember(**chair.base()),
    ),
    "trio": FamilyTask(
        "What weighs on them",
        "Record it",
        (
            "Not known is never no. How many come together in the household is counted, nobody types it.",
            "It is sealed under this person’s own key.",
        ),
        _trio_fields,
        _trio,
    ),
}
