"""Files that a form brings: each taken in as it comes; what cannot be taken is said, and the others are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from services.intake.application.ports import Evidence, Held, TakingIn
from services.intake.domain.refusals import FileNotTaken
from services.intake.web.forms import Typed
from shared.web.uploads import Began, Bytes, Ended, Said, parts

# A form's worth: more than the largest file, and a few photos at once.
MOST_SENT = 80 * 1024 * 1024
MOST_FILES = 10
HELD, FILE = "held", "file"
_STATUS = {"too_large": 413, "referral_full": 413, "too_many": 413, "type_not_taken": 415}
_TOO_MANY = f"Add {MOST_FILES} files at most at one time. Add the others afterwards."


@dataclass(slots=True)
class Came:
    """What a form brought: fields as typed, files that lie in the store by now, digests of all files as they came, and
    which of them could not be taken, by their place among all that were sent."""

    typed: dict[str, list[str]] = field(default_factory=dict)
    files: list[Held] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list, repr=False)
    refused: list[tuple[int, FileNotTaken]] = field(default_factory=list)

    def says(self) -> str | None:
        """What is wrong with the files, in one sentence for each; None where nothing is."""
        alone = len(self.files) + len(self.refused) == 1
        said = [refusal.says if alone else f"File {place}: {refusal.says}" for place, refusal in self.refused]
        return " ".join(said) or None


async def files_sent(request: Request, evidence: Evidence, reference: str, person_id: str) -> Came:
    """Read a form to its end. Whatever breaks it off, nothing that came with it is left."""
    reading = _Reading(evidence, reference, person_id)
    try:
        async for part in parts(request):
            if isinstance(part, Said):
                reading.came.typed.setdefault(part.name, []).append(part.value.replace("\r\n", "\n"))
            elif isinstance(part, Began):
                reading.begin()
            elif isinstance(part, Bytes):
                await reading.more(part.data)
            elif isinstance(part, Ended):
                await reading.end()
    except BaseException:
        await run_in_threadpool(reading.throw_away)
        raise
    return reading.came


def status_of(refusals: Sequence[FileNotTaken]) -> int:
    """What is answered where files alone are at fault: too large, of a type not taken, or neither."""
    return next((_STATUS.get(refusal.why, 422) for refusal in refusals), 422)


def kept_before(evidence: Evidence, typed: Typed, reference: str, person_id: str) -> list[Held]:
    """Files that came with the same form before, when something else was wrong with it."""
    found = [evidence.held(evidence_id) for evidence_id in typed.get(HELD, ())[:MOST_FILES]]
    return [each for each in found if each is not None and (each.reference, each.person_id) == (reference, person_id)]


class _Reading:
    """The file that is under way, and what has come so far."""

    def __init__(self, evidence: Evidence, reference: str, person_id: str) -> None:
        self._evidence, self._reference, self._person_id = evidence, reference, person_id
        self._taking: TakingIn | None = None
        self._bytes = 0
        self._place = 0
        self._hash = sha256()
        self.came = Came()

    def begin(self) -> None:
        self._taking, self._bytes = self._evidence.begin(self._reference, self._person_id), 0
        self._hash = sha256()

    async def more(self, data: bytes) -> None:
        if not self._bytes and data:
            self._place += 1
        self._bytes += len(data)
        self._hash.update(data)
        if self._taking is None:
            return  # it was refused already, and the rest of it goes by
        if self._place > MOST_FILES:
            await self._refuse(FileNotTaken("too_many", _TOO_MANY))
            return
        try:
            await run_in_threadpool(self._taking.write, data)
        except FileNotTaken as refusal:
            await self._refuse(refusal)

    async def end(self) -> None:
        self.came.digests.append(self._hash.digest())
        taking = self._taking
        if taking is None or not self._bytes:  # a browser sends an empty file where none was chosen
            self._taking = None
            return
        try:
            self.came.files.append(await run_in_threadpool(taking.finish))
            self._taking = None
        except FileNotTaken as refusal:
            await self._refuse(refusal)

    async def _refuse(self, refusal: FileNotTaken) -> None:
        self.came.refused.append((self._place, refusal))
        taking, self._taking = self._taking, None
        if taking is not None:
            await run_in_threadpool(taking.abandon)

    def throw_away(self) -> None:
        if self._taking is not None:
            self._taking.abandon()
        for each in self.came.files:
            self._evidence.discard(each.evidence_id)


def as_sent(typed: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The fields as a form that holds no files gives them."""
    return [(name, value) for name, values in typed.items() for value in values]
