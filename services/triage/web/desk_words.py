"""The codes of the desk in plain English."""

import re

from services.triage.domain.desk.rules import DeskRuleBook
from shared.web.formats import words

CONTACT_WAYS = {
    "phone": "A call",
    "sms": "A text",
    "email": "A message by e-mail",
    "post": "A letter",
    "in_person": "A visit",
}
CONTACT_OUTCOMES = {
    "reached": "Spoke to them",
    "no_answer": "No answer",
    "message_left": "A message was left",
    "sent": "Sent",
    "not_safe_then": "It was not safe to speak just then",
}
EMERGENCIES = {
    "danger_to_life": "Somebody’s life is in danger",
    "danger_to_a_child": "A child is in danger",
    "asked_by_emergency_services": "Police, fire or ambulance need it now",
    "other_urgent_need": "Something else that cannot wait",
}
VERDICTS = {"justified": "It was right", "not_justified": "It was not right"}
HAND_OVERS = {
    "absence": "the officer is away",
    "kept_away": "somebody else is to have it",
    "left": "the officer has left",
}


_SPAN = re.compile(r"P(?:T(\d+)H|(\d+)D|(\d+)W)")


def span_words(span: str) -> str:
    """How long after something is too long."""
    found = _SPAN.fullmatch(span)
    assert found is not None, "a set of rules that is in force was checked when it was read"
    hours, days, working = found.groups()
    if working == "0":
        return "the same day"
    count, unit = next((n, unit) for n, unit in ((hours, "hour"), (days, "day"), (working, "working day")) if n)
    return f"after {count} {unit}{'s' if count != '1' else ''}"


def silence_words(book: DeskRuleBook, rule: str) -> str:
    """What did not happen, in a few words; a rule that no set has any more by its id."""
    return book.says(rule) or words(rule)


_PROTECTING = {
    "childrens_referral": "Refer to children’s services",
    "childrens_receipt": "Have children’s services say that they have it",
    "childrens_answer": "Ask children’s services what they decided, and record it",
    "adults_referral": "Refer to adult safeguarding",
    "adults_receipt": "Have adult safeguarding say that it has it",
    "adults_answer": "Ask adult safeguarding what it decided, and record it",
    "nrm_considered": "Consider whether somebody is exploited",
    "nrm_sent": "Refer to the national referral mechanism, or notify without details",
    "nrm_decided": "Ask what the Home Office decided, and record it",
}


def protecting_words(awaits: str) -> str:
    """What is to be done before a clock of safeguarding runs out."""
    return _PROTECTING[awaits]
