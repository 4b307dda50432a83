"""Triage's codes in plain English: labels document, words belong to the page."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from shared.web.formats import full_date, words

ROUTES = {
    "emergency_999": "Emergency services, 999",
    "modern_slavery": "First responder for modern slavery",
    "domestic_abuse": "Domestic abuse service",
    "vawg_specialist": "Specialist service for violence against women and girls",
    "children_mash": "Children’s services",
    "adult_safeguarding": "Adult safeguarding",
    "hate_crime_police": "Police hate crime officer",
    "police_101": "Police, 101",
    "asb_case": "Anti-social behaviour case",
    "street_services": "Street services",
    "civil_advice": "Advice on civil matters",
    "advice_and_record": "Advice, kept as intelligence",
}
PANELS = {"marac": "MARAC", "cmarac": "Community MARAC", "housing_needs": "Housing needs panel"}
PRIORITIES = {"urgent": "Urgent", "high": "High", "standard": "Standard risk"}
OUTCOMES = {
    "emergency": "Emergency",
    "open_case": "Open a case",
    "signpost": "Signpost",
    "ask": "Ask first",
}
DONE_BY = {"us": "we do it", "resident": "the person does it", "caller": "the caller does it"}
# What a resident is told of who does it; three routes are told in words of their own.
_HELP = {"us": "We pass it on for you", "resident": "You contact them", "caller": "You contact them"}
_HELP_BY_ROUTE = {
    "emergency_999": "Ring 999 now",
    "advice_and_record": "We advise you",
    "civil_advice": "We cannot deal with it",
}
GIVE = {"pspo_information": "Information on the public spaces protection order"}
OVERRIDES = {
    "new_information": "There is new information",
    "local_knowledge": "I know the place or the people",
    "rule_seems_wrong": "The rule seems wrong here",
    "agency_agreed": "Another agency has agreed to take it",
    "other": "Another reason",
}
OFFERS = {
    "accepted": "Accepted",
    "declined": "Declined",
    "could_not_be_reached": "Could not be reached",
    "already_supported": "Already supported",
}
CLOSE_REASONS = {
    "resolved": "Resolved",
    "no_further_action": "No further action",
    "moved_away": "Moved away",
    "silence": "We have not heard from them for a long time",
    "transferred": "Transferred to another service",
}
_MEMBERS = {"kind": "Kind", "category": "Category", "strands": "Strands", "received_on": "Day of receipt"}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)S)?)?")
_WORKING_DAYS = "working_days"


class Asked(Protocol):
    """One question: its type, the codes it takes, the most it may be, and how it is asked aloud."""

    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def asks(self) -> str: ...
    @property
    def values(self) -> Mapping[str, str]: ...
    @property
    def most(self) -> int: ...


class Spoken(Protocol):
    """The vocabulary with its labels and spoken questions."""

    @property
    def kinds(self) -> Mapping[str, str]: ...
    @property
    def channels(self) -> Mapping[str, str]: ...
    @property
    def categories(self) -> Mapping[str, str]: ...
    @property
    def strands(self) -> Mapping[str, str]: ...
    @property
    def groups(self) -> Mapping[str, str]: ...
    @property
    def answers(self) -> Mapping[str, Asked]: ...


class Wording:
    """Says codes in words; a code nobody has worded yet is shown with spaces."""

    def __init__(self, vocabulary: Spoken) -> None:
        self.vocabulary = vocabulary

    def route(self, code: str) -> str:
        """A route's name."""
        return ROUTES.get(code) or words(code)

    def destination(self, code: str) -> str:
        """A destination of the directory: a route, or a route and a strand."""
        route, _, strand = code.partition("/")
        return f"{self.route(route)}: {words(strand).lower()}" if strand else self.route(route)

    def panel(self, code: str) -> str:
        """A panel's name."""
        return PANELS.get(code) or words(code)

    def outcome(self, code: str) -> str:
        """What becomes of the referral."""
        return OUTCOMES.get(code) or words(code)

    def gift(self, code: str) -> str:
        """What is given to somebody."""
        return GIVE.get(code) or words(code)

    def done_by(self, code: str) -> str:
        """Who takes the matter there."""
        return DONE_BY.get(code) or words(code)

    def help(self, route: str, done_by: str, ours: bool) -> str:
        """Whether we can help, said to a resident."""
        return "We deal with it" if ours else _HELP_BY_ROUTE.get(route) or _HELP.get(done_by) or words(done_by)

    def override(self, code: str) -> str:
        """Why a person decided otherwise."""
        return OVERRIDES.get(code) or words(code)

    def offer(self, code: str) -> str:
        """What came of an offer of support."""
        return OFFERS.get(code) or words(code)

    def close_reason(self, code: str) -> str:
        """Why a case ended."""
        return CLOSE_REASONS.get(code) or words(code)

    def finding(self, code: str) -> str:
        """A route, a panel or a priority, whichever it is."""
        if code in PRIORITIES:
            return f"{PRIORITIES[code]} priority" if code != "standard" else PRIORITIES[code]
        return self.panel(code) if code in PANELS else self.route(code)

    def about(self, kind: str, category: str | None) -> str:
        """What a referral is about, in two or three words."""
        if category is not None:
            return self.vocabulary.categories.get(category) or words(category)
        return self.vocabulary.kinds.get(kind) or words(kind)

    def question(self, name: str) -> str:
        """How an answer is asked for, or the name of a member."""
        asked = self.vocabulary.answers.get(name)
        return asked.asks if asked is not None else _MEMBERS.get(name) or words(name)

    def value(self, name: str, value: Any) -> str:
        """An answer or member as people say it."""
        if value is None or value == "" or value == ():
            return "Not known"
        if isinstance(value, list | tuple):
            return ", ".join(self.value(name, each) for each in value)
        codes = self._codes(name)
        if isinstance(value, str) and value in codes:
            return codes[value]
        return full_date(value) if _is_day(value) else words(value)

    def _codes(self, name: str) -> Mapping[str, str]:
        asked = self.vocabulary.answers.get(name)
        if asked is not None:
            return asked.values
        members = {"kind": "kinds", "category": "categories", "strands": "strands"}
        found: Mapping[str, str] = getattr(self.vocabulary, members[name]) if name in members else {}
        return found


def duration(text: str | None, counted: str) -> str | None:
    """An ISO 8601 duration from receipt in words; None where there is no time frame."""
    if text is None:
        return None
    found = _DURATION.fullmatch(text)
    if found is None:
        return f"within {text}"
    days, hours, seconds = (None if part is None else int(part) for part in found.groups())
    if hours is not None:
        return f"within {hours} hours" if hours != 1 else "within an hour"
    if days is None:
        return "at once" if not seconds else f"within {seconds} seconds"
    if days == 0:
        return "the same day"
    kind = "working day" if counted == _WORKING_DAYS else "day"
    return f"within {days} {kind}{'s' if days != 1 else ''}"


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None
