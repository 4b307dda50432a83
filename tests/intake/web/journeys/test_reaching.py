"""Silence never opens a way to reach somebody: each way is unknown unless it was chosen and its hours were said."""

import itertools
import json
from typing import Any

import pytest

from services.intake.domain.given import GivenSafeContact
from services.intake.web.forms import Typed
from services.intake.web.journeys.asking_for_help import HELP
from services.intake.web.journeys.reaching import HOURS, HOURS_SAY, WAYS
from services.intake.web.journeys.reporting import REPORT
from services.intake.web.journeys.steps import Journey
from shared.kernel.time_windows import time_window

EACH = ("phone", "sms", "email", "post", "in_person")
BOTH = pytest.mark.parametrize("journey", [REPORT, HELP], ids=lambda journey: journey.name)


def contact(journey: Journey, typed: Typed) -> dict[str, Any]:
    found: dict[str, Any] = journey.document(typed).get("safe_contact", {})
    return found


def safe(journey: Journey, typed: Typed) -> set[str]:
    said = contact(journey, typed)
    return {way for way in EACH if said.get(way, {}).get("safe") == "yes"}


@BOTH
@pytest.mark.parametrize("ways", [None, [], ["unknown"], ["none"]])
def test_nothing_is_safe_where_no_way_was_chosen(journey: Journey, ways: list[str] | None) -> None:
    typed = {"reporter.phone": ["07700 900123"], "_when.phone": ["any"], **({} if ways is None else {WAYS: ways})}
    assert safe(journey, typed) == set()
    expected = {way: {"safe": "no"} for way in EACH} if ways == ["none"] else {}
    assert {way: said for way, said in contact(journey, typed).items() if way in EACH} == expected


@BOTH
def test_a_way_is_safe_only_where_it_was_chosen_and_its_hours_were_said(journey: Journey) -> None:
    """Every mix of ways chosen, and of hours given, not known or passed over: a letter alone keeps no hours."""
    hours: tuple[list[str], ...] = ([], ["unknown"], ["any"], ["mornings"])
    for chosen in itertools.product((True, False), repeat=len(EACH)):
        ways = [way for way, yes in zip(EACH, chosen, strict=True) if yes]
        for said in hours:
            typed = {WAYS: ways, **{f"_when.{way}": said for way in EACH}}
            known = {way for way in ways if way == "post" or said in (["any"], ["mornings"])}
            assert safe(journey, typed) == known
            GivenSafeContact.model_validate_json(json.dumps(contact(journey, typed)))


def test_hours_come_as_a_sender_keeps_to_them_with_those_somebody_adds() -> None:
    typed = {WAYS: ["sms"], "_when.sms": ["mornings", "weekends"], "safe_contact.sms.times": ["Tue 18:00-19:00\n\n"]}
    times = ["Mon-Fri 08:00-12:00", "Sat-Sun 09:00-17:00", "Tue 18:00-19:00"]
    assert contact(HELP, typed)["sms"] == {"safe": "yes", "times": times}


def test_where_any_time_and_hours_are_both_chosen_the_hours_count() -> None:
    assert contact(HELP, {WAYS: ["phone"], "_when.phone": ["any", "evenings"]})["phone"]["times"] == [
        "Mon-Fri 17:00-20:00"
    ]
    assert contact(HELP, {WAYS: ["phone"], "_when.phone": ["any"]})["phone"] == {"safe": "yes"}


def test_every_choice_of_hours_has_its_hours_and_a_sender_understands_them() -> None:
    assert set(HOURS_SAY) - set(HOURS) == {"any", "unknown"}
    assert [time_window(hours) for hours in HOURS.values()] == list(HOURS.values())


@BOTH
def test_a_page_for_each_way_is_shown_only_where_it_was_chosen_and_one_number_is_asked_once(journey: Journey) -> None:
    pages = {"phone": {"call"}, "sms": {"text-to"}, "email": {"mail"}, "post": {"post"}, "in_person": {"meet"}}
    for way, slugs in pages.items():
        shown = {step.slug for step in journey.applying({WAYS: [way]})}
        assert shown & set().union(*pages.values(), {"text"}) == slugs
    both = journey.fields({WAYS: ["phone", "sms"]})
    assert [each.name for each in both].count("reporter.phone") == 1


def test_a_way_that_was_taken_back_leaves_neither_number_nor_hours() -> None:
    typed = {
        WAYS: ["email"],
        "reporter.phone": ["07700 900123"],
        "_when.phone": ["any"],
        "reporter.email": ["a@example.org"],
    }
    document = HELP.document({**typed, "_when.email": ["any"]})
    assert document["reporter"] == {"email": "a@example.org"}
    assert set(document["safe_contact"]) == {"email"}


@pytest.mark.parametrize(
    ("typed", "booked"),
    [
        ({"_help": ["interpreter"], "_language": ["Tigrinya"]}, "A trained interpreter; Tigrinya"),
        ({"_help": ["bsl", "relay"]}, "British Sign Language; Relay UK: I type instead of speaking or hearing"),
        ({"_help": ["none"]}, None),
        ({"_help": ["unknown"], "_other_help": ["large print"]}, "large print"),
        ({}, None),
    ],
)
def test_what_has_to_be_booked_stands_in_words_on_the_referral(typed: Typed, booked: str | None) -> None:
    assert HELP.document(typed).get("interpreter") == booked


def test_language_and_whom_one_would_rather_talk_to_come_with_it() -> None:
    document = HELP.document({"language": ["so"], "interviewer_preference": ["A woman"]})
    assert (document["language"], document["interviewer_preference"]) == ("so", "A woman")
    assert "interviewer_preference" not in HELP.document({"interviewer_preference": ["unknown"]})


def test_nobody_is_offered_their_family_as_an_interpreter() -> None:
    (asked,) = [each for each in HELP.fields({}) if each.name == "_help"]
    assert "never ask your family or friends" in asked.hint
    assert not any("family" in text or "friend" in text for text in asked.options.values())


def test_a_reporter_of_noise_is_asked_for_a_codeword_only_where_somebody_may_call() -> None:
    slugs = {"word", "keep", "with"}
    assert not slugs & {step.slug for step in REPORT.applying({WAYS: ["none"]})}
    assert slugs <= {step.slug for step in REPORT.applying({WAYS: ["email"]})}
    assert slugs <= {step.slug for step in HELP.applying({WAYS: ["none"]})}
