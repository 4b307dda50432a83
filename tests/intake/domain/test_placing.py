"""What is worked out stands apart from what was said, and what was said goes before it."""

from datetime import date
from typing import Any

from services.intake.domain.events import Derived, ReferralSubmitted, answers_of, ward_of
from services.intake.domain.places import Placed, Ward
from services.intake.domain.placing import derived
from services.intake.domain.referral import NotReceived, submit_referral
from tests.support.builders.intake import a_submission

WANDLE = Ward("E05013826", "Wandle", date(2022, 5, 5))
INSIDE = Placed(True, WANDLE, "Merton", "2025-10")


def submitted(placed: Placed | None, **changes: Any) -> ReferralSubmitted:
    command = a_submission(**changes).model_copy(update={"placed": placed})
    (fact,) = submit_referral(command, NotReceived())
    assert isinstance(fact, ReferralSubmitted)
    return fact


def named(name: str, value: str) -> Derived:
    return Derived(name=name, value=value, from_="postcode", data_of="2025-10")


def test_inside_the_borough_the_ward_is_told_with_its_code_and_outside_the_neighbour() -> None:
    assert derived(INSIDE) == (named("in_borough", "yes"), named("ward", "Wandle"), named("ward_code", "E05013826"))
    outside = Placed(False, None, "Sutton", "2025-10")
    assert derived(outside) == (named("in_borough", "no"), named("borough", "Sutton"))


def test_what_is_not_known_is_not_worked_out() -> None:
    assert derived(None) == derived(Placed(None, None, None, "2025-10")) == ()


def test_where_nobody_said_the_ward_or_the_borough_they_are_those_of_the_postcode() -> None:
    fact = submitted(INSIDE, location={"postcode": "SW19 1AA"}, facts={})
    assert (ward_of(fact), answers_of(fact)) == ("Wandle", {"in_borough": "yes"})
    assert fact.answers == {}


def test_what_somebody_said_is_never_overruled() -> None:
    for said in ("no", "unknown"):
        fact = submitted(INSIDE, location={"postcode": "SW19 1AA", "ward": "Abbey"}, facts={"in_borough": said})
        assert (ward_of(fact), answers_of(fact)["in_borough"]) == ("Abbey", said)
