"""What panels do when intake decides who is one person: note it, so that agendas can say so."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.panels.domain import people
from services.panels.domain.people_commands import JoinPeople, PartPeople, TellPersonApart
from shared.contracts.intake_records import PeopleMerged, PeopleUnmerged, PersonSplitOff
from shared.kernel.handling import Command, Handler, Policy
from shared.kernel.messages import Fact, Message

Decide = Callable[[Any, Any], Sequence[Fact]]


def _of_pair(decide: Decide) -> Handler:
    return Handler(
        decider=people.PAIR,
        stream=lambda command: f"people-{command.one_id}-{command.other_id}",
        decide=decide,
        about=lambda command, state: command.referral_ids,
    )


COMMANDS: Mapping[type[Command], Handler] = {
    JoinPeople: _of_pair(people.join_people),
    PartPeople: _of_pair(people.part_people),
    TellPersonApart: Handler(
        decider=people.NAMED,
        stream=lambda command: f"named-{command.referral_id}-{command.person_id}",
        decide=people.tell_person_apart,
        about=lambda command, state: (command.referral_id,),
    ),
}


def join_people_when_merged(message: Message) -> Sequence[Command]:
    """Two cases may turn out to be one person's."""
    told = PeopleMerged.model_validate(message.data)
    return (JoinPeople(at=message.time, **told.model_dump()),)


def part_people_when_unmerged(message: Message) -> Sequence[Command]:
    """And be two people's again."""
    told = PeopleUnmerged.model_validate(message.data)
    return (PartPeople(at=message.time, **told.model_dump()),)


def tell_person_apart_when_split_off(message: Message) -> Sequence[Command]:
    """One case may turn out to hold two people."""
    told = PersonSplitOff.model_validate(message.data)
    return (TellPersonApart(at=message.time, **told.model_dump()),)


PEOPLE: tuple[Policy, ...] = (
    Policy("join_people_when_merged", PeopleMerged.type(), join_people_when_merged),
    Policy("part_people_when_unmerged", PeopleUnmerged.type(), part_people_when_unmerged),
    Policy("tell_person_apart_when_split_off", PersonSplitOff.type(), tell_person_apart_when_split_off),
)
