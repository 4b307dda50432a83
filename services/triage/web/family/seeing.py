"""What one case may show of its people’s households, opened for a page whose reading has been recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.triage.domain.family.graph import Belongs, Graph, HouseholdSeen, seen_from_here
from services.triage.domain.family.household import CHILD
from services.triage.domain.family.others import others_harmed
from services.triage.domain.family.trio import Count, counted, from_text
from services.triage.read_models import families
from services.triage.web.desk import Desk
from shared.kernel.kept_from import kept_from, knowing_everything
from shared.kernel.personal import ERASED, Identity, Sensitive

_LIVES_THERE = ("adult", "carer")


@dataclass(frozen=True, slots=True)
class MemberShown:
    """One stay. `said` names it in a form; `flags` are what weighs on an adult, None where nothing was recorded."""

    said: str
    who: str
    name: str | None
    part: str
    from_on: date | None
    until_on: date | None
    source: str
    sure: str
    said_at: str
    said_by: str
    is_child: bool
    flags: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class HouseholdShown:
    """One household: who is there, who left, and how many of the three weigh on its adults.

    `with_abuse` is the count as it is made elsewhere, on a case of abuse alone.
    """

    household_id: str
    there: Sequence[MemberShown]
    left: Sequence[MemberShown]
    count: Count
    with_abuse: int | None

    @property
    def children(self) -> int:
        """How many children live there, as far as is known."""
        return sum(each.part == CHILD for each in self.there)


@dataclass(frozen=True, slots=True)
class FamilyShown:
    """The households of a case’s people. `twice` are people who belong to two of them, `people` all of it by id."""

    households: Sequence[HouseholdShown]
    twice: Sequence[str | None]
    people: Mapping[str, str | None]

    def household(self, household_id: str) -> HouseholdShown | None:
        """The one with this id, if this case may show it."""
        return next((each for each in self.households if each.household_id == household_id), None)

    @property
    def children(self) -> int:
        """How many children live in them."""
        return len({each.who for one in self.households for each in one.there if each.part == CHILD})


def family_of(desk: Desk, referral_id: str) -> FamilyShown:
    """All that may be shown. The rules rest on everything, also on what is kept from whoever looks; what is shown does
    not."""
    kept = kept_from()
    with knowing_everything(), desk.views.reading() as connection:
        graph = families.graph_of(connection, referral_id)
    seen = seen_from_here(graph, kept)
    shown = [_household(desk, graph, each) for each in seen]
    names = {person_id: _name(desk, graph, referral_id, person_id) for person_id in graph.people}
    return FamilyShown(shown, _twice(shown), names)


def others_harmed_by(desk: Desk, referral_id: str) -> Mapping[str, str]:
    """Who of this case is said to have harmed others before, by person id, and whether one or several: nothing else.

    Of what is known elsewhere nothing leaves this function but that.
    """
    kept = kept_from()
    with knowing_everything(), desk.views.reading() as connection:
        graph = families.standing_of(connection, referral_id)
    gone = {place for place, name in graph.names.items() if desk.opener.open(name, Identity) == ERASED}
    return others_harmed(graph, kept, frozenset(gone))


def _household(desk: Desk, graph: Graph, seen: HouseholdSeen) -> HouseholdShown:
    members = [_member(desk, graph, seen, each) for each in _newest(seen.belongs)]
    there = [each for each in members if each.until_on is None]
    count = counted(each.flags for each in there if each.part in _LIVES_THERE)
    return HouseholdShown(
        household_id=seen.household_id,
        there=sorted(there, key=lambda each: each.part == CHILD),
        left=[each for each in members if each.until_on is not None],
        count=count,
        with_abuse=count.with_abuse() if graph.here in graph.abuse else None,
    )


def _newest(belongs: Iterable[Belongs]) -> list[Belongs]:
    """Of one person, who may have been named on several cases, what was said last; and every stay that is over."""
    last: dict[tuple[str, date | None], Belongs] = {}
    for each in belongs:
        key = (each.who, each.until_on)
        last.pop(key, None)
        last[key] = each
    return list(last.values())


def _member(desk: Desk, graph: Graph, seen: HouseholdSeen, each: Belongs) -> MemberShown:
    weighs = seen.weighs.get(each.who)
    text = desk.opener.open(weighs.said, Sensitive) if weighs is not None else None
    return MemberShown(
        said=f"{each.referral_id}:{each.person_id}",
        who=each.who,
        name=_name(desk, graph, each.referral_id, each.person_id),
        part=each.part,
        from_on=each.from_on,
        until_on=each.until_on,
        source=each.source,
        sure=each.sure,
        said_at=each.said_at,
        said_by=each.said_by,
        is_child=each.part == CHILD or graph.is_child(each.referral_id, each.who),
        flags=None if text in (None, ERASED) else from_text(text or ""),
    )


def _name(desk: Desk, graph: Graph, referral_id: str, person_id: str) -> str | None:
    return desk.opener.open(graph.names.get((referral_id, person_id)), Identity)


def _twice(shown: Sequence[HouseholdShown]) -> list[str | None]:
    places: dict[str, list[Any]] = {}
    for one in shown:
        for each in one.there:
            places.setdefault(each.who, []).append(each)
    return [found[0].name for found in places.values() if len({id(each) for each in found}) > 1]
