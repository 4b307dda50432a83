"""Checks what a person gives for deciding otherwise, the same for the form and the call."""

from datetime import datetime
from typing import Any

from services.triage.web.bodies import LONGEST_TEXT
from services.triage.web.desk import Desk
from services.triage.web.wording import OVERRIDES
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.formats import LONDON

_WORDS_NEEDED = "other"


def check_override(desk: Desk, referral: Any, route: str, code: str, text: str) -> None:
    """Raises InvalidInput for a route these rules do not have, no coded reason, or too few or too many words."""
    errors = []
    if route not in routes_for(desk, referral):
        errors.append(FieldError("/route", "unknown_value", "Choose who should deal with it, by the rules of its day."))
    if code not in OVERRIDES:
        errors.append(FieldError("/code", "missing", "Choose why you decide otherwise."))
    if len(text) > LONGEST_TEXT:
        errors.append(FieldError("/text", "too_long", f"Use at most {LONGEST_TEXT} characters."))
    if code == _WORDS_NEEDED and not text.strip():
        errors.append(FieldError("/text", "missing", "Say in words why, since none of the reasons fits."))
    if errors:
        raise InvalidInput(errors)


def routes_for(desk: Desk, referral: Any) -> tuple[str, ...]:
    """The routes of the rules in force on the day a referral was received."""
    return tuple(desk.advice.routes(datetime.fromisoformat(referral.received_at).astimezone(LONDON).date()))
