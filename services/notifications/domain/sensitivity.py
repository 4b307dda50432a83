"""What makes a referral sensitive: then only neutral texts go out, and only by a way confirmed lately."""

from collections.abc import Iterable, Mapping

Answers = Mapping[str, str | int | None]

# Anything but plain anti-social behaviour, and a caller who is not sure, counts as sensitive.
PLAIN_KINDS = frozenset({"asb"})
# Said yes, each of these may put somebody at home or close by in the way of whoever reads a message.
TELLING_ANSWERS = (
    "immediate_danger",
    "serious_crime_now",
    "weapon_present_now",
    "domestic_abuse",
    "violence_or_threats",
    "hate_motive",
    "child_at_risk",
    "adult_at_risk",
    "exploitation_indicator",
    "strangulation",
    "threats_to_kill",
    "stalking",
    "honour_based",
    "suicidal",
)
# Whoever reports one of these may be under the hand of whoever reads along.
TELLING_CATEGORIES = frozenset({"prostitution_related", "suspected_brothel"})
# Said of somebody under eighteen, a referral may go to children's services.
AGES = ("victim_age", "perpetrator_age", "subject_age")
_OF_AGE = 18
# Asked, and not answered with no: a hesitation here is taken for what it may be.
_DOUBTFUL = "domestic_abuse"
SENSITIVE_ROUTES = frozenset(
    {
        "emergency_999",
        "modern_slavery",
        "domestic_abuse",
        "vawg_specialist",
        "children_mash",
        "adult_safeguarding",
        "hate_crime_police",
    }
)
SENSITIVE_PANELS = frozenset({"marac"})


def reasons_in_referral(
    kind: str, strands: Iterable[str], answers: Answers, category: str | None = None
) -> tuple[str, ...]:
    """Codes of what in a referral makes it sensitive; none for plain anti-social behaviour.

    A first message can go before triage has judged, so whatever may lead to one of its protecting routes counts here.
    """
    reasons = [] if kind in PLAIN_KINDS else [f"kind_{kind}"]
    reasons += [f"category_{category}"] if category in TELLING_CATEGORIES else []
    reasons += ["strands"] if any(True for _ in strands) else []
    reasons += [f"answer_{name}" for name in TELLING_ANSWERS if answers.get(name) == "yes"]
    reasons += [f"answer_{name}" for name in AGES if isinstance(age := answers.get(name), int) and age < _OF_AGE]
    if answers.get(_DOUBTFUL) == "unknown":
        reasons.append(f"answer_{_DOUBTFUL}_unknown")
    return tuple(reasons)


def reason_in_outcome(routes: Iterable[str], panels: Iterable[str]) -> str | None:
    """The code of what in a decision makes the referral sensitive, None if nothing does."""
    for route in routes:
        if route in SENSITIVE_ROUTES:
            return f"route_{route}"
    return next((f"panel_{panel}" for panel in panels if panel in SENSITIVE_PANELS), None)
