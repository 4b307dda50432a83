"""Takes an extract in through intake's own commands, many rows to a commit, each row once however often it comes."""

import asyncio
import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from services.intake.adapters.extract_mapping import ExtractMapping
from services.intake.adapters.extract_rows import Row, Unreadable, document_of, key_of
from services.intake.document.reading import read_referral, submission
from services.intake.domain.recognition import Recognise, choose_people
from services.intake.domain.refusals import ReferenceTaken
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch, Receipt
from shared.kernel.identifiers import new_id, new_reference
from shared.kernel.messages import Context
from shared.kernel.refusals import InvalidInput

# As many rows as one commit takes in well; more would only wait.
_TOGETHER = 200


@dataclass(slots=True)
class Tally:
    """What became of the rows. `referrals` are the ids of all rows that are in the log now."""

    read: int = 0
    accepted: int = 0
    already_known: int = 0
    by_channel: Counter[str] = field(default_factory=Counter)
    referrals: list[str] = field(default_factory=list)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    """Row number, key and codes: nothing of what the row says."""


class ExtractImport:
    """One run of one mapping."""

    def __init__(self, mapping: ExtractMapping, dispatch: Dispatch, recognise: Recognise, clock: Clock) -> None:
        self._mapping = mapping
        self._dispatch = dispatch
        self._recognise = recognise
        self._clock = clock
        self._context = Context(f"import/{mapping.source.name}", "system", new_id(), origin="import")

    async def run(self, rows: Iterable[tuple[int, Row | Unreadable]], advanced: Callable[[int], None]) -> Tally:
        """Take all rows in; `advanced` is told how many have been read, now and then."""
        tally = Tally()
        page: list[tuple[int, Row | Unreadable]] = []
        for numbered in rows:
            page.append(numbered)
            if len(page) == _TOGETHER:
                await self._take(page, tally)
                advanced(tally.read)
                page = []
        await self._take(page, tally)
        advanced(tally.read)
        return tally

    async def _take(self, page: list[tuple[int, Row | Unreadable]], tally: Tally) -> None:
        """A key that stands twice in one page is taken in the next round, when its receipt is there."""
        waiting = list(self._told_apart(page, tally))
        while waiting:
            keys: set[str] = set()
            now: list[tuple[int, str, Row]] = []
            later: list[tuple[int, str, Row]] = []
            for each in waiting:
                (later if each[1] in keys else now).append(each)
                keys.add(each[1])
            await asyncio.gather(*(self._row(number, key, row, tally) for number, key, row in now))
            waiting = later

    def _told_apart(self, page: Iterable[tuple[int, Row | Unreadable]], tally: Tally) -> Iterator[tuple[int, str, Row]]:
        """The rows that say which they are, with their keys."""
        for number, row in page:
            tally.read += 1
            if isinstance(row, Unreadable):
                tally.rejected.append((number, "", f"/:{row.code}"))
            elif (key := key_of(row, self._mapping)) is None:
                tally.rejected.append((number, "", "/:no_key"))
            else:
                yield number, key, row

    async def _row(self, number: int, key: str, row: Row, tally: Tally) -> None:
        try:
            await self._submit(key, row, tally)
        except InvalidInput as error:
            codes = " ".join(f"{problem.pointer}:{problem.code}" for problem in error.errors)
            tally.rejected.append((number, key, codes))

    async def _submit(self, key: str, row: Row, tally: Tally) -> None:
        now: datetime = self._clock()
        document = read_referral(document_of(row, self._mapping), now)
        people = choose_people(document, self._recognise)
        while True:
            referral_id, reference = new_id(), new_reference()
            answer = json.dumps({"reference": reference, "referral_id": referral_id}).encode()
            receipt = Receipt(f"import/{self._mapping.source.name}", key, answer=answer)
            command = submission(document, now, referral_id, reference, people)
            try:
                done = await self._dispatch.later(command, self._context, receipt)
                break
            except ReferenceTaken:
                continue
        tally.by_channel[document.channel] += 1
        if done.repeated is not None:
            tally.already_known += 1
            tally.referrals.append(json.loads(done.repeated.answer)["referral_id"])
        else:
            tally.accepted += 1
            tally.referrals.append(referral_id)


def write_rejected(file: Path, rejected: Iterable[tuple[int, str, str]]) -> None:
    """The rows that were not taken: row number, key and codes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened)
        out.writerow(("row", "key", "codes"))
        out.writerows(sorted(rejected))
