"""Whatever was typed when a call broke off can be taken in, and stands somewhere in what was taken in."""

import json
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.document.reading import read_referral
from services.intake.web.call_document import call_document
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, written
from services.intake.web.pages.ending_call import fit_to_take_in
from services.intake.web.staff_questions import FIELDS
from tests.support.builders.intake import NOW

FREE = ("line", "words", "list", "number", "day")
JUNK = st.one_of(
    st.text(max_size=300),
    st.sampled_from(["-1", "31", "07700 900123", "SW19 1AA", "nowhere", "a@b", "x" * 2_500, "\x00\x07", "9" * 30]),
)


class Checking:
    """The one door, asked only whether a document can be taken in."""

    def check(self, body: bytes) -> None:
        read_referral(body, NOW)


class DoorOnly:
    """A desk of which nothing else is asked."""

    reception = Checking()


def values(each: Field) -> st.SearchStrategy[list[str]]:
    if each.kind in FREE:
        return st.lists(JUNK, max_size=1)
    return st.lists(st.sampled_from([*each.options, "something else"]), max_size=2)


@st.composite
def anything(draw: st.DrawFn) -> dict[str, list[str]]:
    chosen = draw(st.lists(st.sampled_from(FIELDS), max_size=12, unique_by=lambda each: each.name))
    typed: dict[str, list[str]] = {name: [] for each in FIELDS for name in each.names()}
    for each in chosen:
        for name in each.names():
            typed[name] = [value for value in draw(values(each)) if value.strip()]
    return typed


def readable(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@settings(max_examples=60)
@given(anything())
def test_a_dropped_call_can_always_be_taken_in_and_loses_no_word(typed: Typed) -> None:
    fit = fit_to_take_in(cast("Desk", DoorOnly()), typed)
    document = call_document(fit)
    read_referral(written(document), NOW)
    kept = readable(" ".join(_texts(document)))
    for each in FIELDS:
        # Numbers, days and hours come in their normal form.
        as_typed = each.kind in ("line", "words") or each.name.endswith("must_not_receive")
        if as_typed and not each.name.startswith("_"):
            for value in typed.get(each.name, ()):
                assert all(word in kept for word in readable(value).split()) or _complained_of(typed), each.name


def _complained_of(typed: Typed) -> bool:
    """What they said of how to reach themselves is left out."""
    return "complained_of" in typed.get("_caller", ())


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [str(value)]


def test_the_oracle_itself_finds_a_word_that_is_lost() -> None:
    assert readable("He\x00shouts") not in readable(json.dumps({"description": "nothing"}))
