"""The questions that both journeys ask first and last: danger, whom it is about; a card, a phrase to come back with."""

from collections.abc import Mapping
from typing import Any

from services.intake.domain.values import campaign_code, same_phrase
from services.intake.web.forms import NONE_OF_THESE, UNKNOWN, Field, Typed
from services.intake.web.journeys.reaching import finish_reaching
from services.intake.web.journeys.steps import SEEN, Step, answered, either, unless

YES_NO = {"yes": "Yes", "no": "No", UNKNOWN: "I don’t know"}
NONE = {NONE_OF_THESE: "None of these", UNKNOWN: "I don’t know"}

ME, OTHER, CHILD, OWN = "me", "other", "child", "own"
ABOUT = "_about"
# What a link or a resident gives besides the document's members.
BROUGHT_CODE, PHRASE = "_card", "_phrase"
SHORTEST_PHRASE = 12
about_me = either(answered(ABOUT, ME), unless(answered(ABOUT, ME, OTHER, CHILD)))
about_other = answered(ABOUT, OTHER)
about_child = answered(ABOUT, CHILD)
about_grown_up = unless(about_child)


def danger() -> tuple[Step, Step]:
    """Danger comes first, and whoever says yes is sent to 999 before anything else is asked."""
    asked = Field("facts.immediate_danger", "choice", "Is anyone in danger right now?", options=YES_NO)
    return (
        Step("now", asked.label, (asked,)),
        Step(
            "call-first",
            "Call 999 now",
            template="intake/danger.html",
            when=answered(asked.name, "yes"),
        ),
    )


def about(me: str, **also: str) -> tuple[Step, Step]:
    """Whom it is about; a young person goes on by a gentler way."""
    who = {
        ME: me,
        OTHER: "It is happening to somebody else",
        CHILD: "I am under 18 and it is happening to me",
        **also,
        UNKNOWN: "I don’t know, or it is hard to say",
    }
    asked = Field(ABOUT, "choice", "Who is this about?", options=who)
    return (
        Step("who", asked.label, (asked,), must="Choose who this is about."),
        Step("you", "You can talk to us", template="intake/young.html", when=about_child),
    )


AGE = Field("facts.victim_age", "number", "How old are you?", "Leave it empty if you don’t want to say.")
_CARD = Field(
    "campaign", "line", "Do you have a card or a letter from us with a code?",
    "The code looks like K7M-5. It tells us which cards reach people. Leave it empty if you have none.",
    look="govuk-input--width-5",
)  # fmt: skip
_PHRASE = Field(
    PHRASE, "line", "Choose a phrase to come back with",
    "With it and your reference you can see here what happens next. Take three words or more that you can keep in "
    "mind and nobody else would guess. Leave it empty if you don’t want to come back here.",
)  # fmt: skip


def closing() -> tuple[Step, ...]:
    """The last questions: the code of a card, unless the link brought it, and a phrase to come back with."""
    return (
        Step("card", _CARD.label, (_CARD,), when=lambda typed: not typed.get(BROUGHT_CODE)),
        Step("later", _PHRASE.label, (_PHRASE,)),
    )


def brought(link: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a link to a journey says: that it is about another or a child (`for`), and the code of a card (`c`)."""
    found = {}
    if link.get("for") in (OTHER, CHILD):
        found[ABOUT] = [str(link["for"])]
    if code := campaign_code(str(link.get("c", ""))):
        found[BROUGHT_CODE] = [code]
    return found


def on_link(typed: Typed) -> dict[str, str]:
    """The same as a link says it."""
    said = {"for": typed.get(ABOUT, ()), "c": typed.get(BROUGHT_CODE, ())}
    return {name: values[0] for name, values in said.items() if values and brought({name: values[0]})}


def weak_phrase(typed: Typed) -> str | None:
    """What to do about a phrase that is guessed too easily; None where it is not, or there is none."""
    phrase = same_phrase(" ".join(typed.get(PHRASE, ())))
    if not typed.get(PHRASE) or (len(phrase) >= SHORTEST_PHRASE and not _one_plain_word(phrase)):
        return None
    return f"Choose three words or more, with {SHORTEST_PHRASE} letters in all, or leave this empty."


def _one_plain_word(phrase: str) -> bool:
    """Some scripts put no gaps between words."""
    return phrase.isascii() and " " not in phrase


def finish_people(document: dict[str, Any], typed: Typed) -> None:
    """What follows from whom it is about, from the ways that are safe, and from leaving every detail of oneself out."""
    reporter = dict(document.get("reporter", {}))
    if set(typed.get(ABOUT, ())) & {ME, OTHER, CHILD}:
        reporter["is_victim"] = not about_other(typed)
    if about_child(typed):
        # A child lives there: herself. Her age may be left open; that somebody who helps children reads it may not.
        document["facts"] = {"children_in_household": "yes", **document.get("facts", {})}
    finish_reaching(document, typed)
    passed = {mark.partition(".")[2] for mark in typed.get(SEEN, ())}
    if not document.get("reporter") and {"name", "ways"} <= passed:
        reporter["anonymous"] = True
    document["reporter"] = reporter
    if code := typed.get(BROUGHT_CODE):
        document["campaign"] = code[0]
