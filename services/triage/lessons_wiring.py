"""Puts the lessons of reviews together; triage's wiring calls it."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter

from services.triage.adapters.law_files import LawFileRefused, load_lessons
from services.triage.application.lessons import STREAM, LessonRoom, lesson_commands
from services.triage.domain.lessons.lesson import LESSON
from services.triage.read_models import lessons
from services.triage.web.desk import Desk
from services.triage.web.pages.lessons import lesson_pages
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact
from shared.runtime.ground import Ground, Opened
from shared.runtime.service import Service
from shared.runtime.settings import BadSetting
from shared.web.pages import Pages

VIEWS = (lessons.VIEW,)
DECIDERS: Mapping[str, Decider[Any]] = {STREAM: LESSON}


def room(ground: Ground, opened: Opened | Service) -> LessonRoom:
    """Where lessons are written. Raises BadSetting on a dated file that is not sound."""
    try:
        practices = load_lessons()
    except LawFileRefused as refused:
        raise BadSetting(f"Triage cannot start. {refused}") from None

    def facts(stream: str) -> Sequence[Fact]:
        return [recorded.fact for recorded in opened.store.stream(stream)]

    return LessonRoom(practices, facts, ground.keyring)


def table(ground: Ground, opened: Opened) -> dict[type[Command], Handler]:
    """Every command about lessons."""
    return lesson_commands(room(ground, opened))


def routers(desk: Desk, pages: Pages, ours: LessonRoom) -> Sequence[APIRouter]:
    """The pages."""
    return (lesson_pages(desk, pages, ours),)
