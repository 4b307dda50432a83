"""Puts together what the desk does unasked: noting what did not happen, taking work out of hands that cannot act."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter

from services.triage.adapters.desk_rule_files import DeskRulesRefused, load_desk_rules
from services.triage.application.handing_over import HandingOver, Looking
from services.triage.application.silences import SilenceAlarm, SilenceWatch, is_span
from services.triage.domain.desk import absence
from services.triage.domain.desk.rules import DeskRuleBook
from services.triage.domain.desk.silence import MOVES
from services.triage.read_models import absences, emergency_views, silences, workload
from services.triage.web.desk import Desk
from services.triage.web.pages.absences import absence_pages
from services.triage.web.pages.emergency_views import emergency_pages
from services.triage.web.pages.queue import protection_page, silences_page
from services.triage.web.pages.second_reader import second_reader_forms
from services.triage.web.pages.workload import workload_page
from shared.access.tables import metadata as access_tables
from shared.access.walls import Walls
from shared.kernel.clock import Clock
from shared.kernel.handling import Command, Handler
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.dispatch import Dispatcher
from shared.runtime.ground import Ground, Opened
from shared.runtime.service import Chore
from shared.runtime.settings import BadSetting
from shared.web.formats import LONDON
from shared.web.pages import Pages

# Far longer than a follower is behind, and far shorter than a view is made anew.
_VIEWS_FOLLOW_WITHIN_SECONDS = 2.0


def watch_by_the_rules() -> SilenceWatch:
    """What is watched for, by the sets that ship. Raises BadSetting on a bad one."""
    try:
        return SilenceWatch(load_desk_rules(is_span), england_and_wales())
    except DeskRulesRefused as refused:
        raise BadSetting(f"Triage cannot start. {refused}") from None


def desk_rules(clock: Clock) -> DeskRuleBook:
    """The sets that ship. Raises BadSetting where all of them begin later."""
    try:
        WATCH.rules.on(clock().astimezone(LONDON).date())
    except LookupError as none:
        raise BadSetting(f"Triage cannot start. {none}") from None
    return WATCH.rules


def desk_chores(ground: Ground, opened: Opened, table: Mapping[type[Command], Handler]) -> tuple[Chore, ...]:
    """What nobody asks for. Whom which record is kept from is looked up beside the accounts, here as anywhere."""
    dispatch, views, walls = Dispatcher(opened.name, opened.store, table), opened.views, _walls(ground, opened)
    followed = partial(_followed, opened)
    alarm = SilenceAlarm(WATCH, followed, views.reading, silences.overdue, dispatch, ground.clock)
    looking = Looking(
        reading=views.reading,
        away_on=_away_on,
        in_hand_of=workload.in_hand_of,
        kept_from=walls.of,
        kept_somewhere=walls.accounts,
        left=walls.left,
    )
    handing_over = HandingOver(looking, dispatch, ground.clock)
    return Chore("silence", alarm.step), Chore("handing-over", handing_over.step)


def _followed(opened: Opened) -> bool:
    """Whether the views come to show what the log holds at this moment; while much is written they are always a little
    behind, and silence must be noted all the same."""
    return opened.views.wait_for(opened.store.head(), _VIEWS_FOLLOW_WITHIN_SECONDS)


def desk_pages(desk: Desk, pages: Pages) -> tuple[APIRouter, ...]:
    """The pages and forms of the desk."""
    return (
        silences_page(desk, pages),
        protection_page(desk, pages),
        second_reader_forms(desk, pages),
        workload_page(desk, pages),
        absence_pages(desk, pages),
        emergency_pages(desk, pages),
    )


def _walls(ground: Ground, opened: Opened) -> Walls:
    database = ground.database(ground.settings.address("ACCESS_URL"), "ACCESS_URL", lasting=True)
    with database.making(access_tables):
        pass
    return Walls(database, opened.recorder.wall_met)


def _away_on(connection: Any, day: date) -> dict[str, absence.Away]:
    return {
        row.account_id: absence.Away(
            absence_id=row.absence_id,
            first_day=date.fromisoformat(row.first_day),
            back_on=date.fromisoformat(row.back_on),
            cover_id=row.cover_id,
        )
        for row in absences.on_day(connection, day)
    }


WATCH = watch_by_the_rules()
DESK_VIEWS = (absences.VIEW, workload.VIEW, emergency_views.VIEW, silences.view(WATCH, MOVES))
