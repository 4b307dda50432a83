"""The moment a page or call asks for: a time, a ledger position, a meeting, or a step of the story."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from services.audit.domain.timeline import AtPosition, AtTime, Moment
from services.audit.read_models.timeline.queries import Meeting
from services.audit.read_models.timeline.story import Story
from shared.kernel.refusals import FieldError, InvalidInput, NotFound
from shared.web.formats import LONDON, date_time, full_date

_TIME = "Give a time such as 2026-11-23T09:12+00:00; without an offset it is London's."
_POSITION = "Give a ledger position in digits."
_STEP = "Give the number of a step of this story."
_ONE = "Ask for one moment: a time, a ledger position or a meeting."
_NO_TIME = "Nothing in the ledger says when this meeting was."


class Asked(msgspec.Struct, frozen=True):
    """A moment and what it is called; None for now."""

    moment: Moment | None
    words: str | None = None


def asked_moment(
    at: str,
    position: str,
    meeting: str,
    find: Callable[[str], Meeting | None],
    story: Story | None = None,
    step: str = "",
) -> Asked:
    """What was asked for, empty texts being nothing. Raises InvalidInput, and NotFound for a meeting unheard of."""
    given = [
        name for name, value in (("at", at), ("position", position), ("meeting", meeting), ("step", step)) if value
    ]
    if len(given) > 1:
        raise _wrong(given[1], "too_many", _ONE)
    if at:
        moment = _time(at)
        return Asked(AtTime(moment), date_time(moment))
    if position:
        return _after_entry(_number(position, "position", _POSITION))
    if step and story is not None:
        return _after_step(_number(step, "step", _STEP), story)
    return _meeting(meeting, find) if meeting else Asked(None)


def _after_entry(ledger_position: int) -> Asked:
    return Asked(AtPosition(ledger_position), f"after entry {ledger_position} of the ledger")


def _after_step(step: int, story: Story) -> Asked:
    steps = story.steps(None)
    if step == steps.total:
        return Asked(None)
    position = steps.at(step)
    if position is None:
        raise _wrong("step", "out_of_range", _STEP)
    return Asked(AtPosition(position), f"after step {step} of {steps.total}")


def _meeting(meeting_id: str, find: Callable[[str], Meeting | None]) -> Asked:
    found = find(meeting_id)
    if found is None:
        raise NotFound
    if found.known_at is None:
        raise _wrong("meeting", "no_time", _NO_TIME)
    return Asked(AtTime(found.known_at), meeting_words(found))


def meeting_words(meeting: Meeting) -> str:
    """A meeting by its panel and day, and the moment it stands for."""
    panel = (meeting.panel or "panel").upper()
    of = f" of {full_date(meeting.starts_at)}" if meeting.starts_at else ""
    if meeting.circulated_at:
        return f"when the agenda of the {panel} meeting{of} was circulated, {date_time(meeting.circulated_at)}"
    return f"when the {panel} meeting{of} began, {date_time(meeting.starts_at)}"


def _time(text: str) -> datetime:
    try:
        # A plus sign in an address is a space once it has been read.
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
    except ValueError:
        raise _wrong("at", "unreadable", _TIME) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=LONDON)


def _number(text: str, name: str, says: str) -> int:
    if not text.strip().isdecimal() or len(text) > 18:
        raise _wrong(name, "unreadable", says)
    return int(text)


def _wrong(name: str, code: str, says: str) -> InvalidInput:
    return InvalidInput([FieldError(f"query:{name}", code, says)])
