"""The words in which the pages speak of panels' codes, and the templates they stand in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.panels.domain.definition import PanelDefinition
from services.panels.domain.values.sittings import SittingKind
from shared.web.formats import words
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parent / "templates")

# What is said of a risk or circumstance beside a case.
_FLAGS = {
    "weapon_ever": "weapon",
    "weapon_present_now": "weapon present now",
    "honour_based": "honour-based abuse",
    "hate_motive": "hate is a reason too",
    "suicidal": "suicidal thoughts",
    "separation_last_year": "separated within a year",
    "pregnancy_or_new_baby": "pregnant or new baby",
    "children": "children",
    "children_not_known": "children not known",
    "children_1": "1 child",
    "late_undecided": "late, not decided",
    "late": "late, accepted",
    "due_before_meeting": "due before the meeting",
    "moved_here": "moved here",
    "basis_not_recorded": "no lawful basis recorded",
    "same_person": "has another case too",
    "two_people": "two people in one case",
    "stays_in_refuge": "in a refuge",
    "stays_in_emergency_accommodation": "in emergency accommodation",
    "stays_in_temporary_accommodation": "in temporary accommodation",
    "stays_nowhere_safe": "where they stay is not safe",
}
# How a case came here, against what it is about: the kind of its tag.
_KINDS = {
    "basis_not_recorded": "late",
    "late_undecided": "late",
    "late": "danger",
    "overdue": "late",
    "repeat": "person",
    "same_person": "person",
    "two_people": "person",
}

STATES: Mapping[str, tuple[str, str]] = {
    "planned": ("Planned", ""),
    "convened": ("Convened", ""),
    "circulated": ("Circulated", "calm"),
    "held": ("Held", "person"),
}
KINDS = {"regular": "Regular meeting", "extra": "Extra sitting", "emergency": "Emergency meeting"}
OUTCOMES = {
    "done": "Done",
    "not_possible": "Not possible, because circumstances changed",
    "not_undertaken": "Not undertaken by the agency",
}
ACTION_STATES: Mapping[str, tuple[str, str]] = {
    "open": ("Open", ""),
    "done": ("Done", "calm"),
    "not_possible": ("Not possible", "person"),
    "not_undertaken": ("Not undertaken", "danger"),
}
RESULTS = {
    "awarded": "A band was awarded",
    "not_awarded": "No band was awarded",
    "deferred": "Put off to a later meeting",
}
# A band that is due for review comes back by itself and need not be put off.
RESULTS_OF_REVIEW = {code: says for code, says in RESULTS.items() if code != "deferred"}
CHANGES = {
    "added": "came onto the agenda",
    "removed": "left the agenda",
    "moved": "was moved",
    "changed": "has changed",
    "into_overflow": "no longer fits into the meeting",
    "out_of_overflow": "fits into the meeting now",
}
ROLES_IN_CASE = {"other": "involved", "reporter": "referrer"}
ATTENDANCE = {
    "": "Not recorded",
    "member": "Came",
    "chair": "Came as chair",
    "observer": "Came to observe",
    "apologies": "Sent apologies",
}


def tag_of(flag: str, panel: PanelDefinition) -> tuple[str, str, bool]:
    """A flag as a tag: its words, the kind of tag, and whether it is one of the panel's leading flags."""
    leading = flag in panel.flags_first
    if flag.startswith("children"):
        number = flag.removeprefix("children_")
        return _FLAGS.get(flag) or f"{number} children", "person", False
    kind = "danger" if leading or flag == "weapon_present_now" else _KINDS.get(flag, "")
    return _FLAGS.get(flag) or words(flag).lower(), kind, leading


def quorum_of(panel: PanelDefinition, kind: SittingKind) -> int:
    """How many agencies make a quorum at such a sitting."""
    return panel.quorum.emergency_agencies if kind == "emergency" else panel.quorum.agencies


def missing_words(missing: tuple[str, ...], panel: PanelDefinition, kind: SittingKind) -> list[str]:
    """What a meeting lacked for a quorum, each in words."""
    said = {"chair": "a chair", "agencies": f"enough agencies ({quorum_of(panel, kind)} make a quorum)"}
    return [said.get(code) or panel.agency_name(code) for code in missing]


WORDS: Mapping[str, Any] = {
    "states": STATES,
    "kinds": KINDS,
    "outcomes": OUTCOMES,
    "action_states": ACTION_STATES,
    "changes_words": CHANGES,
    "results": RESULTS,
    "results_of_review": RESULTS_OF_REVIEW,
}
