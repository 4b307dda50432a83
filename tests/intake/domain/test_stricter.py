"""Merging opens no way of reaching somebody that one of the records closes, however they are put together."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.events import ChannelSafety, SafeContact
from services.intake.domain.stricter import stricter
from shared.kernel.personal import Identity, private

WAYS = ("phone", "sms", "email", "post", "in_person")
RANK = {"no": 0, "unknown": 1, "yes": 2}
MORNING, EVENING = "Mon-Fri 10:00-14:00", "Sat 18:00-20:00"

channels = st.builds(
    ChannelSafety,
    safe=st.sampled_from(sorted(RANK)),
    voicemail=st.sampled_from(sorted(RANK)),
    times=st.lists(st.sampled_from([MORNING, EVENING]), unique=True, max_size=2).map(tuple),
)
contacts = st.builds(SafeContact, **dict.fromkeys(WAYS, channels))  # type: ignore[arg-type]  # of each way


def phone(safe: str, **more: Any) -> SafeContact:
    return SafeContact(phone=ChannelSafety(safe=safe, **more))


@pytest.mark.parametrize(
    ("hers", "other", "then"),
    [("yes", "no", "no"), ("no", "yes", "no"), ("unknown", "no", "no"), ("unknown", "yes", "unknown")],
)
def test_the_less_safe_saying_holds(hers: str, other: str, then: str) -> None:
    assert stricter(phone(hers), [phone(other)]).phone.safe == then


def test_a_record_in_which_nobody_asked_says_nothing_and_one_that_left_a_way_open_does() -> None:
    assert stricter(phone("yes"), [SafeContact()]).phone.safe == "yes"
    assert stricter(phone("yes"), [SafeContact(post=ChannelSafety(safe="no"))]).phone.safe == "unknown"


def test_hours_are_those_safe_in_both_and_without_any_it_is_not_known_to_be_safe() -> None:
    both = stricter(phone("yes", times=(MORNING, EVENING)), [phone("yes", times=(EVENING,))])
    assert both.phone == ChannelSafety(safe="yes", times=(EVENING,))
    assert stricter(phone("yes"), [phone("yes", times=(EVENING,))]).phone.times == (EVENING,)
    assert stricter(phone("yes", times=(MORNING,)), [phone("yes", times=(EVENING,))]).phone.safe == "unknown"


def test_who_must_not_find_out_is_everybody_named_in_either_and_her_codeword_stays_hers() -> None:
    him, her = (private(owner, Identity, name) for owner, name in (("person-1", "Mark"), ("person-2", "Jane")))
    hers = SafeContact(must_not_receive=(him,), codeword=private("person-1", Identity, "x"))  # type: ignore[arg-type]  # of any class
    both = stricter(hers, [SafeContact(must_not_receive=(her, him))])
    assert both.must_not_receive == (him, her)
    assert both.codeword == hers.codeword


@settings(max_examples=80)
@given(contacts, st.lists(contacts, max_size=3))
def test_no_way_is_ever_safer_than_in_any_record_that_says_something(
    hers: SafeContact, others: list[SafeContact]
) -> None:
    held = stricter(hers, others)
    for way in WAYS:
        for said in (hers, *(other for other in others if other != SafeContact())):
            assert RANK[getattr(held, way).safe] <= RANK[getattr(said, way).safe]
            assert RANK[getattr(held, way).voicemail] <= RANK[getattr(said, way).voicemail]
    assert stricter(held, others) == held
