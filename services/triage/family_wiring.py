"""Puts families, pointers and the closing of cases together; triage's wiring calls it."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter

from services.triage.adapters.law_files import LawFileRefused, load_closing
from services.triage.application import family_handlers as streams
from services.triage.application.closing_handlers import closing_commands
from services.triage.application.closing_room import ClosingRoom
from services.triage.application.family_handlers import family_commands
from services.triage.application.handlers import stream_of
from services.triage.domain.assessment import DECIDER
from services.triage.domain.family.household import HOUSEHOLD
from services.triage.domain.family.identity import IDENTITY
from services.triage.read_models import abuse_reports, families, pointers
from services.triage.web.desk import Desk
from services.triage.web.pages.abuse_profile import abuse_profile_page
from services.triage.web.pages.family import family_pages
from services.triage.web.pages.known_to import known_to_pages
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.ground import Opened
from shared.runtime.settings import BadSetting
from shared.web.pages import Pages

FAMILY_VIEWS = (families.VIEW, pointers.VIEW, abuse_reports.VIEW)
FAMILY_DECIDERS: Mapping[str, Decider[Any]] = {
    streams.HOUSEHOLD_STREAM: HOUSEHOLD,
    streams.PEOPLE_STREAM: IDENTITY,
    streams.APART_STREAM: IDENTITY,
}
"""What folds the streams that may be read as recorded. Those of pointers may be read so by nobody."""


def closing_room() -> ClosingRoom:
    """When a case may be closed for silence. Raises BadSetting on a file that is not sound."""
    try:
        return ClosingRoom(load_closing(), england_and_wales())
    except LawFileRefused as refused:
        raise BadSetting(f"Triage cannot start. {refused}") from None


def family_table(opened: Opened) -> dict[type[Command], Handler]:
    """Every command about families, about pointers, and the one that closes a case."""
    room = closing_room()
    closing = closing_commands(room.practice, room.calendar)
    return closing | family_commands(lambda of: opened.store.fold(stream_of(of), DECIDER)[0])


def family_routers(desk: Desk, pages: Pages) -> Sequence[APIRouter]:
    """Households, who else knows somebody, and when and where abuse is reported."""
    return family_pages(desk, pages), known_to_pages(desk, pages), abuse_profile_page(desk, pages)


def readable(stream: str) -> bool:
    """Whether a stream may be read as it was recorded."""
    return not stream.startswith(streams.POINTER_STREAM)
