"""A little service that is put together as the real ones are: a log, a view, a policy, a deadline, a relay."""

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, create_engine, insert

from shared.event_store.engine import migrate_store
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
    """The service `notes` at an address, its work done when told and its clock moved when told."""

    def __init__(self, folder: Path, address: str | None = None) -> None:
        """On SQLite in the folder, unless an address is given."""
        self.address = address or f"sqlite:///{folder / 'notes.sqlite'}"
        self.clock = ScriptedClock(MORNING)
        migrate_store(self.address, "notes")
        self.ground = make_ground(
            from_environment({"WAYMARK_DATA": str(folder), "DATABASE_URL": self.address}), self.clock
        )
        opened = open_service(self.ground, "notes", FACTS, {}, (SEEN,))
        commands: dict[Any, Any] = {**COMMANDS, **COPYING}
        self.service: Service = assemble(self.ground, opened, commands, (COPY,), deadlines=(CHASE,))

    def tamper(self, statement: str) -> None:
        """Change the log's tables behind the program's back, as whoever owns them can."""
        engine = create_engine(self.address)
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()

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
        self.ground.close()
