"""One household: who belongs to it, decided one statement after the other."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from services.triage.domain.family.commands import EndMembership, NameMember, OfHousehold, RecordTrio, TakeBackMember
from services.triage.domain.family.events import (
    HouseholdMemberLeft,
    HouseholdMemberNamed,
    HouseholdMemberTakenBack,
    TrioRecorded,
)
from services.triage.domain.family.refusals import (
    ChildrenHaveNoTrio,
    NotAMember,
    PersonNotInReferral,
    StillAMember,
)
from services.triage.domain.family.trio import as_text
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Sensitive, private
from shared.kernel.refusals import FieldError, InvalidInput

CHILD = "child"


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """One person's time in it, as found in one referral."""

    person_id: str
    referral_id: str
    part: str
    from_on: date | None
    until_on: date | None


class Household(State, frozen=True, kw_only=True):
    """Every stay, in the order in which each was said."""

    stays: tuple[Stay, ...] = ()

    def of(self, person_id: str, referral_id: str) -> list[Stay]:
        """The stays of one person, as found in one referral."""
        return [each for each in self.stays if (each.person_id, each.referral_id) == (person_id, referral_id)]


def evolve(state: Household, fact: Fact) -> Household:
    """After one more fact."""
    match fact:
        case HouseholdMemberNamed():
            stay = Stay(
                person_id=fact.person_id,
                referral_id=fact.referral_id,
                part=fact.part,
                from_on=fact.from_on,
                until_on=fact.until_on,
            )
            return Household(stays=(*(each for each in state.stays if not _same(each, stay)), stay))
        case HouseholdMemberLeft():
            return Household(stays=tuple(_left(each, fact) for each in state.stays))
        case HouseholdMemberTakenBack():
            gone = state.of(fact.person_id, fact.referral_id)
            return Household(stays=tuple(each for each in state.stays if each not in gone))
    return state


HOUSEHOLD: Decider[Household] = Decider(Household(), evolve)


def name_member(command: NameMember, state: Household) -> Sequence[Fact]:
    """Said twice it is said once; a stay that is not over is not begun again."""
    _refuse_stranger(command)
    if errors := list(_wrong_days(command.from_on, command.until_on, command.today)):
        raise InvalidInput(errors)
    stay = Stay(
        person_id=command.person_id,
        referral_id=command.referral_id,
        part=command.part,
        from_on=command.from_on,
        until_on=command.until_on,
    )
    before = state.of(command.person_id, command.referral_id)
    if stay in before:
        return ()
    if any(each.until_on is None and not _same(each, stay) for each in before):
        raise StillAMember
    members = msgspec.structs.asdict(stay)
    return (
        HouseholdMemberNamed(household_id=command.household_id, source=command.source, sure=command.sure, **members),
    )


def end_membership(command: EndMembership, state: Household) -> Sequence[Fact]:
    """Only whoever is there can leave."""
    there = next((each for each in _stays(command, state) if each.until_on is None), None)
    if there is None:
        raise NotAMember
    if errors := list(_wrong_days(there.from_on, command.until_on, command.today)):
        raise InvalidInput(errors)
    return (
        HouseholdMemberLeft(
            household_id=command.household_id,
            referral_id=command.referral_id,
            person_id=command.person_id,
            until_on=command.until_on,
            source=command.source,
            sure=command.sure,
        ),
    )


def take_back_member(command: TakeBackMember, state: Household) -> Sequence[Fact]:
    """The history keeps what was said; the household does not."""
    _stays(command, state)
    return (
        HouseholdMemberTakenBack(
            household_id=command.household_id, referral_id=command.referral_id, person_id=command.person_id
        ),
    )


def record_trio(command: RecordTrio, state: Household) -> Sequence[Fact]:
    """Of adults alone, each time anew; whoever stands in the referral as a child is one wherever they live."""
    if any(each.part == CHILD for each in _stays(command, state)) or command.person_id in command.children:
        raise ChildrenHaveNoTrio
    said = {"alcohol": command.alcohol, "drugs": command.drugs, "mental_health": command.mental_health}
    return (
        TrioRecorded(
            household_id=command.household_id,
            referral_id=command.referral_id,
            person_id=command.person_id,
            said=private(command.person_id, Sensitive, as_text(said)),
            source=command.source,
        ),
    )


def _stays(command: OfHousehold, state: Household) -> list[Stay]:
    _refuse_stranger(command)
    found = state.of(command.person_id, command.referral_id)
    if not found:
        raise NotAMember
    return found


def _refuse_stranger(command: OfHousehold) -> None:
    if command.person_id not in command.people:
        raise PersonNotInReferral


def _same(one: Stay, other: Stay) -> bool:
    return (one.person_id, one.referral_id, one.from_on) == (other.person_id, other.referral_id, other.from_on)


def _left(stay: Stay, fact: HouseholdMemberLeft) -> Stay:
    theirs = (stay.person_id, stay.referral_id) == (fact.person_id, fact.referral_id)
    return msgspec.structs.replace(stay, until_on=fact.until_on) if theirs and stay.until_on is None else stay


def _wrong_days(from_on: date | None, until_on: date | None, today: date) -> Iterator[FieldError]:
    if from_on is not None and from_on > today:
        yield FieldError("/from_on", "in_future", "Since when: give a day that is not after today.")
    if until_on is not None and until_on > today:
        yield FieldError("/until_on", "in_future", "Until when: give a day that is not after today.")
    if from_on is not None and until_on is not None and until_on < from_on:
        yield FieldError("/until_on", "before_start", "Until when: give a day that is not before they came.")
