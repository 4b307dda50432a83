"""What makes a referral sensitive: then only neutral texts go out, and only by a way confirmed lately."""

from collections.abc import Iterable, Mapping

Answers = Mapping[str, str | int | None]

# Anything but plain anti-social behaviour, and a caller who is not sure, counts as sensitive.
PLAIN_KINDS = frozenset({"asb"})
# Said yes, each of these may put somebody at home or close by in the way of whoever reads a message.
TELLING_ANSWERS = (
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


def reasons_in_referral(kind: str, strands: Iterable[str], answers: Answers) -> tuple[str, ...]:
    """Codes of what in a referral makes it sensitive; none for plain anti-social behaviour."""
    reasons = [] if kind in PLAIN_KINDS else [f"kind_{kind}"]
    reasons += ["strands"] if any(True for _ in strands) else []
    reasons += [f"answer_{name}" for name in TELLING_ANSWERS if answers.get(name) == "yes"]
    if answers.get(_DOUBTFUL) == "unknown":
        reasons.append(f"answer_{_DOUBTFUL}_unknown")
    return tuple(reasons)


def reason_in_outcome(routes: Iterable[str], panels: Iterable[str]) -> str | None:
    """The code of what in a decision makes the referral sensitive, None if nothing does."""
    for route in routes:
        if route in SENSITIVE_ROUTES:
            return f"route_{route}"
    return next((f"panel_{panel}" for panel in panels if panel in SENSITIVE_PANELS), None)
