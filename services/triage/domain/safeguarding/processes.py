"""Other processes somebody is in, such as MAPPA: kept in a stream whose name leads nobody to the case."""

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from services.triage.domain.safeguarding.practice import Practice
from services.triage.domain.safeguarding.process_events import OtherProcessNoted, Told
from shared.kernel.decider import Decider
from shared.kernel.handling import Command
from shared.kernel.messages import Fact, State
from shared.kernel.refusals import FieldError, InvalidInput, NotFound
from shared.kernel.sealed import sealed

LONGEST = 2_000


class NoteOtherProcess(Command):
    """Write down how a process elsewhere stands. `stream` is where it is kept, `people` are those of the referral."""

    stream: str
    process_id: str
    referral_id: str
    people: tuple[str, ...]
    role: str
    person_id: str
    process: str
    status: str
    since: date
    review_on: date | None
    today: date
    words: str = Field(repr=False)


class Noted(State, frozen=True, kw_only=True):
    """Those noted so far, by id; what they are stands sealed in the facts."""

    ids: frozenset[str] = frozenset()


def evolve(state: Noted, fact: Fact) -> Noted:
    """The same after one more fact."""
    return Noted(ids=state.ids | {fact.process_id}) if isinstance(fact, OtherProcessNoted) else state


PROCESSES: Decider[Noted] = Decider(Noted(), evolve)


def note_other_process(command: NoteOtherProcess, state: Noted, practice: Practice) -> Sequence[Fact]:
    """Each time it stands otherwise it is noted anew, and the last counts."""
    known = practice.known_to(command.role)
    if command.process not in known:
        # To whom it may not be known it does not exist, also as something to choose.
        raise NotFound
    if errors := list(_wrong(command, known[command.process].statuses)):
        raise InvalidInput(errors)
    told = Told(
        referral_id=command.referral_id,
        person_id=command.person_id,
        process=command.process,
        status=command.status,
        since=command.since.isoformat(),
        review_on=command.review_on.isoformat() if command.review_on else None,
        words=command.words.strip(),
    )
    return (OtherProcessNoted(process_id=command.process_id, told=sealed(command.person_id, told)),)


def _wrong(command: NoteOtherProcess, statuses: dict[str, str]) -> Iterator[FieldError]:
    if command.person_id not in command.people:
        yield FieldError("/person", "missing", "Choose whom it is about.")
    if command.status not in statuses:
        yield FieldError("/status", "missing", "Choose how it stands.")
    if command.since > command.today:
        yield FieldError("/since", "in_future", "Give the day since when it stands so, not one to come.")
    if command.review_on is not None and command.review_on < command.since:
        yield FieldError("/review_on", "too_early", "Give a day after the one since when it stands so.")
    if len(command.words) > LONGEST:
        yield FieldError("/words", "too_long", f"Use at most {LONGEST} characters.")
