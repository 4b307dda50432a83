"""What is worked out about the place of a referral when it comes in, kept apart from what anybody said."""

from services.intake.domain.events import Derived
from services.intake.domain.places import Placed

_FROM = "postcode"


def derived(placed: Placed | None) -> tuple[Derived, ...]:
    """The ward and whether it is in the borough, as far as the postcode tells; with the month of the data."""
    if placed is None or placed.in_borough is None:
        return ()
    found = {"in_borough": "yes" if placed.in_borough else "no"}
    if placed.ward is not None:
        found |= {"ward": placed.ward.name, "ward_code": placed.ward.code}
    elif not placed.in_borough and placed.borough is not None:
        found |= {"borough": placed.borough}
    return tuple(Derived(name=name, value=value, from_=_FROM, data_of=placed.data_of) for name, value in found.items())
