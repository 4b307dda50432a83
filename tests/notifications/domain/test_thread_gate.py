"""An e-mail is answered in its thread only where nothing is sensitive and nothing was said against it."""

from dataclasses import replace
from typing import Any

import pytest

from services.notifications.domain.gate import Allowed, Asked, Outbox, Withheld, may_send
from services.notifications.domain.recipient import ReachableBy
from services.notifications.domain.thread_gate import IN_THREAD, may_answer
from services.notifications.domain.values.reasons import SENTENCES
from tests.support.builders.notifications import EMAIL, OTHER_NAME, PHONE, TEN, a_recipient, asked

WRITER: dict[str, Any] = {"roles": frozenset({"reporter"}), "stated": False, "confirmed_at": None}

OF_THE_MESSAGE = ("sensitive", "origin", "outbox", "written_for", "news_untaken", "plain_only", "said_anew")


def answer(ways: tuple[ReachableBy, ...] = (ReachableBy("email", address=EMAIL),), **changes: Any) -> Asked:
    """A plain answer to somebody of whom nothing is known but what she wrote."""
    whole = {name: changes.pop(name) for name in OF_THE_MESSAGE if name in changes}
    members = {"neutral": False, "sensitive": False} | whole
    return asked(a_recipient(**WRITER | {"ways": ways} | changes), **members)


def test_whoever_wrote_may_be_answered_where_she_wrote_from_and_by_no_other_rule() -> None:
    assert may_answer(answer(), TEN) == Allowed("email", EMAIL, ("in_thread", "not_sensitive"))
    assert isinstance(may_send(answer(), TEN), Withheld)


BROKEN = {
    "sensitive_in_thread": answer(sensitive=True),
    "imported": answer(origin="import"),
    "rehearsal_stays_inside": answer(origin="rehearsal"),
    "no_wording": answer(written_for=frozenset()),
    "news_not_taken": answer(news_untaken=True),
    "person_forgotten": answer(forgotten=True),
    "details_unreadable": answer(unreadable=True),
    "not_the_reporter": answer(is_reporter=False),
    "known_as_perpetrator": answer(roles=frozenset({"reporter", "perpetrator"})),
    "must_not_receive": answer(must_not_receive=("Okonkwo, Nádia",)),
    "name_not_known_to_differ": answer(name=None, must_not_receive=(OTHER_NAME,)),
    "bears_perpetrators_name": answer(perpetrators_names=("Okonkwo, Nádia",)),
    "not_when_sensitive": answer(sensitive=True, plain_only=True),
    "said_anew_since": answer(plain_only=True, said_anew=True),
    "email_address_hidden": answer((ReachableBy("email", address=EMAIL, hidden=True),)),
    "email_not_safe": answer((ReachableBy("email", "no", address=EMAIL),)),
    "email_not_given": answer((ReachableBy("email"),)),
    "email_unusable": answer((ReachableBy("email", address="a@b.example, c@d.example"),)),
    "email_shared_with_perpetrator": answer(others_addresses=frozenset({EMAIL})),
    "email_not_comparable": answer(not_comparable=frozenset({"email"})),
    "email_not_carried": answer(outbox=Outbox(real=True, carries=frozenset({"sms"}))),
    "email_no_text": answer(written_for=frozenset({"sms"})),
    "email_times_unreadable": answer((ReachableBy("email", times=("soon",), address=EMAIL),)),
    "sms_not_in_thread": answer((ReachableBy("sms", "yes", address=PHONE),)),
}


@pytest.mark.parametrize(("code", "asking"), BROKEN.items(), ids=BROKEN)
def test_one_objection_is_enough(code: str, asking: Asked) -> None:
    verdict = may_answer(asking, TEN)
    assert isinstance(verdict, Withheld)
    assert code in verdict.reasons
    assert code in SENTENCES


def test_each_check_is_needed() -> None:
    """Taken away, one of the messages above would go or give another reason."""
    for room in ("message", "person", "channel"):
        for check in getattr(IN_THREAD, room):
            less = replace(IN_THREAD, **{room: tuple(each for each in getattr(IN_THREAD, room) if each is not check)})
            changed = [code for code, each in BROKEN.items() if may_answer(each, TEN, less) != may_answer(each, TEN)]
            assert changed or check.__name__ == "_not_fresh", check.__name__
