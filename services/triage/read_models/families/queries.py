"""The graph of one referral’s people, read whole: what of it may be shown is for the domain to say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from services.triage.domain.events import from_text
from services.triage.domain.family.graph import Belongs, Elsewhere, Graph, Stands, Weighs
from services.triage.read_models.families.tables import hidden, joined, members, people, referrals, split, trios
from shared.kernel.personal import Identity, Personal, Sensitive


@dataclass
class _Whom:
    """Who everybody turned out to be, found as far as it is asked for."""

    connection: Connection
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    splits: dict[tuple[str, str], str] = field(default_factory=dict)

    def ids(self, wanted: Iterable[str]) -> frozenset[str]:
        """Every id under which rows about these people may stand."""
        known = frozenset().union(*(self.group(each) for each in wanted))
        rows = self.connection.execute(
            select(split).where(or_(split.c.split_id.in_(known), split.c.person_id.in_(known)))
        )
        for row in rows:
            self.splits[row.referral_id, row.person_id] = row.split_id
        return known | {person for (_, person), split_id in self.splits.items() if split_id in known}

    def group(self, person_id: str) -> frozenset[str]:
        """Everybody who was decided to be one with somebody."""
        if person_id not in self.groups:
            found, new = {person_id}, {person_id}
            while new:
                either = or_(joined.c.one_id.in_(new), joined.c.other_id.in_(new))
                pairs = self.connection.execute(select(joined.c.one_id, joined.c.other_id).where(either)).all()
                new = {each for pair in pairs for each in pair} - found
                found |= new
            self.groups |= dict.fromkeys(found, frozenset(found))
        return self.groups[person_id]

    def who(self, referral_id: str, person_id: str) -> str:
        """Whom somebody of a referral turned out to be: one id for all of one person."""
        return min(self.group(self.splits.get((referral_id, person_id), person_id)))

    def of(self, rows: Iterable[Row[Any]]) -> dict[tuple[str, str], str]:
        """The same for rows of which one knows only where each stands."""
        found = list(rows)
        self.ids({row.person_id for row in found})
        return {(row.referral_id, row.person_id): self.who(row.referral_id, row.person_id) for row in found}


@dataclass(frozen=True, slots=True)
class Here:
    """The people of one referral, by id, each with whom she turned out to be; and every id they go by anywhere."""

    people: Mapping[str, str]
    ids: frozenset[str]


def here_of(connection: Connection, referral_id: str) -> Here:
    """Who stands in a referral."""
    return _here(connection, _Whom(connection), referral_id)


def graph_of(connection: Connection, referral_id: str) -> Graph:
    """All that is known of the households of a referral’s people."""
    whom = _Whom(connection)
    here = _here(connection, whom, referral_id)
    theirs = select(members.c.household_id).where(members.c.person_id.in_(here.ids)).distinct()
    rows = connection.execute(
        select(members).where(members.c.household_id.in_(theirs)).order_by(members.c.position)
    ).all()
    who = whom.of(rows)
    belongs = _of_homes([_belongs(row, who[row.referral_id, row.person_id]) for row in rows], here)
    everybody = here.ids | whom.ids({each.who for each in belongs})
    standing = connection.execute(select(people).where(people.c.person_id.in_(everybody))).all()
    their_referrals = {row.referral_id for row in standing} | {row.referral_id for row in rows} | {referral_id}
    seen = select(referrals.c.referral_id).where(referrals.c.referral_id.in_(their_referrals), referrals.c.abuse == 1)
    names = whom.of(standing)
    return Graph(
        here=referral_id,
        people=here.people,
        belongs=belongs,
        weighs=_weighs(connection, whom, {each.household_id for each in belongs}),
        stands=[
            Stands(row.referral_id, names[row.referral_id, row.person_id], tuple(row.roles.split())) for row in standing
        ],
        abuse=frozenset(connection.execute(seen).scalars()),
        hidden=_hidden(connection, whom, everybody),
        names={
            (row.referral_id, row.person_id): from_text(row.full_name, Personal[Identity])
            for row in standing
            if row.full_name
        },
    )


def standing_of(connection: Connection, referral_id: str) -> Graph:
    """In which referrals the people of one stand, and who stands there with them; nothing of any home."""
    whom = _Whom(connection)
    here = _here(connection, whom, referral_id)
    theirs = select(people.c.referral_id).where(people.c.person_id.in_(here.ids)).distinct()
    rows = connection.execute(select(people).where(people.c.referral_id.in_(theirs))).all()
    who = whom.of(rows)
    seen = select(referrals.c.referral_id).where(referrals.c.referral_id.in_(theirs), referrals.c.abuse == 1)
    return Graph(
        here=referral_id,
        people=here.people,
        stands=[Stands(row.referral_id, who[row.referral_id, row.person_id], tuple(row.roles.split())) for row in rows],
        abuse=frozenset(connection.execute(seen).scalars()),
        names={
            (row.referral_id, who[row.referral_id, row.person_id]): from_text(row.full_name, Personal[Identity])
            for row in rows
            if row.full_name
        },
    )


def elsewhere_of(connection: Connection, referral_id: str) -> list[Elsewhere]:
    """In which other referrals the people of one stand, and what those are before."""
    whom = _Whom(connection)
    here = _here(connection, whom, referral_id)
    both = select(people, referrals.c.routes, referrals.c.panels).join(
        referrals, people.c.referral_id == referrals.c.referral_id
    )
    rows = connection.execute(both.where(people.c.person_id.in_(here.ids), people.c.referral_id != referral_id)).all()
    ours = set(here.people.values())
    return [
        Elsewhere(row.referral_id, who, (*row.panels.split(), *row.routes.split()))
        for row in rows
        if (who := whom.who(row.referral_id, row.person_id)) in ours
    ]


def whom_of(connection: Connection, elsewhere: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """Whom people of other referrals turned out to be, as (referral, person)."""
    whom = _Whom(connection)
    whom.ids({person for _, person in elsewhere})
    return {each: whom.who(*each) for each in elsewhere}


def _here(connection: Connection, whom: _Whom, referral_id: str) -> Here:
    rows = connection.execute(select(people).where(people.c.referral_id == referral_id)).all()
    who = whom.of(rows)
    found = {person_id: name for (_, person_id), name in who.items()}
    return Here(found, whom.ids(found.values()))


def _of_homes(belongs: Sequence[Belongs], here: Here) -> list[Belongs]:
    """Without households that were found by an id under which somebody else was meant."""
    ours = frozenset(here.people.values())
    homes = {each.household_id for each in belongs if each.who in ours}
    return [each for each in belongs if each.household_id in homes]


def _belongs(row: Row[Any], who: str) -> Belongs:
    return Belongs(
        household_id=row.household_id,
        referral_id=row.referral_id,
        person_id=row.person_id,
        who=who,
        part=row.part,
        from_on=date.fromisoformat(row.from_on) if row.from_on else None,
        until_on=date.fromisoformat(row.until_on) if row.until_on else None,
        source=row.source,
        sure=row.sure,
        said_at=row.said_at,
        said_by=row.said_by,
    )


def _weighs(connection: Connection, whom: _Whom, households: Collection[str]) -> Sequence[Weighs]:
    rows = connection.execute(
        select(trios).where(trios.c.household_id.in_(households)).order_by(trios.c.position)
    ).all()
    who = whom.of(rows)
    return [
        Weighs(
            household_id=row.household_id,
            referral_id=row.referral_id,
            who=who[row.referral_id, row.person_id],
            said=from_text(row.said, Personal[Sensitive]),
            source=row.source,
            said_at=row.said_at,
            said_by=row.said_by,
        )
        for row in rows
    ]


def _hidden(connection: Connection, whom: _Whom, everybody: Collection[str]) -> frozenset[str]:
    rows = connection.execute(select(hidden).where(hidden.c.person_id.in_(everybody))).all()
    return frozenset(whom.of(rows).values())
