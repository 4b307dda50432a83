"""Whether anything in a referral speaks of abuse or another form of violence, as far as it is known."""

from collections.abc import Collection, Mapping

from services.intake.domain.events.referral import AnswerValue

_ANSWERS = ("domestic_abuse", "strangulation", "threats_to_kill", "stalking", "honour_based")
_KINDS = ("domestic_abuse", "vawg_other")
_ROUTES = ("domestic_abuse", "vawg_specialist", "children_mash", "modern_slavery", "adult_safeguarding")


def speaks_of_abuse(kind: str, strands: Collection[str], answers: Mapping[str, AnswerValue], route: str | None) -> bool:
    """What was said, or what triage made of it."""
    said = any(answers.get(name) == "yes" for name in _ANSWERS)
    return said or route in _ROUTES or bool(strands) or kind in _KINDS
