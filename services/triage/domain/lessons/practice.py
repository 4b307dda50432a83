"""The themes and sources of lessons, as dated data."""

from typing import Any

from services.triage.domain.asb.law import Dated, LawProblem, read_part


class LessonPractice(Dated, frozen=True, kw_only=True):
    """What a lesson may be about and come from, from a day on."""

    themes: dict[str, str]
    sources: dict[str, str]


def lesson_practice_from(raw: dict[str, Any]) -> LessonPractice:
    """The practice of a document. Raises LawProblem."""
    practice = read_part(raw, LessonPractice)
    for name in ("themes", "sources"):
        if not getattr(practice, name):
            raise LawProblem(f"there is nothing under {name}. Give at least one entry")
    return practice
