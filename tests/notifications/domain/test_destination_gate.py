"""The gate of hand-overs: nothing goes unless every condition holds, and each check is missed when it is taken away."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.notifications.domain.destination_gate import CHECKS, AskedForDestination, may_hand_over
from services.notifications.domain.gate import CONTACTS_ARRIVE_WITHIN, Allowed, NotYet, Outbox, Withheld
from services.notifications.domain.values.reasons import SENTENCES
from tests.support.builders.notifications import OTHER_NAME, TEN, a_recipient

MAILBOX = "asb@landlord.example"
REAL = Outbox(real=True, carries=frozenset({"email"}))
GOES = Allowed("email", MAILBOX, ("to_destination",))


def handed(**changes: Any) -> AskedForDestination:
    """Everything holds."""
    members: dict[str, Any] = {
        "requested_at": TEN,
        "origin": "live",
        "outbox": REAL,
        "written": True,
        "sensitive": False,
        "today": date(2026, 11, 23),
        "destination": "Example Homes",
        "mailbox": MAILBOX,
        "mailbox_due_on": date(2026, 11, 23),
        "opened": True,
        "about": a_recipient(),
        "news_untaken": False,
    }
    return AskedForDestination(**members | changes)


def about(**changes: Any) -> AskedForDestination:
    return handed(about=a_recipient(**changes))


# One condition broken at a time, with the code that must be given for it.
BROKEN: dict[str, AskedForDestination] = {
    "imported": handed(origin="import"),
    "rehearsal_stays_inside": handed(origin="rehearsal"),
    "no_wording": handed(written=False),
    "sensitive_handover": handed(sensitive=True),
    "news_not_taken": handed(news_untaken=True),
    "person_forgotten": handed(opened=False),
    "details_unreadable": about(unreadable=True),
    "told_by_perpetrator": about(roles=frozenset({"perpetrator", "victim"})),
    "no_assured_mailbox": handed(today=date(2026, 11, 24)),
    "mailbox_shared_with_perpetrator": about(others_addresses=frozenset({"ASB@landlord.example"})),
    "mailbox_not_comparable": about(not_comparable=frozenset({"email"})),
    "destination_may_be_perpetrator": about(perpetrators_names=("Mr Homes Example",)),
}


def test_it_goes_to_the_mailbox_that_was_made_sure_of() -> None:
    assert may_hand_over(handed(), TEN) == GOES


@pytest.mark.parametrize("code", BROKEN)
def test_one_objection_is_enough_and_says_why(code: str) -> None:
    assert may_hand_over(BROKEN[code], TEN) == Withheld((code,))
    assert code in SENTENCES


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_each_check_is_missed_when_it_is_taken_away(check: Any) -> None:
    fewer = tuple(each for each in CHECKS if each is not check)
    assert [code for code, asked in BROKEN.items() if may_hand_over(asked, TEN, fewer) == GOES]


@pytest.mark.parametrize(
    "asked",
    [
        handed(mailbox="asb@landlord.example, dan@post.example"),
        handed(mailbox=""),
        handed(outbox=Outbox(real=True, carries=frozenset({"sms"}))),
    ],
)
def test_a_mailbox_that_cannot_be_used_takes_nothing(asked: AskedForDestination) -> None:
    assert may_hand_over(asked, TEN) == Withheld(("no_assured_mailbox",))


def test_a_landlord_who_must_not_learn_of_it_is_sent_nothing() -> None:
    asked = handed(destination=OTHER_NAME, about=a_recipient(must_not_receive=(OTHER_NAME,)))
    assert may_hand_over(asked, TEN) == Withheld(("destination_may_be_perpetrator",))


def test_it_waits_for_the_referral_and_then_goes_to_nobody() -> None:
    assert isinstance(may_hand_over(handed(about=None), TEN), NotYet)
    later = TEN + CONTACTS_ARRIVE_WITHIN + timedelta(seconds=1)
    assert may_hand_over(handed(about=None), later) == Withheld(("contacts_not_known",))
