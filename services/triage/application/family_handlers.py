"""Which decision answers which command about families, in which stream, and what triage does when intake decides who
is one person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from services.triage.domain.family import household, identity, known_elsewhere
from services.triage.domain.family.commands import (
    EndMembership,
    EndPointer,
    JoinPeople,
    KeepPointer,
    NameMember,
    OfHousehold,
    PartPeople,
    RecordTrio,
    TakeBackMember,
    TellPersonApart,
)
from services.triage.domain.family.household import HOUSEHOLD
from services.triage.domain.family.identity import IDENTITY
from services.triage.domain.family.known_elsewhere import POINTER
from services.triage.domain.state import Assessed, Standing
from shared.contracts.intake_records import PeopleMerged, PeopleUnmerged, PersonSplitOff
from shared.kernel.handling import Command, Handler, Policy
from shared.kernel.messages import Fact, Message

HOUSEHOLD_STREAM, POINTER_STREAM, PEOPLE_STREAM, APART_STREAM = "household-", "pointer-", "people-", "apart-"
Decide = Callable[[Any, Any], Sequence[Fact]]


def family_commands(standing: Callable[[str], Standing]) -> dict[type[Command], Handler]:
    """The table. `standing` gives a referral as it stands: only its own people are put into households from it."""

    def of_household(decide: Decide) -> Handler:
        return Handler(
            decider=HOUSEHOLD,
            stream=lambda command: f"{HOUSEHOLD_STREAM}{command.household_id}",
            decide=decide,
            about=lambda command, state: (command.referral_id,),
            gather=partial(_with_people, standing),
        )

    def of_pair(decide: Decide) -> Handler:
        return Handler(
            decider=IDENTITY,
            stream=lambda command: f"{PEOPLE_STREAM}{command.one_id}-{command.other_id}",
            decide=decide,
            about=lambda command, state: command.referral_ids,
        )

    return {
        NameMember: of_household(household.name_member),
        EndMembership: of_household(household.end_membership),
        TakeBackMember: of_household(household.take_back_member),
        RecordTrio: of_household(household.record_trio),
        KeepPointer: _of_pointer(known_elsewhere.keep_pointer),
        EndPointer: _of_pointer(known_elsewhere.end_pointer),
        JoinPeople: of_pair(identity.join_people),
        PartPeople: of_pair(identity.part_people),
        TellPersonApart: Handler(
            decider=IDENTITY,
            stream=lambda command: f"{APART_STREAM}{command.referral_id}-{command.person_id}",
            decide=identity.tell_person_apart,
            about=lambda command, state: (command.referral_id,),
        ),
    }


def _of_pointer(decide: Decide) -> Handler:
    """About no referral: whoever reads a referral’s story, in whatever service, finds no trace that there is one."""
    return Handler(
        decider=POINTER,
        stream=lambda command: f"{POINTER_STREAM}{command.pointer_id}",
        decide=decide,
        about=lambda command, state: (),
    )


def _with_people(standing: Callable[[str], Standing], command: OfHousehold) -> OfHousehold:
    found = standing(command.referral_id)
    named = found.referral.people if isinstance(found, Assessed) else ()
    people = frozenset(each.person_id for each in named)
    children = frozenset(each.person_id for each in named if "child" in each.roles)
    return command.model_copy(update={"people": people, "children": children})


def join_people_when_merged(message: Message) -> Sequence[Command]:
    """Households of two records turn out to be one person’s."""
    told = PeopleMerged.model_validate(message.data)
    return (JoinPeople(at=message.time, **told.model_dump()),)


def part_people_when_unmerged(message: Message) -> Sequence[Command]:
    """And two people’s again."""
    told = PeopleUnmerged.model_validate(message.data)
    return (PartPeople(at=message.time, **told.model_dump()),)


def tell_person_apart_when_split_off(message: Message) -> Sequence[Command]:
    """What was said of her through this referral is said of the other no more."""
    told = PersonSplitOff.model_validate(message.data)
    return (TellPersonApart(at=message.time, **told.model_dump()),)


FAMILY_WHEN: tuple[Policy, ...] = (
    Policy("join_people_when_merged", PeopleMerged.type(), join_people_when_merged),
    Policy("part_people_when_unmerged", PeopleUnmerged.type(), part_people_when_unmerged),
    Policy("tell_person_apart_when_split_off", PersonSplitOff.type(), tell_person_apart_when_split_off),
)
