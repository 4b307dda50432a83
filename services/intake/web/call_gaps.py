"""What is missing of the three that every referral needs, while somebody is still on the telephone."""

from collections.abc import Sequence

from services.intake.domain.call import DANGER_NOW
from services.intake.web.forms import Typed
from services.intake.web.spoken import CARE, HARM, resolved, which_is_open

_THREE = {
    "What: choose what it is about, tick what it is part of, or write it down.": (
        "category", "strands", "description",
    ),
    "When: give a day or a pattern.": (
        "occurred.pattern", "occurred.from.day", "occurred.from.month", "occurred.from.year", "occurred.ongoing",
    ),
    "By whom: give a name or a place, or write “not known”.": (
        "people.perpetrator.full_name", "people.perpetrator.address",
    ),
}  # fmt: skip
_NEVER_WAITS = (*DANGER_NOW, "domestic_abuse", "child_at_risk", "violence_or_threats")


def missing(typed: Typed) -> Sequence[str]:
    """A sentence for each of the three of which nothing was typed, and for a yes of which nobody has said to what."""
    which = [f"Say which: “{spoken.says}”" for spoken in which_is_open(typed)]
    return which + [says for says, names in _THREE.items() if not any(typed.get(name) for name in names)]


def may_wait(typed: Typed) -> bool:
    """Whether there is time to ask for them: where somebody may be hurt, what was said is taken in as it is."""
    said = resolved(typed)
    if any(list(typed.get(spoken.all_name, ())) == ["yes"] for spoken in (HARM, CARE)):
        return False
    return not any(said.get(f"facts.{name}") == ["yes"] for name in _NEVER_WAITS)
