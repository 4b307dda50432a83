"""The graph of a referral’s people: who they turned out to be, whom they live with, and where else they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shared.kernel.personal import Identity, Personal, Sensitive

HARM = "perpetrator"
_CHILD = "child"
AT_RISK = ("victim", _CHILD)


@dataclass(frozen=True, slots=True)
class Stands:
    """Somebody stands in a referral, in these roles. `who` is whom she turned out to be."""

    referral_id: str
    who: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Belongs:
    """Somebody belongs to a household, as was said on a case."""

    household_id: str
    referral_id: str
    person_id: str
    who: str
    part: str
    from_on: date | None
    until_on: date | None
    source: str
    sure: str
    said_at: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Weighs:
    """What weighs on somebody, as was recorded last, sealed."""

    household_id: str
    referral_id: str
    who: str
    said: Personal[Sensitive]
    source: str
    said_at: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody stands in another referral too, which is before these panels and goes by these routes."""

    referral_id: str
    who: str
    doors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """All that is known, whoever asks; `seen_from_here` says what of it a page may show.

    `people` are those of this referral by person id, each with whom she turned out to be; `abuse` are the referrals in
    which abuse was seen, `hidden` those whose address nobody may find, `names` sealed names by referral and person.
    """

    here: str
    people: Mapping[str, str]
    belongs: Sequence[Belongs] = ()
    weighs: Sequence[Weighs] = ()
    stands: Sequence[Stands] = ()
    abuse: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    names: Mapping[tuple[str, str], Personal[Identity]] = field(default_factory=dict)

    def is_child(self, referral_id: str, who: str) -> bool:
        """Whether somebody stands in a referral as a child."""
        return any(_CHILD in each.roles for each in self.stands if (each.referral_id, each.who) == (referral_id, who))


@dataclass(frozen=True, slots=True)
class HouseholdSeen:
    """A household as one case may show it; of each stay what was said last."""

    household_id: str
    belongs: Sequence[Belongs]
    weighs: Mapping[str, Weighs]


def seen_from_here(graph: Graph, kept: frozenset[str] = frozenset()) -> list[HouseholdSeen]:
    """The households of this case’s people that may be shown on it, as if there were no others.

    - What was said where abuse was seen is shown only on a case in which abuse was seen, or on that very case.
    - A household is not shown where somebody of this case is said, in another one, to harm somebody of it: the way from
      a child to its father’s case never leads back to where the mother went.
    - A household with somebody whose address nobody may find is shown only on a case in which she stands herself.
    - What is `kept` from whoever looks is not there for them; the rules above rest on all there is.
    """
    ours, everybody = set(graph.people.values()), _members(graph.belongs)
    shown: dict[str, list[Belongs]] = {}
    for each in graph.belongs:
        if _may_be_told(graph, each.referral_id, kept):
            shown.setdefault(each.household_id, []).append(each)
    return [
        HouseholdSeen(household_id, belongs, _newest(graph, household_id, belongs, kept))
        for household_id, belongs in shown.items()
        if ours & {each.who for each in belongs} and not _would_lead_to_somebody(graph, ours, everybody[household_id])
    ]


def _may_be_told(graph: Graph, referral_id: str, kept: frozenset[str]) -> bool:
    if referral_id in kept:
        return False
    return referral_id == graph.here or graph.here in graph.abuse or referral_id not in graph.abuse


def _would_lead_to_somebody(graph: Graph, ours: set[str], members: set[str]) -> bool:
    """Whether the household would lead somebody of this case to somebody who must not be found by them."""
    if (graph.hidden & members) - ours:
        return True
    apart, own = set[tuple[str, str]](), set[tuple[str, str]]()
    for referral_id in {each.referral_id for each in graph.stands}:
        there = [each for each in graph.stands if each.referral_id == referral_id]
        pairs = {
            (one.who, other.who)
            for one in there
            for other in there
            if HARM in one.roles and not set(AT_RISK).isdisjoint(other.roles) and one.who != other.who
        }
        (own if referral_id == graph.here else apart).update(pairs)
    return any(one in ours and other in members for one, other in apart - own)


def _newest(graph: Graph, household_id: str, belongs: Iterable[Belongs], kept: frozenset[str]) -> dict[str, Weighs]:
    there = {each.who for each in belongs}
    return {
        each.who: each
        for each in graph.weighs
        if each.household_id == household_id and each.who in there and _may_be_told(graph, each.referral_id, kept)
    }


def _members(belongs: Iterable[Belongs]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in belongs:
        found.setdefault(each.household_id, set()).add(each.who)
    return found
