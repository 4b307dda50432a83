"""What is dangerous in a case, in short lines: what was answered, where it is not safe, children, what must not be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.triage.application.vawg_room import Handled
from services.triage.domain.support.file import SupportFile
from services.triage.web.case.seen import SeenCase
from services.triage.web.family.seeing import family_of, others_harmed_by
from services.triage.web.support.card import area_words
from services.triage.web.vawg.wording import LEADS_TO

_YES = "yes"
_GRADES = ("not_graded", "standard", "medium", "high")
# The most immediate first. What stands here is shown where it was answered with yes.
ANSWERED: Mapping[str, str] = {
    "immediate_danger": "Somebody is in danger now",
    "serious_crime_now": "A serious crime is happening now",
    "weapon_present_now": "There is a weapon there now",
    "child_at_risk": "A child is harmed or at risk",
    "adult_at_risk": "An adult who needs care and support is at risk",
    "exploitation_indicator": "Signs of trafficking, slavery or cuckooing",
    "strangulation": "Strangled, choked or kept from breathing",
    "threats_to_kill": "Threatened with death",
    "stalking": "Followed, watched or contacted again and again",
    "honour_based": "So-called honour is a reason given",
    "suicidal": "Somebody has spoken of ending their life",
    "weapon_ever": "A weapon or an object was used",
    "separation_last_year": "A separation, or an attempt at one, in the last year",
    "pregnancy_or_new_baby": "A pregnancy, or a baby under eighteen months",
    "judgement_high_risk": "Judged to be high risk, whatever the count",
    "hate_motive": "Done because of who somebody is",
    "violence_or_threats": "Violence, or a threat of it",
}


@dataclass(frozen=True, slots=True)
class Danger:
    """`areas` are places that are not safe, `asked` whether anybody asked; None where there is no support to ask in.

    `never` is each handling with what must not happen under it, `prompts` what is still to be done on another part of
    the case, with that part's address; `others` is who is said to have harmed somebody else, with how many as a word,
    and empty for an adviser, who hears of it from the officer.
    """

    answered: Sequence[str]
    count: int | None
    children: Sequence[str]
    areas: Sequence[tuple[str, str]] | None
    asked: bool
    never: Sequence[tuple[str, Sequence[str]]]
    prompts: Mapping[str, str]
    others: Sequence[tuple[str, str]]


def newest_of_each(assessed: Sequence[Any]) -> list[Any]:
    """The newest with each tool, the highest first: a later one with another tool makes none of them lower."""
    newest = {entry.fact.given.tool: entry for entry in assessed}
    return sorted(newest.values(), key=_level, reverse=True)


def _level(entry: Any) -> int:
    return max(_GRADES.index(entry.fact.grade), _GRADES.index(entry.fact.judged))


def danger_in(seen: SeenCase, handled: Sequence[Handled], *, with_others: bool = False) -> Danger:
    """All of it, opened for a page whose reading is recorded."""
    answers: Mapping[str, Any] = seen.card.newest.answers
    support = seen.desk.support.file(seen.story)
    count = answers.get("dash_yes_count")
    return Danger(
        answered=[says for name, says in ANSWERED.items() if answers.get(name) == _YES],
        count=count if isinstance(count, int) else None,
        children=list(_children(seen, answers)),
        areas=_areas(seen, support) if support.abuse_seen else None,
        asked=bool(support.asked),
        never=[(each.handling.title, each.handling.never) for each in handled],
        prompts={
            shown.step.says: LEADS_TO[shown.step.leads_to]
            for each in handled
            for shown in each.steps
            if shown.open and shown.step.leads_to
        },
        others=_others(seen) if with_others else (),
    )


def _others(seen: SeenCase) -> list[tuple[str, str]]:
    found = others_harmed_by(seen.desk, seen.case.referral_id)
    return [(seen.names.get(person_id) or "Somebody whose name is not known", found[person_id]) for person_id in found]


def _areas(seen: SeenCase, file: SupportFile) -> list[tuple[str, str]]:
    """Each place with whose it is, where more than one is at risk."""
    whose = {each.area_id: each.person_id for each in file.areas}
    several = sum(person.at_risk for person in seen.people) > 1
    return [
        (text, (seen.names.get(whose[area_id]) or "name not known") if several else "")
        for area_id, text in area_words(seen.story, file, seen.desk.opener).items()
    ]


def _children(seen: SeenCase, answers: Mapping[str, Any]) -> Sequence[str]:
    """What is known of children, from those named, from households, from the answers; empty where nothing is."""
    named = sum("child" in person.roles for person in seen.people)
    living = family_of(seen.desk, seen.case.referral_id).children
    lines = []
    if named:
        lines.append(f"{named} named in the case")
    if living:
        lines.append(f"{living} in the household{'s' if living > 1 else ''}")
    if not lines and answers.get("children_in_household") == _YES:
        lines.append("live in the household; nobody has named them")
    return lines
