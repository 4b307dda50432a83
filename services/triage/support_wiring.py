"""Puts support in cases of domestic abuse together; triage's wiring calls it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter

from services.triage.adapters.law_files import LawFileRefused, load_housing_law, load_support_practice
from services.triage.application.caseloads import CaseloadAlarm
from services.triage.application.support_handlers import (
    ADVISERS_STREAM,
    REFUGES_STREAM,
    SupportGround,
    register_commands,
    support_commands,
)
from services.triage.application.support_room import SupportRoom
from services.triage.domain.support.registers import ADVISERS, REFUGES
from services.triage.read_models import support_work
from services.triage.web.desk import Desk
from services.triage.web.pages.advisers import adviser_pages
from services.triage.web.pages.reciprocal import reciprocal_page
from services.triage.web.pages.support_forms import support_forms
from services.triage.web.support.telling import in_words
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.kernel.kept_from import knowing_everything
from shared.kernel.messages import Recorded
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.dispatch import Dispatcher
from shared.runtime.ground import Ground, Opened
from shared.runtime.service import Chore, Service
from shared.runtime.settings import BadSetting
from shared.web.pages import Pages

VIEWS = (support_work.VIEW,)
DECIDERS: Mapping[str, Decider[Any]] = {ADVISERS_STREAM: ADVISERS, REFUGES_STREAM: REFUGES}
"""Streams of the borough's registers of support, each with what folds it."""


def room(opened: Opened | Service) -> SupportRoom:
    """Where support is worked on. Raises BadSetting on a file of practice or law that is not sound."""
    try:
        practices, laws = load_support_practice(), load_housing_law()
    except LawFileRefused as refused:
        raise BadSetting(f"Triage cannot start. {refused}") from None
    return SupportRoom(
        practices=practices,
        laws=laws,
        advisers=lambda: opened.store.fold(ADVISERS_STREAM, ADVISERS)[0],
        refuges=lambda: opened.store.fold(REFUGES_STREAM, REFUGES)[0],
    )


def table(opened: Opened) -> dict[type[Command], Handler]:
    """Every command about support. What an adviser carries is counted whoever asks."""
    ours = room(opened)

    def open_cases(adviser_id: str) -> int:
        with knowing_everything(), opened.views.reading() as connection:
            return support_work.open_by_adviser(connection).get(adviser_id, 0)

    ground = SupportGround(
        practice=ours.practices, housing=ours.laws, calendar=england_and_wales(), open_cases=open_cases
    )
    return support_commands(ground) | register_commands()


def chores(ground: Ground, opened: Opened, known: Mapping[type[Command], Handler]) -> tuple[Chore, ...]:
    """What is noted unasked: a caseload that is too much."""
    ours = room(opened)
    alarm = CaseloadAlarm(
        practice=ours.practices,
        reading=opened.views.reading,
        open_by_adviser=support_work.open_by_adviser,
        advisers=ours.advisers,
        note=Dispatcher(opened.name, opened.store, known),
        clock=ground.clock,
    )
    return (Chore("caseloads", alarm.step),)


def routers(desk: Desk, pages: Pages) -> Sequence[APIRouter]:
    """The forms of support on a case, the page of a reciprocal move, and the registers."""
    return support_forms(desk, pages), reciprocal_page(desk, pages), adviser_pages(desk, pages)


def told(tell: Callable[[Recorded], str], sentences: Mapping[str, str]) -> Callable[[Recorded], str]:
    """One sentence for each fact; those of support in their own words."""
    return in_words(tell, sentences)
