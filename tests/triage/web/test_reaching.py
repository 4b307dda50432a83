"""How each person may be reached: only a clear yes, and never whoever does the harm."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.triage.domain.events import Person, SafeContact, WaySafety
from services.triage.web.reaching import CONFIRMED_FOR, reached
from shared.kernel.personal import DataClass, Personal

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
YES, NO = WaySafety(safe="yes"), WaySafety(safe="no")


class OpensAll:
    """Shows what a value is of instead of opening it."""

    def open(self, value: Personal[Any] | None, data_class: type[DataClass]) -> str | None:
        return None if value is None else f"{value.c} of {value.p}"


def a_person(person_id: str, *roles: str) -> Person:
    sealed = {name: Personal(person_id, name) for name in ("full_name", "phone", "email", "address")}
    return Person(person_id=person_id, roles=roles, **sealed)


def test_a_safe_way_stands_with_its_address_times_and_whether_a_message_may_be_left() -> None:
    phone = WaySafety(safe="yes", voicemail="no", times=("Mon-Fri 10:00-14:00",))
    confirmed = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
    contact = SafeContact(phone=phone, email=YES, post=NO, confirmed_at=confirmed, codeword=Personal("p", "word"))
    (found,) = reached([a_person("p", "victim")], {"p": contact}, OpensAll(), NOW)
    assert found.safe == ("Telephone phone of p, Mon-Fri 10:00-14:00, leave no message", "E-mail email of p")
    assert found.not_safe == ("Post",)
    assert (found.codeword, found.confirmed_at) == ("word of p", "2026-11-23T09:15:00+00:00")
    assert (found.at_risk, found.shown) == (True, True)


def test_a_message_may_be_left_only_after_a_clear_yes() -> None:
    contact = SafeContact(phone=WaySafety(safe="yes", voicemail="yes"))
    (found,) = reached([a_person("p", "victim")], {"p": contact}, OpensAll(), NOW)
    assert found.safe == ("Telephone phone of p, a message may be left",)


def test_what_is_not_known_is_not_safe_and_shows_no_address() -> None:
    for contacts in ({}, {"p": SafeContact()}):
        (found,) = reached([a_person("p", "victim")], contacts, OpensAll(), NOW)
        assert (found.safe, found.not_safe, found.confirmed_at) == ((), (), None)
        assert "phone" not in repr(found)


@pytest.mark.parametrize(
    ("confirmed_at", "lately"),
    [
        (None, False),
        (NOW - CONFIRMED_FOR, True),
        (NOW - CONFIRMED_FOR - timedelta(microseconds=1), False),
        (NOW, True),
    ],
)
def test_thirty_days_after_it_was_confirmed_no_way_counts_as_safe(confirmed_at: datetime | None, lately: bool) -> None:
    (found,) = reached(
        [a_person("p", "victim")], {"p": SafeContact(email=YES, confirmed_at=confirmed_at)}, OpensAll(), NOW
    )
    assert (found.safe, found.lately) == (("E-mail email of p",), lately)


def test_those_at_risk_come_first_and_whoever_does_the_harm_is_not_to_be_reached() -> None:
    people = [a_person("him", "perpetrator"), a_person("neighbour", "reporter"), a_person("her", "victim", "reporter")]
    found = reached(people, {}, OpensAll(), NOW)
    assert [each.person_id for each in found] == ["her", "him", "neighbour"]
    assert [each.person_id for each in found if each.shown] == ["her", "neighbour"]
