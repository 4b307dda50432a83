"""What a partner may be told of a referral it sent: where it stands, and nothing from which more could be read."""

from collections.abc import Mapping
from typing import Any

from services.intake.read_models.worklist import RECEIVED

# Doors that say no more than what the partner reported. Of every other one (a domestic abuse service, children's
# services, the police, 999) even the fact that it was the door tells something about somebody.
_PLAIN_ROUTES = frozenset(
    {
        "neighbouring_borough", "street_services", "civil_advice", "environmental_health", "social_landlord",
        "council_housing", "mediation", "asb_case", "advice_and_record",
    }
)  # fmt: skip


def status_told(status: str, route: str | None) -> str:
    """The state to name: `received` for as long as the real one would say more than that."""
    return status if route in _PLAIN_ROUTES else RECEIVED


def told(members: Mapping[str, Any]) -> dict[str, Any]:
    """A referral's members, or a row of the list, without what triage made of it beyond a plain state."""
    outcome = members.get("outcome")
    route = outcome["route"] if isinstance(outcome, Mapping) else members.get("route")
    kept = {name: None if name in _OURS else value for name, value in members.items()}
    return kept | {"status": status_told(members["status"], route)}


_OURS = frozenset({"outcome", "route", "priority", "case_reference"})
