"""Keeps unfinished answers for a while, each draft under a key of its own that goes when the draft goes."""

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy import Column, Integer, MetaData, Row, Table, Text, delete, func, insert, select, update

from shared.event_store.databases import Database
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.personal import ERASED, Narrative, Opener, Personal, Unsealed
from shared.kernel.refusals import Refusal, Unavailable

# A resident's: somebody else may use the same device next. An officer's: until whoever called is reached again.
KEPT_FOR, KEPT_FOR_STAFF = timedelta(hours=1), timedelta(days=14)
# A visit of somebody who came back: long enough to read a page, from when they came in.
KEPT_FOR_RETURN = timedelta(minutes=15)
# Far more than a borough fills in at one time; beyond it somebody is filling our disk.
MOST_DRAFTS = 20_000
MOST_LISTED = 1_000
_AT_ONCE = 50

_metadata = MetaData()

drafts = Table(
    "drafts",
    _metadata,
    Column("draft_id", Text, primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("saves", Integer, nullable=False),
    Column("touched_at", Text, nullable=False, index=True),
)


class DraftKeys(Opener, Protocol):
    """Makes, uses and destroys the keys of drafts."""

    def mint(self, owner: str) -> None: ...

    def seal(self, value: Unsealed) -> Personal[Any]: ...

    def destroy(self, *owners: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class SealedDraft:
    """A draft that was found and opened; `touched_at` is when it was last changed."""

    draft_id: str
    typed: Mapping[str, Sequence[str]] = field(repr=False)
    saves: int
    touched_at: str


class SealedDrafts:
    """All drafts of an installation. They are no history: of one that is discarded nothing can be read any more."""

    def __init__(self, database: Database, keys: DraftKeys, clock: Clock, kept_for: timedelta = KEPT_FOR) -> None:
        with database.making(_metadata):
            pass
        self._database, self._keys, self._clock, self._kept_for = database, keys, clock, kept_for

    def begin(self, draft_id: str | None = None) -> str:
        """The id of a new, empty draft, which stands under a key of its own; one that is there already stays as it is.

        Whoever asks twice for one thing gives the id, so that it is one draft.
        """
        with self._database.reading() as connection:
            if connection.execute(select(func.count()).select_from(drafts)).scalar_one() >= MOST_DRAFTS:
                raise Unavailable("Too many people are filling in this form just now. Call us, or try again later.")
        draft_id = draft_id or new_id()
        self._keys.mint(draft_id)
        row = self._row(draft_id, {})
        with self._database.changing() as connection:
            if connection.execute(select(drafts.c.draft_id).where(drafts.c.draft_id == draft_id)).first() is None:
                connection.execute(insert(drafts), {"draft_id": draft_id, "saves": 0, **row})
        return draft_id

    def find(self, draft_id: str) -> SealedDraft | None:
        """A draft that is still kept."""
        wanted = select(drafts).where(drafts.c.draft_id == draft_id, drafts.c.touched_at > self._oldest())
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return self._opened(row) if row is not None else None

    def all(self) -> list[SealedDraft]:
        """The drafts that are still kept, the one untouched for longest first; no more than anybody could look at."""
        wanted = select(drafts).where(drafts.c.touched_at > self._oldest()).order_by(drafts.c.touched_at)
        wanted = wanted.limit(MOST_LISTED)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        return [found for row in rows if (found := self._opened(row)) is not None]

    def keep(self, draft_id: str, typed: Mapping[str, Sequence[str]]) -> None:
        """These answers instead of those before; of a draft discarded meanwhile nothing is kept."""
        this = update(drafts).where(drafts.c.draft_id == draft_id)
        with contextlib.suppress(Refusal):  # its key is gone: somebody has just left
            values = self._row(draft_id, typed)
            with self._database.changing() as connection:
                connection.execute(this.values(saves=drafts.c.saves + 1, **values))

    def discard(self, *draft_ids: str) -> None:
        """Delete drafts and destroy their keys."""
        with self._database.changing() as connection:
            connection.execute(delete(drafts).where(drafts.c.draft_id.in_(draft_ids)))
        with contextlib.suppress(Unavailable):  # the keys are gone, their bytes go with the next ones destroyed
            self._keys.destroy(*draft_ids)

    def discard_expired(self) -> bool:
        """Discard some of the drafts that nobody has touched for too long; False when there were none."""
        over = select(drafts.c.draft_id).where(drafts.c.touched_at <= self._oldest()).limit(_AT_ONCE)
        with self._database.reading() as connection:
            expired = list(connection.execute(over).scalars())
        if expired:
            self.discard(*expired)
        return bool(expired)

    def count(self) -> int:
        """How many are still kept."""
        wanted = select(func.count()).select_from(drafts).where(drafts.c.touched_at > self._oldest())
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar_one()

    def _opened(self, row: Row[Any]) -> SealedDraft | None:
        text = self._keys.open(Personal(row.draft_id, row.sealed), Narrative)
        if text is None or text == ERASED:
            return None
        return SealedDraft(row.draft_id, json.loads(text), row.saves, row.touched_at)

    def _row(self, draft_id: str, typed: Mapping[str, Sequence[str]]) -> dict[str, str]:
        text = json.dumps({name: list(values) for name, values in typed.items()}, ensure_ascii=False)
        sealed = self._keys.seal(Unsealed(draft_id, Narrative, text))
        return {"sealed": sealed.c, "touched_at": rfc3339(self._clock())}

    def _oldest(self) -> str:
        return rfc3339(self._clock() - self._kept_for)
