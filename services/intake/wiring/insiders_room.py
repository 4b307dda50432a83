"""Puts together what keeps records from members of staff who are too near to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from services.intake.adapters.insiders import Insiders, Rows
from services.intake.application.insider_handlers import INSIDER_COMMANDS
from services.intake.domain.events.insiders import TieDeclared
from services.intake.read_models import insiders, likenesses, locks, tie_signs
from services.intake.web.desk import Desk
from services.intake.web.pages import insiders as insiders_page
from services.intake.web.pages import locked_records
from services.intake.wiring.databases import SERVICE
from shared.access.tables import metadata
from shared.access.walls import Lock, Wall, Walls, differences
from shared.event_store.keyring import Keyring
from shared.event_store.views import View, ViewStore
from shared.kernel.kept_from import knowing_everything
from shared.runtime.dispatch import Dispatcher
from shared.runtime.ground import Ground, Opened
from shared.runtime.service import Chore


@dataclass(frozen=True, slots=True)
class InsidersRoom:
    """The walls beside the accounts, which every service looks up, and the log from which they follow."""

    views: ViewStore
    walls: Walls

    def put_up(self) -> None:
        """Let walls and locks stand as the log says they do, whoever asks for it."""
        # What stands is read first: what a page puts up meanwhile follows from facts that are not in what is due here.
        there, locks_there = self.walls.standing(), self.walls.locks()
        walls, locked = self.due()
        for wall in walls - there:
            self.walls.put(wall, stands=True)
        for wall in there - walls:
            self.walls.put(wall, stands=False)
        # One whose list changed is put as it now is; at no moment does it stand open.
        still = {lock.referral_id for lock in locked}
        for lock in locked ^ locks_there:
            if lock in locked or lock.referral_id not in still:
                self.walls.put_lock(lock, stands=lock in locked)

    def due(self) -> tuple[frozenset[Wall], frozenset[Lock]]:
        """The walls and the locks that follow from the log."""
        with knowing_everything(), self.views.reading() as connection:
            near, locked = insiders.standing_walls(connection), locks.standing(connection)
        return (
            frozenset(Wall(row.account_id, row.referral_id, row.reference) for row in near),
            frozenset(Lock(row.referral_id, row.reference, frozenset(row.named.split())) for row in locked),
        )

    def differs(self) -> str | None:
        """How what stands differs from what the log gives; None where it does not."""
        walls, locked = self.due()
        return differences(self.walls.standing() | self.walls.locks(), walls | locked)


def insiders_room(ground: Ground, opened: Opened) -> tuple[InsidersRoom, Chore]:
    """The room, and the work of looking for insiders in whatever comes in."""
    database = ground.database(ground.settings.address("ACCESS_URL"), "ACCESS_URL", lasting=True)
    with database.making(metadata):
        pass
    room = InsidersRoom(opened.views, Walls(database, opened.recorder.wall_met))
    looking = Insiders(
        opened.views,
        Rows(_ties, insiders.settled, _bearing),
        room.walls.staff,
        ground.keyring,
        ground.keyring,
        Dispatcher(SERVICE, opened.store, INSIDER_COMMANDS),
        ground.clock,
        room.put_up,
    )
    return room, Chore("insiders", looking.step)


def insider_routers(room: InsidersRoom, desk: Desk) -> tuple[APIRouter, ...]:
    """Whom somebody knows, and which records are locked."""
    return insiders_page.router(desk, room.put_up), locked_records.router(desk, room.put_up)


def insider_views(keys: Keyring) -> tuple[View, ...]:
    """Ties, walls, locks, and by what referrals are found besides the people in them."""
    return insiders.VIEW, locks.VIEW, tie_signs.view(keys, keys)


def _bearing(connection: Any, blind_signs: Sequence[str]) -> Sequence[Any]:
    """People as they came in, what of them changed since, and where it happened."""
    return [*likenesses.bearing(connection, blind_signs), *tie_signs.bearing(connection, blind_signs)]


def _ties(connection: Any) -> Sequence[TieDeclared]:
    return [tie for _, tie in insiders.standing_ties(connection)]
