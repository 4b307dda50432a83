"""What a person may do where nothing may be sent."""

from datetime import timedelta

import pytest

from services.notifications.domain.recipient import ReachableBy
from services.notifications.domain.safe_routes import safe_routes
from tests.support.builders.notifications import PHONE, TEN, a_recipient

PHONE_WAY = ReachableBy("phone", "yes", voicemail="no", times=("Mon-Fri 10:00-14:00",), address=PHONE)


def test_the_ways_said_to_be_safe_are_offered_with_their_hours_the_telephone_first() -> None:
    routes = safe_routes(a_recipient(ways=(ReachableBy("in_person", "yes"), PHONE_WAY)), TEN)
    assert [(route.way, route.times, route.voicemail, route.confirmed) for route in routes] == [
        ("phone", ("Mon-Fri 10:00-14:00",), False, True),
        ("in_person", (), False, True),
    ]
    assert routes[0].number == PHONE
    assert PHONE not in repr(routes)


def test_an_old_confirmation_is_said_to_be_old() -> None:
    old = a_recipient(ways=(PHONE_WAY,), confirmed_at=TEN - timedelta(days=31))
    assert [route.confirmed for route in safe_routes(old, TEN)] == [False]


def test_what_was_confirmed_in_the_future_or_cannot_be_compared_has_to_be_asked_again() -> None:
    ahead = a_recipient(ways=(PHONE_WAY,), confirmed_at=TEN + timedelta(days=2))
    assert [route.confirmed for route in safe_routes(ahead, TEN)] == [False]
    doubtful = a_recipient(ways=(PHONE_WAY,), not_comparable=frozenset({"phone"}))
    assert [route.confirmed for route in safe_routes(doubtful, TEN)] == [False]


@pytest.mark.parametrize(
    "changes",
    [
        {"forgotten": True},
        {"is_reporter": False},
        {"roles": frozenset({"reporter", "perpetrator"})},
        {"stated": False},
        {"must_not_receive": ("Nadia Okonkwo",)},
        {"ways": (ReachableBy("phone", "unknown", address=PHONE),)},
        {"ways": (ReachableBy("phone", "yes"),)},
        {"others_addresses": frozenset({"+44 7700 900123"})},
    ],
)
def test_nothing_is_offered_where_nobody_may_be_told_or_the_number_is_not_hers_alone(
    changes: dict[str, object],
) -> None:
    assert safe_routes(a_recipient(**{"ways": (PHONE_WAY,)} | changes), TEN) == ()


def test_nobody_known_means_nothing_to_offer() -> None:
    assert safe_routes(None, TEN) == ()
