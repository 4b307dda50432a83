"""An offer of support as a form records it: what came of it, and to which victim where there are several."""

from collections.abc import Sequence
from typing import Any

from services.triage.domain.commands import RecordSupportOffer
from services.triage.domain.state import Assessed
from services.triage.web.desk import Desk
from services.triage.web.reaching import Reached
from services.triage.web.typed import Form
from services.triage.web.wording import OFFERS
from shared.kernel.refusals import FieldError, InvalidInput

_NOT_KNOWN = "A victim whose name is not known"


def offer_in(desk: Desk, case: Any, form: Form, *, by_adviser: bool) -> RecordSupportOffer:
    """The command of what was sent. Raises InvalidInput."""
    standing = desk.support.file(desk.story(case.stream)).standing
    victims = standing.victims() if isinstance(standing, Assessed) else []
    outcome, person_id = form.get("outcome", ""), form.get("person_id") or None
    errors = []
    if outcome not in OFFERS:
        errors.append(FieldError("/outcome", "missing", "Choose what came of the offer."))
    if len(victims) > 1 and person_id not in victims:
        errors.append(FieldError("/person_id", "missing", "Choose to whom support was offered."))
    if errors:
        raise InvalidInput(errors)
    members = {"outcome": outcome, "person_id": person_id if len(victims) > 1 else None, "by_adviser": by_adviser}
    return RecordSupportOffer.model_validate({"at": desk.clock(), "referral_id": case.referral_id, **members})


def victims_in(people: Sequence[Reached]) -> dict[str, str]:
    """To whom support is offered, by id, where there is more than one; else nobody need be chosen."""
    found = {each.person_id: each.name or _NOT_KNOWN for each in people if "victim" in each.roles}
    return found if len(found) > 1 else {}
