"""The questions of a numbered form: one list for the printed form, the offline page and the page where it is keyed.

Short enough for two sides of paper, danger first. Every question may be left: not asked is not the same as no.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from services.intake.domain.form_numbers import ASB, DOMESTIC_ABUSE
from services.intake.web.forms import Field, Typed, document_of
from services.intake.web.languages import LANGUAGES
from shared.contracts.vocabulary import VOCABULARY

_LONDON = ZoneInfo("Europe/London")
_NOT_ASKED = {"": "Not asked"}
_YES_NO = {"yes": "Yes", "no": "No", "unknown": "Don’t know", **_NOT_ASKED}
_SAFE = {"yes": "Safe", "no": "Not safe", "unknown": "Don’t know", **_NOT_ASKED}
_TRUTH = {"yes": "Yes", "no": "No", **_NOT_ASKED}
_SMALL = "small inline"
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that stand together on a form."""

    heading: str
    fields: tuple[Field, ...]


def _asked(*names: str) -> tuple[Field, ...]:
    return tuple(_answer(name) for name in names)


def _answer(name: str) -> Field:
    answer = VOCABULARY.answers[name]
    if answer.type == "yes_no":
        return Field(f"facts.{name}", "choice", answer.asks, options=_YES_NO, look=_SMALL)
    if answer.type == "one_of":
        return Field(f"facts.{name}", "pick", answer.asks, options=answer.values, look="Not asked")
    return Field(f"facts.{name}", "number" if answer.type in ("count", "age") else "line", answer.asks)


def _safe(way: str, label: str) -> Field:
    return Field(f"safe_contact.{way}", "choice", label, options=_SAFE, look=_SMALL)


RECEIVED_ON = Field("_received", "day", "Day we were told", "Not the day it is keyed. For example, 27 3 2026")
_NARROW = "govuk-input--width-5"
RECEIVED_AT = Field("_received_time", "line", "Time we were told", "24 hours, such as 14:05", look=_NARROW)
_WHEN_TOLD = (
    RECEIVED_ON,
    RECEIVED_AT,
    Field("channel", "pick", "How did it reach us?", options=VOCABULARY.channels, look="Choose"),
)
_SAFETY = _asked(
    "immediate_danger", "serious_crime_now", "weapon_present_now", "child_at_risk", "adult_at_risk",
    "exploitation_indicator", "domestic_abuse", "violence_or_threats", "hate_motive",
)  # fmt: skip
_CALLER = (
    Field("reporter.full_name", "line", "Name"),
    Field("reporter.phone", "line", "Telephone", look="tel"),
    _safe("phone.safe", "Is it safe to call?"),
    _safe("phone.voicemail", "Is it safe to leave a message?"),
    Field("safe_contact.phone.times", "list", "Safe times to call", "Mon-Fri 10:00-14:00, one on a line.", look="2"),
    Field("reporter.email", "line", "E-mail address", look="email"),
    _safe("email.safe", "Is it safe to e-mail?"),
    _safe("sms.safe", "Is it safe to send text messages?"),
    Field("reporter.address", "words", "Address", look="2"),
    _safe("post.safe", "Is it safe to send letters?"),
    _safe("in_person.safe", "Is it safe to visit?"),
    Field("reporter.is_victim", "truth", "Is it happening to this person?", options=_TRUTH, look=_SMALL),
    Field("reporter.anonymous", "truth", "Do they want to stay anonymous?", options=_TRUTH, look=_SMALL),
    Field("language", "pick", "Which language do they speak best?", options=LANGUAGES, look="Not asked"),
    Field("interpreter", "line", "Interpreter", "Never family or friends."),
)  # fmt: skip
_MUST_NOT_KNOW = (
    Field("safe_contact.codeword", "line", "Codeword"),
    Field("safe_contact.must_not_receive", "list", "Who must not find out?", "Names, one on each line.", look="2"),
    Field("interviewer_preference", "line", "Would they rather speak to a woman or to a man?"),
)
_WHEN = (
    Field("occurred.from", "day", "Since when?", "For example, 27 3 2026"),
    Field("occurred.pattern", "line", "When does it happen?", "Such as most nights after 23:00."),
    Field("occurred.ongoing", "truth", "Is it still going on?", options=_TRUTH, look=_SMALL),
)
_WHERE = (
    Field("location.address", "words", "Where does it happen?", look="2"),
    Field("location.postcode", "line", "Postcode", look="govuk-input--width-10"),
)
_BY_WHOM = (
    Field("people.perpetrator.full_name", "line", "Who does it?", "A name, or “name not known”."),
    Field("people.perpetrator.address", "line", "Where do they live?"),
)
_STORY = (Field("description", "words", "In their own words", look="8"),)
_ABOUT_HOMES = _asked("persistent", "tenure_of_source", "landlord", "landlord_contacted", "noise_kind")
_WHOM = (
    Field("people.victim.full_name", "line", "Who is it happening to, if not the person who tells us?"),
    Field("people.victim.date_of_birth", "day", "Their date of birth", "For example, 27 3 1990"),
)
_RISK = _asked(
    "strangulation", "threats_to_kill", "stalking", "suicidal", "honour_based", "weapon_ever", "separation_last_year",
    "pregnancy_or_new_baby", "children_in_household", "dash_yes_count", "judgement_high_risk", "judgement_reason",
)  # fmt: skip
_SHARING = (
    Field(
        "sharing.consent", "choice", "Do they agree that we share this?", look=_SMALL,
        options={"given": "Yes", "refused": "No", "not_sought": "Not asked: not safe", **_NOT_ASKED},
    ),
)  # fmt: skip

PARTS: Mapping[str, tuple[Part, ...]] = {
    ASB: (
        Part("When and how we were told", _WHEN_TOLD),
        Part("Safety first", _SAFETY),
        Part("Who tells us, and how to reach them safely", _CALLER),
        Part(
            "What happens",
            (
                Field("category", "pick", "What is it about?", options=VOCABULARY.categories, look="Not said"),
                *_WHEN,
                *_WHERE,
                *_BY_WHOM,
                *_ABOUT_HOMES,
                *_STORY,
            ),
        ),
    ),
    DOMESTIC_ABUSE: (
        Part("When and how we were told", _WHEN_TOLD),
        Part("Safety first", _SAFETY),
        Part("Who tells us, and how to reach them safely", (*_CALLER, *_MUST_NOT_KNOW)),
        Part("What happens", (*_WHOM, *_BY_WHOM, *_WHEN, *_WHERE, *_STORY)),
        Part("Risk", _RISK),
        Part("Sharing", _SHARING),
    ),
}


def fields_of(kind: str) -> tuple[Field, ...]:
    """Every question of a form about this."""
    return tuple(each for part in PARTS[kind] for each in part.fields)


def told_at(typed: Typed) -> tuple[datetime | None, dict[str, str]]:
    """When we were told, in London's time, or what is wrong with that, by field."""
    day = document_of([Field("day", "day", "")], {f"day.{part}": typed.get(f"_received.{part}", ()) for part in _PARTS})
    wrong = {}
    on, at = _day(str(day.get("day", ""))), _TIME.fullmatch(" ".join(typed.get(RECEIVED_AT.name, ())).strip())
    if on is None:
        wrong[RECEIVED_ON.name] = "Give the day that stands on the form, in figures, such as 27 3 2026."
    if at is None:
        wrong[RECEIVED_AT.name] = "Give the time that stands on the form, in 24 hours, such as 14:05."
    if on is None or at is None:
        return None, wrong
    return datetime.combine(on, time(int(at[1]), int(at[2])), _LONDON), {}


_PARTS = ("day", "month", "year")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
