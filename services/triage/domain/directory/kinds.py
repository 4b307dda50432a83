"""Kinds of service that people are shown to without any rule: by what they need, and whether it is a child's or not.

No referral is closed by showing one, so no rule leads to them; a rule may be for another door at the same time.
"""

from datetime import date

from services.triage.domain.directory.entry import OPEN, Entry
from services.triage.domain.directory.listed import Directory, Listed

TAXONOMY = "Waymark kinds"
KINDS = ("crisis_line", "single_point_of_access", "social_prescribing", "general_practice")
CHILD, ADULT = "child", "adult"
_GROWN_UP = 18
# Who reads this in trouble reads no long list.
MOST_SHOWN = 3


def of_kind(directory: Directory, kind: str, about: str | None, day: date) -> list[Listed]:
    """Who is open on the day for a child, for an adult or, where nobody said, for either; assured in time first."""
    found = [
        listed
        for listed in directory.services.values()
        if any(term.taxonomy == TAXONOMY and term.code == kind for term in listed.entry.terms)
        and listed.status_on(day) == OPEN
        and takes(listed.entry, about)
    ]
    return sorted(found, key=lambda each: (each.overdue(day), each.entry.name.casefold()))[:MOST_SHOWN]


def takes(entry: Entry, about: str | None) -> bool:
    """Whether it is there for a child, or an adult."""
    if about == CHILD:
        return entry.minimum_age is None or entry.minimum_age < _GROWN_UP
    return about != ADULT or entry.maximum_age is None or entry.maximum_age >= _GROWN_UP
