"""Words of danger in an e-mail are a fact of their referral; where none were found there is none."""

import pytest

from services.intake.domain.alarm import danger_facts
from services.intake.domain.events import DangerWordsFound
from services.intake.domain.given_mail import GivenThread

HEARD = GivenThread(message_id="m-1", dangers=("threat_to_kill",), listed="2026-11-28/abc")


def test_what_was_heard_is_told_of_the_referral_it_belongs_to() -> None:
    assert danger_facts(HEARD, "referral-1", "WM-2223-X") == (
        DangerWordsFound(
            message_id="m-1", referral_id="referral-1", reference="WM-2223-X", dangers=("threat_to_kill",),
            listed="2026-11-28/abc",
        ),
    )  # fmt: skip


@pytest.mark.parametrize("mail", [None, GivenThread(message_id="m-1"), HEARD.model_copy(update={"listed": None})])
def test_where_nothing_was_heard_nothing_is_told(mail: GivenThread | None) -> None:
    assert danger_facts(mail, "referral-1", "WM-2223-X") == ()
