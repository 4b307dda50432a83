"""Asks the directory whether each destination of a rule set has somebody behind it who is open when the set binds."""

from collections.abc import Iterator
from datetime import date

from services.triage.application.directory.room import destinations_in
from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.shown import dead_destinations
from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rule_sets.proof import Result


def live_destinations(document: RuleDocument, directory: Directory, today: date) -> Iterator[Result]:
    """One claim for each route, and each strand that has a destination of its own.

    It is asked for the set's first day, and of one in force for today: that a door was open years ago helps nobody.
    """
    day = max(document.effective_from, today)
    on = f"{day.day} {day:%B %Y}"
    for name in destinations_in(document):
        dead = bool(dead_destinations(directory, (name,), day))
        yield Result(
            part="dead route",
            says=f"somebody who is open takes {_called(name)} on {on}",
            how="by_asking",
            holds=not dead,
            cure=_cure(directory, name, day) if dead else "",
        )


def _called(name: str) -> str:
    route, _, strand = name.partition("/")
    return f"the route “{route}”, strand “{strand}”," if strand else f"the route “{route}”"


def _cure(directory: Directory, name: str, day: date) -> str:
    """What the directory says instead, and what to do."""
    named = directory.providers(name, day)
    if not named:
        return "The directory names nobody for it that day. Enter there who takes it, or lead the rules elsewhere."
    how = "; ".join(f"{each.entry.name} is {each.status_on(day)}" for each in named)
    return f"In the directory {how}. Enter there who takes it instead, or lead the rules elsewhere."
