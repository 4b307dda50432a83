"""The safe-contact gate: nothing goes unless every condition holds, and each check is missed when it is taken away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.domain.gate import (
    CHECKS,
    CONFIRMATION_HOLDS,
    CONTACTS_ARRIVE_WITHIN,
    Allowed,
    Asked,
    Checks,
    NotYet,
    Outbox,
    Withheld,
    may_send,
)
from services.notifications.domain.recipient import ReachableBy
from services.notifications.domain.values.reasons import SENTENCES
from tests.support.builders.notifications import ADDRESS, EMAIL, NAME, OTHER_NAME, PHONE, TEN, a_recipient, asked

NOTHING_LEAVES = Outbox(real=False, carries=frozenset({"email", "sms", "post"}))


def by(way: str, **changes: object) -> Asked:
    """Everything holds for this one way; `changes` are the way's own."""
    address = {"email": EMAIL, "sms": PHONE, "post": ADDRESS}[way]
    members: dict[str, object] = {"way": way, "safe": "yes", "address": address}
    return asked(a_recipient(ways=(ReachableBy(**members | changes),)))  # type: ignore[arg-type]  # built by name


def with_recipient(**changes: object) -> Asked:
    return asked(a_recipient(**changes))


# One condition broken at a time, with the code that must be given for it.
BROKEN: dict[str, Asked] = {
    "imported": asked(origin="import"),
    "rehearsal_stays_inside": asked(origin="rehearsal"),
    "no_wording": asked(written_for=frozenset()),
    "no_neutral_wording": asked(neutral=False),
    "person_forgotten": with_recipient(forgotten=True),
    "details_unreadable": with_recipient(unreadable=True),
    "not_the_reporter": with_recipient(is_reporter=False, roles=frozenset({"victim"})),
    "known_as_perpetrator": with_recipient(roles=frozenset({"perpetrator"})),
    "no_safety_stated": with_recipient(stated=False),
    "must_not_receive": with_recipient(must_not_receive=(OTHER_NAME, "OKONKWO, Mrs Nádia")),
    "name_not_known_to_differ": with_recipient(name=None, must_not_receive=(OTHER_NAME,)),
    "bears_perpetrators_name": with_recipient(perpetrators_names=("Okonkwo, Nádia",)),
    "news_not_taken": asked(news_untaken=True),
    "not_when_sensitive": asked(plain_only=True, sensitive=True),
    "said_anew_since": asked(plain_only=True, said_anew=True, sensitive=False),
    "email_not_given": by("email", address=None),
    "email_not_safe": by("email", safe="no"),
    "email_not_known_to_be_safe": by("email", safe="unknown"),
    "email_not_confirmed": with_recipient(confirmed_at=None),
    "email_confirmation_expired": with_recipient(confirmed_at=TEN - CONFIRMATION_HOLDS - timedelta(seconds=1)),
    "email_unusable": by("email", address="nadia@post.example, dan@post.example"),
    "email_shared_with_perpetrator": with_recipient(others_addresses=frozenset({EMAIL})),
    "email_not_comparable": with_recipient(not_comparable=frozenset({"email"})),
    "email_not_carried": asked(outbox=Outbox(real=True, carries=frozenset({"sms"}))),
    "email_no_text": asked(written_for=frozenset({"sms"})),
    "email_times_unreadable": by("email", times=("when he is at work",)),
    "sms_unusable": by("sms", address="020 7946 0999"),
    "sms_not_safe": by("sms", safe="no"),
    "post_address_hidden": by("post", hidden=True),
    "post_times_unreadable": by("post", times=("Mon-Fri 10:00-14:00",)),
    "post_shared_with_perpetrator": asked(
        a_recipient(
            ways=(ReachableBy("post", "yes", address=ADDRESS),),
            others_addresses=frozenset({"4examplestreetsw191aa"}),
        )
    ),
}
REST = ("sms_not_given", "post_not_given")
# The wording is asked about twice, once for the message and once for each channel: without either the other refuses.
ASKED_TWICE = {"no_wording", "email_no_text"}


@pytest.mark.parametrize("way", ["email", "sms", "post"])
def test_a_message_goes_by_the_one_way_for_which_every_condition_holds(way: str) -> None:
    verdict = may_send(by(way), TEN)
    assert isinstance(verdict, Allowed)
    assert verdict.channel == way
    assert verdict.reasons == (f"{way}_safe", "safety_confirmed")


@pytest.mark.parametrize("code", BROKEN)
def test_one_broken_condition_is_enough_and_is_named(code: str) -> None:
    verdict = may_send(BROKEN[code], TEN)
    assert isinstance(verdict, Withheld)
    assert code in verdict.reasons


@pytest.mark.parametrize("code", BROKEN)
def test_every_refusal_has_a_plain_sentence(code: str) -> None:
    assert SENTENCES[code].endswith(".")


def without(number: int) -> Checks:
    """The gate with one check taken away, counted through its three tables."""
    tables = [list(CHECKS.message), list(CHECKS.person), list(CHECKS.channel)]
    for table in tables:
        if number < len(table):
            del table[number]
            break
        number -= len(table)
    return Checks(tuple(tables[0]), tuple(tables[1]), tuple(tables[2]))


@pytest.mark.parametrize("number", range(len(CHECKS.message + CHECKS.person + CHECKS.channel)))
def test_a_gate_that_skips_a_check_is_caught(number: int) -> None:
    faulty = without(number)
    let_through = {code for code, case in BROKEN.items() if isinstance(may_send(case, TEN, faulty), Allowed)}
    told_otherwise = {code for code, case in BROKEN.items() if may_send(case, TEN, faulty) != may_send(case, TEN)}
    assert let_through or told_otherwise & ASKED_TWICE


