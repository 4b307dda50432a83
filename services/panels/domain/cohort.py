"""A cohort: somebody enters, is looked at in time and by grade, and leaves; nobody active is ever forgotten."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from services.panels.domain.cohort_commands import EnterCohortAs, LeaveCohortBy, NoteStanding, NoteStandingBy
from services.panels.domain.cohort_events import CohortNoted, Sheet
from services.panels.domain.definition import Cohort, PanelDefinition
from services.panels.domain.refusals import LeftCohort, require
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.refusals import FieldError, InvalidInput, NotFound
from shared.kernel.sealed import sealed

LONGEST_NAME = 200
NEW, RED, REVIEW = "new", "red", "review"


class Entry(State, frozen=True, kw_only=True):
    """Everything noted about one entry; what it says stands sealed in the facts."""

    noted: tuple[CohortNoted, ...] = ()


def evolve(state: Entry, fact: Fact) -> Entry:
    """The same after one more fact."""
    return Entry(noted=(*state.noted, fact)) if isinstance(fact, CohortNoted) else state


COHORT: Decider[Entry] = Decider(Entry(), evolve)


def enter_cohort(command: EnterCohortAs, state: Entry) -> Sequence[Fact]:
    """Somebody enters, once."""
    if state.noted:
        return ()
    cohort = _of(command.definition)
    errors = [*_wrong_person(command), *_wrong_standing(command, command.definition, cohort, command.on)]
    if errors or command.on is None or command.review_on is None:
        raise InvalidInput(errors)
    sheet = Sheet(
        panel=command.panel,
        name=command.name.strip(),
        born=command.born.isoformat() if command.born else None,
        entered_on=command.on.isoformat(),
        noted_on=command.on.isoformat(),
        status=command.status,
        track=command.track,
        grade=command.grade,
        reasons=command.reasons,
        lead=command.lead,
        review_on=command.review_on.isoformat(),
    )
    return (CohortNoted(entry_id=command.entry_id, told=sealed(command.person_id, sheet)),)


def note_standing(command: NoteStandingBy, state: Entry, sheet: Sheet | None) -> Sequence[Fact]:
    """How somebody stands now; the last note counts."""
    before = _active(command.panel, sheet)
    errors = list(_wrong_standing(command, command.definition, _of(command.definition), command.on))
    if command.on is not None and command.on.isoformat() < before.noted_on:
        errors.append(FieldError("/on", "too_early", "Give a day not before the last note."))
    if errors or command.on is None or command.review_on is None:
        raise InvalidInput(errors)
    after = replace(
        before,
        noted_on=command.on.isoformat(),
        status=command.status,
        track=command.track,
        grade=command.grade,
        reasons=command.reasons,
        lead=command.lead,
        review_on=command.review_on.isoformat(),
        heard=before.heard or command.heard,
    )
    return _noted(command.entry_id, state, after) if after != before else ()


def leave_cohort(command: LeaveCohortBy, state: Entry, sheet: Sheet | None) -> Sequence[Fact]:
    """Somebody leaves, and is on no agenda any more."""
    before = _active(command.panel, sheet)
    require([("on", command.on, "Give the day on which they left.")])
    errors = []
    if command.on is not None and not date.fromisoformat(before.noted_on) <= command.on <= command.today:
        errors.append(FieldError("/on", "wrong_day", "Give a day not before the last note and not still to come."))
    if command.exit not in _of(command.definition).exits:
        errors.append(FieldError("/exit", "missing", "Choose why they left."))
    if errors or command.on is None:
        raise InvalidInput(errors)
    left = command.on.isoformat()
    return _noted(command.entry_id, state, replace(before, noted_on=left, left_on=left, exit=command.exit))


def due_at(sheet: Sheet, day: date) -> str | None:
    """Why the board looks at somebody on a day: it has not yet, the grade is red, or the review is due; else None."""
    if sheet.left_on is not None or sheet.entered_on > day.isoformat():
        return None
    if sheet.grade == RED:
        return RED
    if not sheet.heard:
        return NEW
    return REVIEW if sheet.review_on <= day.isoformat() else None


def _of(panel: PanelDefinition) -> Cohort:
    """Where a panel has no cohort, there is nothing to be found."""
    if panel.cohort is None:
        raise NotFound
    return panel.cohort


def _active(panel: str, sheet: Sheet | None) -> Sheet:
    """Also a person who was forgotten is not there any more."""
    if sheet is None or sheet.panel != panel:
        raise NotFound
    if sheet.left_on is not None:
        raise LeftCohort
    return sheet


def _noted(entry_id: str, state: Entry, sheet: Sheet) -> Sequence[Fact]:
    return (CohortNoted(entry_id=entry_id, told=sealed(state.noted[0].told.p, sheet)),)


def _wrong_person(command: EnterCohortAs) -> Iterator[FieldError]:
    if not command.name.strip():
        yield FieldError("/name", "missing", "Give their name.")
    elif len(command.name) > LONGEST_NAME:
        yield FieldError("/name", "too_long", f"Use at most {LONGEST_NAME} characters.")
    if command.born is not None and command.born >= command.today:
        yield FieldError("/born", "in_future", "Give a day of birth that has been.")


def _wrong_standing(
    command: EnterCohortAs | NoteStandingBy, panel: PanelDefinition, cohort: Cohort, on: date | None
) -> Iterator[FieldError]:
    if on is None or on > command.today:
        yield FieldError("/on", "missing", "Give the day from which it is so, not one to come.")
    if command.status not in cohort.statuses:
        yield FieldError("/status", "missing", "Choose where they are.")
    if command.track not in cohort.tracks:
        yield FieldError("/track", "missing", "Choose statutory or non-statutory.")
    if command.grade not in cohort.review_within_days:
        yield FieldError("/grade", "missing", "Choose red, amber or green.")
    if not command.reasons or not set(command.reasons) <= cohort.reasons.keys():
        yield FieldError("/reasons", "missing", "Choose at least one reason for the grade.")
    if command.lead not in panel.agency_codes:
        yield FieldError("/lead", "missing", "Choose the agency that leads.")
    yield from _wrong_review(command, cohort)


def _wrong_review(command: EnterCohortAs | NoteStanding, cohort: Cohort) -> Iterator[FieldError]:
    """Counted from the day of the note, so that no note puts anybody off for longer than their grade allows."""
    within = cohort.review_within_days.get(command.grade)
    if within is None or command.on is None:
        return
    if command.review_on is None or not command.on < command.review_on <= command.on + timedelta(days=within):
        says = f"Give the day of the next review: at most {within} days later for {command.grade}."
        yield FieldError("/review_on", "missing", says)
