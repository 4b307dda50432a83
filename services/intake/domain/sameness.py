"""Two records of people: alike, one person, or two people. The machine suggests; only a person decides."""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from services.intake.domain.events.sameness import (
    PeopleMerged,
    PeopleToldApart,
    PeopleUnmerged,
    SamePersonSuggested,
)
from services.intake.domain.record_commands import MergePeople, SuggestSamePerson, TellPeopleApart, UnmergePeople
from services.intake.domain.refusals import (
    MergedNow,
    NotMerged,
    OpposedElsewhere,
    OpposedInOneReferral,
    ToldApartBefore,
)
from services.intake.domain.under_keys import kept
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative


class Unjudged(State, frozen=True, kw_only=True):
    """Nobody has decided anything; `suggested` where the machine has."""

    suggested: bool = False


class Merged(State, frozen=True, kw_only=True):
    """Decided to be one person."""


class ToldApart(State, frozen=True, kw_only=True):
    """Decided to be two people."""


Part = tuple[str, Collection[str]]
"""A referral, and the parts somebody has in it."""
Opposed = Literal["no", "elsewhere", "in_one_referral"]

Pair = Unjudged | Merged | ToldApart


def evolve(state: Pair, fact: Fact) -> Pair:
    """Each fact moves the pair on."""
    match state, fact:
        case Unjudged(), SamePersonSuggested():
            return Unjudged(suggested=True)
        case _, PeopleMerged():
            return Merged()
        case _, PeopleUnmerged():
            return Unjudged(suggested=True)
        case _, PeopleToldApart():
            return ToldApart()
    return state


def suggest_same_person(command: SuggestSamePerson, state: Pair) -> Sequence[Fact]:
    """Once, and never against what somebody has decided."""
    if state != Unjudged():
        return ()
    one, other = in_order(command.one_id, command.other_id)
    return (
        SamePersonSuggested(
            one_id=one, other_id=other, score=command.score, because=command.because, matcher=command.matcher
        ),
    )


def merge_people(command: MergePeople, state: Pair) -> Sequence[Fact]:
    """Refused where one does harm and the other suffers it in one referral, whatever anybody says: father and son."""
    if isinstance(state, Merged):
        return ()
    if command.opposed == "in_one_referral":
        raise OpposedInOneReferral
    if command.opposed == "elsewhere" and not command.parts_checked:
        raise OpposedElsewhere
    if command.told_apart_within:
        raise ToldApartBefore
    one, other = in_order(command.one_id, command.other_id)
    words = kept(one, Narrative, command.words)
    return (PeopleMerged(one_id=one, other_id=other, because=command.because, words=words),)


def unmerge_people(command: UnmergePeople, state: Pair) -> Sequence[Fact]:
    """Only what was merged comes apart; the suggestion comes back, for somebody to decide anew."""
    if not isinstance(state, Merged):
        raise NotMerged
    one, other = in_order(command.one_id, command.other_id)
    words = kept(one, Narrative, command.words)
    return (PeopleUnmerged(one_id=one, other_id=other, because=command.because, words=words),)


def tell_people_apart(command: TellPeopleApart, state: Pair) -> Sequence[Fact]:
    """Remembered, so that nobody has to decide it twice."""
    if isinstance(state, ToldApart):
        return ()
    if isinstance(state, Merged):
        raise MergedNow
    one, other = in_order(command.one_id, command.other_id)
    words = kept(one, Narrative, command.words)
    return (PeopleToldApart(one_id=one, other_id=other, because=command.because, words=words),)


def opposed(ones: Iterable[Part], others: Iterable[Part]) -> Opposed:
    """Whether one of these does harm where one of those suffers it, or the other way round, and how near."""
    sides = [
        ({ref for ref, roles in each if "perpetrator" in roles}, {ref for ref, roles in each if "victim" in roles})
        for each in (tuple(ones), tuple(others))
    ]
    (harm, suffer), (their_harm, they_suffer) = sides
    if harm & they_suffer or suffer & their_harm:
        return "in_one_referral"
    return "elsewhere" if (harm and they_suffer) or (suffer and their_harm) else "no"


def in_order(one: str, other: str) -> tuple[str, str]:
    """The two of a pair, whichever was named first."""
    return (one, other) if one < other else (other, one)


DECIDER: Decider[Pair] = Decider(Unjudged(), evolve)
