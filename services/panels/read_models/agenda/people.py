"""Which cases of an agenda are one person's by what was decided about records, and which case holds two people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from services.panels.domain.events import PeopleJoined, PeopleParted, PersonToldApart
from services.panels.domain.values.agendas import AgendaCase
from services.panels.domain.values.people import who_is_who
from services.panels.read_models.agenda.tables import cases, joined, named
from shared.kernel.messages import Fact, Recorded


def on_pair(connection: Connection, recorded: Recorded) -> None:
    """The newest decision about two records."""
    fact = recorded.fact
    assert isinstance(fact, PeopleJoined | PeopleParted)
    pair = {"one_id": fact.one_id, "other_id": fact.other_id}
    connection.execute(delete(joined).filter_by(**pair))
    if isinstance(fact, PeopleJoined):
        connection.execute(insert(joined), pair)


def on_person_told_apart(connection: Connection, recorded: Recorded) -> None:
    """The newest id somebody goes by in a referral."""
    fact = recorded.fact
    assert isinstance(fact, PersonToldApart)
    place = {"referral_id": fact.referral_id, "person_id": fact.person_id}
    connection.execute(delete(named).filter_by(**place))
    connection.execute(insert(named), {"split_id": fact.split_id, **place})


APPLY: Mapping[type[Fact], Any] = {
    PeopleJoined: on_pair,
    PeopleParted: on_pair,
    PersonToldApart: on_person_told_apart,
}


def told_who_is_who(connection: Connection, found: Sequence[AgendaCase]) -> tuple[AgendaCase, ...]:
    """The cases of an agenda, each saying which others there are the same person's, and which referral is not hers."""
    people = _people_of(connection, found)
    return tuple(case.told(_shared(case, found, people), _not_hers(case, people[case.case_id])) for case in found)


def her_other_cases(connection: Connection, case_id: str) -> Sequence[str]:
    """The ids of other cases of the same person before the same panel, by whatever record she stands in them."""
    this = connection.execute(select(cases).where(cases.c.case_id == case_id)).first()
    if this is None or this.subject_id is None:
        return ()
    known = _known(connection)
    records = [each for each, leader in known.items() if leader == known.get(this.subject_id)] or [this.subject_id]
    same = select(cases.c.case_id).where(
        cases.c.panel == this.panel, cases.c.subject_id.in_(records), cases.c.case_id != case_id
    )
    return list(connection.execute(same.distinct().order_by(cases.c.case_id)).scalars())


def _known(connection: Connection) -> Mapping[str, str]:
    rows = connection.execute(select(joined).order_by(joined.c.one_id, joined.c.other_id))
    return who_is_who((row.one_id, row.other_id) for row in rows)


def _people_of(connection: Connection, found: Sequence[AgendaCase]) -> dict[str, list[str]]:
    """Who each case is about, one for each of its referrals in their order; none where nobody knows who it is."""
    known, split = _known(connection), _split(connection, found)
    return {
        case.case_id: [
            known.get(goes_by, goes_by)
            for referral_id in case.details.referral_ids
            if case.subject_id
            for goes_by in (split.get((referral_id, case.subject_id), case.subject_id),)
        ]
        for case in found
    }


def _split(connection: Connection, found: Iterable[AgendaCase]) -> dict[tuple[str, str], str]:
    ids = [referral_id for case in found for referral_id in case.details.referral_ids]
    rows = connection.execute(select(named).where(named.c.referral_id.in_(ids)))
    return {(row.referral_id, row.person_id): row.split_id for row in rows}


def _shared(case: AgendaCase, found: Iterable[AgendaCase], people: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    hers = set(people[case.case_id])
    return tuple(
        each.details.case_reference
        for each in found
        if each.case_id != case.case_id and hers.intersection(people[each.case_id])
    )


def _not_hers(case: AgendaCase, people: Sequence[str]) -> tuple[str, ...]:
    """References of the referrals that are about somebody else than the one that opened the case."""
    told = zip(case.details.referrals, people, strict=False)
    return tuple(referral.reference for referral, person in told if person != people[0])
