"""Every path through a journey: each question once, none that does not apply, and each way back the same."""

import itertools

import pytest

from services.intake.web.forms import Typed
from services.intake.web.journeys.asking_for_help import HELP
from services.intake.web.journeys.plain_words import CATEGORIES, NOISES
from services.intake.web.journeys.reporting import REPORT
from services.intake.web.journeys.steps import SEEN, Journey, answered, both, either, unless
from shared.contracts.vocabulary import VOCABULARY

DECIDES = {
    "facts.immediate_danger": ["yes", "no"],
    "_about": ["me", "other", "child"],
    "category": ["noise", "fly_tipping", "unknown"],
    "facts.tenure_of_source": ["council", "owner"],
    "facts.domestic_abuse": ["yes", "no"],
    "_safe_now": ["yes", "no"],
}


def everybody() -> list[Typed]:
    """Whoever could come through: every mix of the answers that decide what is asked."""
    mixes = itertools.product(*([[], *([code] for code in codes)] for codes in DECIDES.values()))
    return [dict(zip(DECIDES, mix, strict=True)) for mix in mixes]


BOTH = pytest.mark.parametrize("journey", [REPORT, HELP], ids=lambda journey: journey.name)


@BOTH
def test_on_every_path_one_goes_forward_to_the_end_and_back_to_the_beginning(journey: Journey) -> None:
    for typed in everybody():
        steps = journey.applying(typed)
        walked, step = [], steps[0]
        while True:
            walked.append(step)
            following = journey.after(step, typed)
            if following is None:
                break
            assert journey.before(following, typed) is step
            step = following
        assert walked == steps


@BOTH
def test_nobody_is_asked_the_same_thing_twice_or_at_the_same_address(journey: Journey) -> None:
    for typed in everybody():
        names = [name for each in journey.fields(typed) for name in each.names()]
        slugs = [step.slug for step in journey.applying(typed)]
        assert len(names) == len(set(names))
        assert len(slugs) == len(set(slugs))


@BOTH
def test_no_address_says_what_is_asked(journey: Journey) -> None:
    for step in journey.steps:
        assert not {"abuse", "violence", "police", "victim", "danger"} & set(step.slug.split("-"))


@BOTH
def test_every_question_can_be_left_or_says_why_not(journey: Journey) -> None:
    """Silence about when a way is safe must not be taken for "at any time"."""
    needed = {step.slug: step.needed for step in journey.steps if step.must}
    assert set(needed) == {"who", "call", "text", "text-to", "mail", "meet"}
    assert all(names[0].startswith("_when.") for slug, names in needed.items() if slug != "who")


@BOTH
def test_every_question_with_choices_lets_one_not_know(journey: Journey) -> None:
    for step in journey.steps:
        for each in step.fields:
            if each.kind in ("choice", "truth", "any_of", "codes"):
                assert "unknown" in each.options, each.name


@BOTH
def test_danger_comes_first_and_contact_last(journey: Journey) -> None:
    for typed in everybody():
        slugs = [step.slug for step in journey.applying(typed)]
        assert slugs[0] == "now"
        closing = ["name", "ways", "language", "talk", "card", "later"]
        assert [slug for slug in slugs if slug in closing] == closing
        assert slugs[-2:] == ["card", "later"]
        assert ("call-first" in slugs) == (typed["facts.immediate_danger"] == ["yes"])


def test_a_child_is_never_asked_about_choking_or_her_landlord() -> None:
    child: Typed = {"_about": ["child"], "category": ["noise"]}
    asked = {name for step in HELP.applying(child) for name in step.answers()}
    assert "strangulation" not in asked
    assert "facts.tenure_of_reporter" not in {each.name for each in REPORT.fields(child)}


def test_landlords_are_asked_about_only_where_there_is_one() -> None:
    let: Typed = {"category": ["noise"], "facts.tenure_of_source": ["council"]}
    assert REPORT.step("landlord", let) is not None
    assert REPORT.step("landlord", {"category": ["noise"], "facts.tenure_of_source": ["owner"]}) is None
    assert REPORT.step("landlord", let | {"category": ["fly_tipping"]}) is None


def test_the_first_question_not_passed_is_found() -> None:
    typed: Typed = {SEEN: ["report.now", "report.who"]}
    unseen = REPORT.unseen(typed)
    assert unseen is not None
    assert unseen.slug == "what"


def test_what_was_asked_is_noted_with_its_wording_only_where_it_brought_an_answer() -> None:
    typed: Typed = {"facts.immediate_danger": ["no"], SEEN: ["help.now", "help.lived"]}
    assert HELP.document(typed)["asked"] == [{"question": "help.now", "wording": 1, "facts": ["immediate_danger"]}]


def test_help_is_taken_at_its_word_unless_somebody_says_no() -> None:
    assert HELP.document({})["kind"] == "domestic_abuse"
    assert HELP.document({"facts.domestic_abuse": ["unknown"]})["kind"] == "domestic_abuse"
    assert HELP.document({"facts.domestic_abuse": ["no"]})["kind"] == "unsure"


def test_conditions_put_together_mean_what_they_say() -> None:
    yes, no = answered("a", "yes"), answered("a", "no")
    typed: Typed = {"a": ["yes"]}
    assert (either(no, yes)(typed), both(no, yes)(typed), unless(no)(typed)) == (True, False, True)
    assert not yes({})


def test_residents_choose_from_every_code_there_is_in_words_of_their_own() -> None:
    assert set(CATEGORIES) == set(VOCABULARY.categories)
    assert {*NOISES, "unknown"} == set(VOCABULARY.answers["noise_kind"].values)
