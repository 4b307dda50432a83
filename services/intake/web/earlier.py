"""Whether the caller has been here before, found by number, name or reference, and how often this place has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.intake.domain.values import name_words
from services.intake.read_models import people, worklist
from services.intake.web.call_document import caller_of, typed_document
from services.intake.web.desk import Desk
from services.intake.web.forms import Typed
from services.intake.web.place import PlaceTold
from services.intake.web.staff_questions import REFERENCE
from shared.kernel.clock import parse_rfc3339
from shared.kernel.identifiers import parse_reference
from shared.kernel.messages import Context

_MOST = 5
_HARM = "perpetrator"


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier referral of whoever calls, without a word of what it says."""

    reference: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known already. `harm`: somebody of this number or name is complained of, so nothing is said of anybody.

    `more` is how many earlier referrals are not listed; `place` is what is known of the place and number.
    """

    referrals: Sequence[Before] = ()
    more: int = 0
    harm: bool = False
    place: PlaceTold | None = None


def earlier(desk: Desk, context: Context, typed: Typed, seen: list[str]) -> Earlier:
    """Look; each referral that is listed is recorded as read once a call, and joins those `seen`.

    To whoever is complained of nothing is listed, and neither is anything that names them as doing harm.
    """
    complained_of = caller_of(typed) == "complained_of"
    with desk.views.reading() as connection:
        references, harm = _theirs(desk, connection, typed)
        rows = [row for reference in references if (row := worklist.one(connection, reference)) is not None]
    listed = [] if complained_of else rows[:_MOST]
    for row in listed:
        if row.reference not in seen:
            desk.record_view(context, desk.stream_of(row.reference), (row.referral_id,), "caller’s earlier referral")
            seen.append(row.reference)
    return Earlier(
        referrals=[Before(row.reference, parse_rfc3339(row.received_at)) for row in listed],
        more=0 if complained_of else len(rows) - len(listed),
        harm=harm or complained_of,
        place=desk.places.told(typed_document(typed)),
    )


def _theirs(desk: Desk, connection: Any, typed: Typed) -> tuple[list[str], bool]:
    """References of the caller's referrals, and whether any of these signs is that of somebody who does harm."""
    name = _one(typed, "reporter.full_name")
    found = people.found(connection, desk.indexer, "phone", _one(typed, "reporter.phone"))
    if len(name_words(name)) > 1:
        found += people.found(connection, desk.indexer, "name", name)
    parts = {person: _parts(connection, person) for person in dict.fromkeys(row.person_id for row in found)}
    given = parse_reference(_one(typed, REFERENCE.name))
    harm = any(_HARM in roles for references in parts.values() for roles in references.values())
    theirs = [row.reference for row in found if _HARM not in parts[row.person_id].get(row.reference, "")]
    return list(dict.fromkeys(([given] if given else []) + theirs)), harm


def _parts(connection: Any, person_id: str) -> dict[str, str]:
    rows: Iterable[Any] = people.referrals_of(connection, person_id)
    return {row.reference: row.roles for row in rows}


def _one(typed: Typed, name: str) -> str:
    return next((value.strip() for value in typed.get(name, ()) if value.strip()), "")
