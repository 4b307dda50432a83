"""Who else knows the people of a case: pointers somebody kept, and what our own records say; opened for few."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.triage.domain.events import Person
from services.triage.domain.family.known_elsewhere import opened
from services.triage.read_models import families, pointers
from services.triage.read_models.pointers import Kept
from services.triage.web.desk import Desk
from services.triage.web.family.words import DOORS, PROCESSES
from shared.kernel.kept_from import kept_from, knowing_everything
from shared.kernel.personal import ERASED, Identity, Sensitive


@dataclass(frozen=True, slots=True)
class PointerShown:
    """One process that knows somebody. `pointer_id` is None where it follows from our own records."""

    process: str
    ask: str
    pointer_id: str | None = None
    kept_at: str | None = None
    kept_by: str | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of a case, and who else knows them."""

    person_id: str
    name: str | None
    roles: Sequence[str]
    pointers: Sequence[PointerShown]


def known_to(desk: Desk, referral_id: str, people: Sequence[Person]) -> list[KnownPerson]:
    """Everybody of a case. What is kept from whoever looks leads nowhere for them."""
    kept = kept_from()
    with knowing_everything(), desk.views.reading() as connection:
        here = families.here_of(connection, referral_id)
        found = pointers.of(connection, here.ids)
        told = [(each, opened(text)) for each in found if (text := _text(desk, each)) is not None]
        whom = families.whom_of(connection, {(what.referral_id, each.person_id) for each, what in told})
        elsewhere = families.elsewhere_of(connection, referral_id)
    by_whom: dict[str, list[PointerShown]] = {}
    for each, what in told:
        if what.referral_id not in kept:
            shown = PointerShown(PROCESSES[what.process], what.ask, each.pointer_id, each.kept_at, each.kept_by)
            by_whom.setdefault(whom[what.referral_id, each.person_id], []).append(shown)
    for other in elsewhere:
        if other.referral_id not in kept:
            by_whom.setdefault(other.who, []).extend(
                PointerShown(*DOORS[door]) for door in other.doors if door in DOORS
            )
    return [
        KnownPerson(
            person_id=person.person_id,
            name=desk.opener.open(person.full_name, Identity),
            roles=person.roles,
            pointers=list(dict.fromkeys(by_whom.get(here.people.get(person.person_id, ""), ()))),
        )
        for person in people
    ]


def _text(desk: Desk, kept: Kept) -> str | None:
    text = desk.opener.open(kept.told, Sensitive)
    return None if text == ERASED else text
