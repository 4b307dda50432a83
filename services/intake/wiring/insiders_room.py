"""Puts together what keeps records from members of staff who are too near to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.adapters.insiders import Insiders, Rows
from services.intake.application.insider_handlers import INSIDER_COMMANDS
from services.intake.domain.events.insiders import TieDeclared
from services.intake.read_models import insiders, likenesses, tie_signs
from services.intake.wiring.databases import SERVICE
from shared.access.tables import metadata
from shared.access.walls import Wall, Walls, differences
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
        """Let walls stand as the log says they do, whoever asks for it."""
        due, there = self.due(), self.walls.standing()
        for wall in due - there:
            self.walls.put(wall, stands=True)
        for wall in there - due:
            self.walls.put(wall, stands=False)

    def due(self) -> frozenset[Wall]:
        """The walls that follow from the log."""
        with knowing_everything(), self.views.reading() as connection:
            rows = insiders.standing_walls(connection)
        return frozenset(Wall(row.account_id, row.referral_id, row.reference) for row in rows)

    def differs(self) -> str | None:
        """How what stands differs from what the log gives; None where it does not."""
        return differences(self.walls.standing(), self.due())


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


def insider_views(keys: Keyring) -> tuple[View, ...]:
    """Ties, walls, and by what referrals are found besides the people in them."""
    return insiders.VIEW, tie_signs.view(keys, keys)


def _bearing(connection: Any, blind_signs: Sequence[str]) -> Sequence[Any]:
    """People as they came in, what of them changed since, and where it happened."""
    return [*likenesses.bearing(connection, blind_signs), *tie_signs.bearing(connection, blind_signs)]


def _ties(connection: Any) -> Sequence[TieDeclared]:
    return [tie for _, tie in insiders.standing_ties(connection)]
