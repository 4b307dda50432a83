"""Takes an extract in through intake's own commands, many rows to a commit, each row once however often it comes."""

import asyncio
import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from services.intake.adapters.extract_mapping import ExtractMapping
from services.intake.adapters.extract_rows import Row, document_of, key_of
from services.intake.document.reading import read_referral, submission
from services.intake.domain.recognition import Recognise, choose_people
from services.intake.domain.refusals import ReferenceTaken
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch, Receipt
from shared.kernel.identifiers import new_id, new_reference
from shared.kernel.messages import Context
from shared.kernel.refusals import FieldError, InvalidInput

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

    async def run(self, rows: Iterable[tuple[int, Row]], advanced: Callable[[int], None]) -> Tally:
        """Take all rows in; `advanced` is told how many have been read, now and then."""
        tally = Tally()
        page: list[tuple[int, Row]] = []
        for numbered in rows:
            page.append(numbered)
            if len(page) == _TOGETHER:
                await self._take(page, tally)
                advanced(tally.read)
                page = []
        await self._take(page, tally)
        advanced(tally.read)
        return tally

    async def _take(self, page: list[tuple[int, Row]], tally: Tally) -> None:
        """A key that stands twice in one page is taken the second time round, when its receipt is there."""
        seen: set[str | None] = set()
        later: list[tuple[int, Row]] = []
        now: list[tuple[int, Row]] = []
        for numbered in page:
            key = key_of(numbered[1], self._mapping)
            (later if key in seen else now).append(numbered)
            seen.add(key)
        for rows in (now, later):
            await asyncio.gather(*(self._row(number, row, tally) for number, row in rows))

    async def _row(self, number: int, row: Row, tally: Tally) -> None:
        tally.read += 1
        key = key_of(row, self._mapping)
        try:
            if key is None:
                raise InvalidInput([FieldError("/", "no_key", "The row does not say which it is.")])
            await self._submit(key, row, tally)
        except InvalidInput as error:
            codes = " ".join(f"{problem.pointer}:{problem.code}" for problem in error.errors)
            tally.rejected.append((number, key or "", codes))

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
