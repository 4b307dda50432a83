"""A little service that is put together as the real ones are: a log, a view, a policy, a deadline, a relay."""

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert

from shared.event_store.views import View
from shared.kernel.clock import ScriptedClock
from shared.kernel.handling import Deadline
from shared.kernel.messages import Recorded
from shared.runtime.ground import assemble, make_ground, open_service
from shared.runtime.service import Service
from shared.runtime.settings import from_environment
from shared.runtime.worker import Work, Workers, work_of
from tests.support.builders.delivery import COMMANDS as COPYING
from tests.support.builders.delivery import COPY
from tests.support.notebook import COMMANDS, FACTS, MORNING, NoteWritten, written

_seen = Table("seen", MetaData(), Column("position", Integer, primary_key=True), Column("stream", Text))


def _on_note(connection: Connection, recorded: Recorded) -> None:
    connection.execute(insert(_seen).values(position=recorded.position, stream=recorded.stream))


SEEN = View("seen", 1, (_seen,), {NoteWritten: _on_note})
CHASE = Deadline("chase", lambda timer, moment: ())


class NotesService:
    """The service `notes` under a data folder, its work done when told and its clock moved when told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = ScriptedClock(MORNING)
        self.ground = make_ground(from_environment({}, data=str(folder)), self.clock)
        opened = open_service(self.ground, "notes", FACTS, {}, (SEEN,))
        commands: dict[Any, Any] = {**COMMANDS, **COPYING}
        self.service: Service = assemble(self.ground, opened, commands, (COPY,), deadlines=(CHASE,))

    @property
    def file(self) -> Path:
        """The log's own file."""
        return self.folder / "notes.sqlite"

    def write(self, stream: str) -> None:
        """A fact more in the log."""
        written(self.service.store, stream)

    def work(self) -> list[Work]:
        """What its worker does."""
        return work_of(self.service, self.ground.bus, self.clock)

    def workers(self) -> Workers:
        """Threads for it."""
        return Workers(self.work(), self.ground.leases)

    def close(self) -> None:
        """Let go of everything."""
        self.service.views.close()
        self.service.store.close()
        self.ground.keyring.close()
