"""Notices to colleagues: any hour, but never from an import, out of a rehearsal, or to nobody."""

from typing import Any

import pytest

from services.notifications.domain.gate import Allowed, Outbox, Withheld
from services.notifications.domain.staff_gate import AskedForStaff, may_send_to_staff
from tests.support.builders.notifications import TEN

FOLDER = Outbox(real=False, carries=frozenset({"email"}))


def asked_for_staff(**changes: Any) -> AskedForStaff:
    members = {
        "requested_at": TEN,
        "origin": "live",
        "outbox": Outbox(real=True, carries=frozenset({"email"})),
        "written": True,
        "address": "panel.coordinator@waymark.example",
    }
    return AskedForStaff(**members | changes)


def test_it_goes_to_the_address_set_for_the_team() -> None:
    expected = Allowed("email", "panel.coordinator@waymark.example", ("to_staff",))
    assert may_send_to_staff(asked_for_staff()) == expected
    assert may_send_to_staff(asked_for_staff(origin="rehearsal", outbox=FOLDER)) == expected


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"origin": "import"}, "imported"),
        ({"origin": "rehearsal"}, "rehearsal_stays_inside"),
        ({"written": False}, "no_wording"),
        ({"address": None}, "no_staff_address"),
        ({"address": "everybody@waymark.example, dan@post.example"}, "no_staff_address"),
        ({"outbox": Outbox(real=True, carries=frozenset({"sms"}))}, "no_staff_address"),
    ],
)
def test_one_objection_is_enough(changes: dict[str, Any], reason: str) -> None:
    assert may_send_to_staff(asked_for_staff(**changes)) == Withheld((reason,))
