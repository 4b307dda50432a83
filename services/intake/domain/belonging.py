"""Two referrals: of one incident, of the same trouble again, one report told twice, or not related at all."""

from collections.abc import Sequence

from services.intake.domain.events.sameness import (
    ReferralMerged,
    ReferralsLinked,
    ReferralsToldApart,
    ReferralsUnlinked,
    ReferralUnmerged,
)
from services.intake.domain.record_commands import (
    LinkReferrals,
    MergeReferral,
    TellReferralsApart,
    UnlinkReferrals,
    UnmergeReferral,
)
from services.intake.domain.refusals import MergedNow, MergedTheOtherWay, NotLinked, NotMerged, OneReferral
from services.intake.domain.sameness import in_order
from services.intake.domain.under_keys import kept
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative


class Unrelated(State, frozen=True, kw_only=True):
    """Nobody has said that they have to do with each other; `told_apart` where somebody has said they have not."""

    told_apart: bool = False


class Linked(State, frozen=True, kw_only=True):
    """They belong together, and each stays a referral of its own."""

    link: str


class MergedInto(State, frozen=True, kw_only=True):
    """One report told twice: read in `into` from now on."""

    into: str


Belonging = Unrelated | Linked | MergedInto


def evolve(state: Belonging, fact: Fact) -> Belonging:
    """Each fact moves the pair on."""
    match fact:
        case ReferralsLinked():
            return Linked(link=fact.link)
        case ReferralMerged():
            return MergedInto(into=fact.into_reference)
        case ReferralsUnlinked() | ReferralUnmerged():
            return Unrelated()
        case ReferralsToldApart():
            return Unrelated(told_apart=True)
    return state


def link_referrals(command: LinkReferrals, state: Belonging) -> Sequence[Fact]:
    """A link may be said anew in another way; one report told twice has to be taken apart first."""
    one, other = _two(command.reference, command.other_reference)
    if isinstance(state, MergedInto):
        raise MergedNow
    if state == Linked(link=command.link):
        return ()
    return (
        ReferralsLinked(
            reference=one,
            other_reference=other,
            link=command.link,
            because=command.because,
            words=kept(command.words_under, Narrative, command.words),
        ),
    )


def unlink_referrals(command: UnlinkReferrals, state: Belonging) -> Sequence[Fact]:
    """Only what was linked comes apart."""
    one, other = _two(command.reference, command.other_reference)
    if not isinstance(state, Linked):
        raise NotLinked
    words = kept(command.words_under, Narrative, command.words)
    return (ReferralsUnlinked(reference=one, other_reference=other, because=command.because, words=words),)


def merge_referral(command: MergeReferral, state: Belonging) -> Sequence[Fact]:
    """The one is read in the other; not both ways, or both would lead to nowhere."""
    _two(command.reference, command.into_reference)
    if isinstance(state, MergedInto):
        if state.into == command.into_reference:
            return ()
        raise MergedTheOtherWay
    if command.leads_back:
        raise MergedTheOtherWay
    words = kept(command.words_under, Narrative, command.words)
    return (
        ReferralMerged(
            reference=command.reference, into_reference=command.into_reference, because=command.because, words=words
        ),
    )


def unmerge_referral(command: UnmergeReferral, state: Belonging) -> Sequence[Fact]:
    """Its reference leads to itself again."""
    if not isinstance(state, MergedInto) or state.into != command.into_reference:
        raise NotMerged
    words = kept(command.words_under, Narrative, command.words)
    return (
        ReferralUnmerged(
            reference=command.reference, into_reference=command.into_reference, because=command.because, words=words
        ),
    )


def tell_referrals_apart(command: TellReferralsApart, state: Belonging) -> Sequence[Fact]:
    """Remembered, so that nobody has to decide it twice."""
    one, other = _two(command.reference, command.other_reference)
    if state == Unrelated(told_apart=True):
        return ()
    if isinstance(state, MergedInto | Linked):
        raise MergedNow
    words = kept(command.words_under, Narrative, command.words)
    return (ReferralsToldApart(reference=one, other_reference=other, because=command.because, words=words),)


def _two(one: str, other: str) -> tuple[str, str]:
    if one == other:
        raise OneReferral
    return in_order(one, other)


DECIDER: Decider[Belonging] = Decider(Unrelated(), evolve)