def test_only_the_two_questions_about_the_wording_stand_in_for_each_other() -> None:
    silent = [
        number
        for number in range(len(CHECKS.message + CHECKS.person + CHECKS.channel))
        if not any(isinstance(may_send(case, TEN, without(number)), Allowed) for case in BROKEN.values())
    ]
    assert [(*CHECKS.message, *CHECKS.person, *CHECKS.channel)[n].__name__ for n in silent] == ["_no_wording"]


@pytest.mark.parametrize("name", ["Nadia", "N. Okonkwo", "my sister Nadia Okonkwo", "Mrs Okonkwo"])
def test_a_name_that_may_be_hers_among_those_who_must_not_receive_stops_it(name: str) -> None:
    assert may_send(with_recipient(must_not_receive=(name,)), TEN) == Withheld(("name_not_known_to_differ",))


def test_another_persons_name_among_those_who_must_not_receive_stops_nothing() -> None:
    assert isinstance(may_send(with_recipient(must_not_receive=(OTHER_NAME, "the Okafor family")), TEN), Allowed)


def test_somebody_named_as_victim_and_as_doing_it_is_told_as_victim_by_what_she_confirmed_herself() -> None:
    both = frozenset({"reporter", "victim", "perpetrator"})
    assert isinstance(may_send(asked(a_recipient(roles=both), sensitive=False), TEN), Allowed)
    unconfirmed = asked(a_recipient(roles=both, confirmed_at=None), sensitive=False)
    assert may_send(unconfirmed, TEN) == Withheld(("no_safe_way", "email_not_confirmed", *REST))


def test_a_reporter_who_is_named_as_doing_it_and_not_as_victim_is_never_told() -> None:
    verdict = may_send(with_recipient(roles=frozenset({"reporter", "perpetrator"})), TEN)
    assert verdict == Withheld(("known_as_perpetrator",))


def test_plain_email_about_what_is_not_sensitive_needs_no_date_but_still_a_yes() -> None:
    old = a_recipient(confirmed_at=None)
    verdict = may_send(asked(old, sensitive=False, neutral=False), TEN)
    assert isinstance(verdict, Allowed)
    assert verdict.reasons == ("email_safe", "not_sensitive")
    unknown = a_recipient(confirmed_at=None, ways=(ReachableBy("email", "unknown", address=EMAIL),))
    assert may_send(asked(unknown, sensitive=False), TEN) == Withheld(
        ("no_safe_way", "email_not_known_to_be_safe", *REST)
    )


@pytest.mark.parametrize("way", ["sms", "post"])
def test_a_text_or_a_letter_needs_a_fresh_confirmation_also_where_nothing_is_sensitive(way: str) -> None:
    address = {"sms": PHONE, "post": ADDRESS}[way]
    stale = a_recipient(
        ways=(ReachableBy(way, "yes", address=address),),  # type: ignore[arg-type]  # one of the two above
        confirmed_at=TEN - timedelta(days=31),
    )
    verdict = may_send(asked(stale, sensitive=False), TEN)
    assert isinstance(verdict, Withheld)
    assert f"{way}_confirmation_expired" in verdict.reasons


@pytest.mark.parametrize(
    ("age", "goes"),
    [
        (timedelta(days=30), True),
        (timedelta(days=30, microseconds=1), False),
        (-timedelta(minutes=59), True),
        (-timedelta(days=2), False),
    ],
)
def test_a_confirmation_holds_thirty_days_and_none_is_believed_from_the_future(age: timedelta, goes: bool) -> None:
    assert isinstance(may_send(with_recipient(confirmed_at=TEN - age), TEN), Allowed) is goes


def test_outside_the_safe_hours_it_waits_for_the_next_and_goes_then() -> None:
    case = by("email", times=("Mon-Fri 12:00-14:00", "nobody can read this"))
    verdict = may_send(case, TEN)
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert verdict == NotYet(noon, ("email_outside_safe_hours",))
    assert isinstance(may_send(case, noon), Allowed)


def test_at_night_it_waits_for_the_morning() -> None:
    verdict = may_send(asked(), datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
    assert verdict == NotYet(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), ("email_outside_safe_hours",))


def test_a_way_that_is_open_now_goes_before_one_that_has_to_wait() -> None:
    ways = (
        ReachableBy("email", "yes", times=("Tue 10:00-11:00",), address=EMAIL),
        ReachableBy("sms", "yes", address=PHONE),
    )
    verdict = may_send(with_recipient(ways=ways), TEN)
    assert isinstance(verdict, Allowed)
    assert (verdict.channel, verdict.address) == ("sms", "+447700900123")


def test_a_notice_that_overtook_its_referral_waits_an_hour_for_it() -> None:
    early = replace(asked(), recipient=None)
    assert may_send(early, TEN) == NotYet(TEN + timedelta(minutes=5), ("contacts_not_known",))
    assert may_send(early, TEN + CONTACTS_ARRIVE_WITHIN) == Withheld(("contacts_not_known",))


def test_a_rehearsal_may_fill_a_folder() -> None:
    assert isinstance(may_send(asked(origin="rehearsal", outbox=NOTHING_LEAVES), TEN), Allowed)


def test_an_origin_nobody_knows_sends_nothing() -> None:
    assert may_send(asked(origin="exercise"), TEN) == Withheld(("imported",))


def test_neither_verdict_nor_recipient_shows_an_address_when_printed() -> None:
    shown = f"{may_send(asked(), TEN)!r} {asked()!r}"
    assert EMAIL not in shown
    assert NAME not in shown
