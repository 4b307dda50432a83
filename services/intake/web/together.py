"""What belongs together with a referral, and who in it may be, or is, known from others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.read_models import people, sameness
from services.intake.web.desk import Desk

LINKS = {
    "same_incident": "Tells of the same incident",
    "same_trouble": "The same trouble again",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of a referral who is one person with, or like, somebody of another. `standing` as the pair's.

    `shown_id` is the id she has in the referral itself, `person_id` the one she goes by since.
    """

    shown_id: str
    person_id: str
    other_id: str
    standing: str
    references: Sequence[str]


@dataclass(frozen=True, slots=True)
class Together:
    """`related` referrals, the whole incident's, and people `known` from elsewhere; `also_in` by person id."""

    related: Sequence[sameness.Related]
    incident: Sequence[str]
    known: Sequence[Known]
    also_in: dict[str, Sequence[str]]


def together(desk: Desk, reference: str, person_ids: Sequence[str]) -> Together:
    """As decided so far; nothing in it says how anybody may be reached."""
    with desk.views.reading() as connection:
        now = people.goes_by(connection, reference)
        go_by = {each: now.get(each, each) for each in person_ids}
        return Together(
            related=sameness.related(connection, reference),
            incident=sameness.same_incident(connection, reference),
            known=[each for shown, by in go_by.items() for each in _known(connection, reference, shown, by)],
            also_in={shown: met for shown, by in go_by.items() if (met := _elsewhere(connection, reference, by))},
        )


def read_in(desk: Desk, reference: str) -> str:
    """Where a reference leads: to itself, or to the referral it is read in."""
    with desk.views.reading() as connection:
        return sameness.read_in(connection, reference)


def see_also(desk: Desk, reference: str) -> dict[str, Any]:
    """The same for programs."""
    with desk.views.reading() as connection:
        found = sameness.related(connection, reference)
        leads_to = sameness.read_in(connection, reference)
    return {
        "read_in": leads_to if leads_to != reference else None,
        "see_also": [{"reference": each.reference, "link": each.link or each.standing} for each in found],
    }


def _known(connection: Any, reference: str, shown_id: str, person_id: str) -> list[Known]:
    found = []
    for row in sameness.pairs_of(connection, [person_id]):
        other = row.other_id if row.one_id == person_id else row.one_id
        where = _elsewhere(connection, reference, other)
        if where and row.standing in (sameness.SUGGESTED, sameness.MERGED):
            found.append(Known(shown_id, person_id, other, row.standing, where))
    return found


def _elsewhere(connection: Any, reference: str, person_id: str) -> list[str]:
    parts = people.parts_of(connection, [person_id])
    return list(dict.fromkeys(part.reference for part in parts if part.reference != reference))
