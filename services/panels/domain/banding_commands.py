"""What can be asked of a panel that gives bands."""

from datetime import date

from pydantic import Field

from services.panels.domain.definition import Banding
from services.panels.domain.values.sittings import Sitting
from shared.kernel.handling import Command


class RecordBanding(Command):
    """Record what the panel said about a band; `signed_off_by` is the chair's account, where she puts it off."""

    case_id: str
    meeting_id: str
    result: str = ""
    band: str = ""
    reason: str = ""
    effective_on: date | None = None
    review_on: date | None = None
    words: str = Field(default="", repr=False)
    interim_note: str = Field(default="", repr=False)
    inquorate_reason: str = Field(default="", repr=False)
    signed_off_by: str | None = None


class RecordBandingAt(RecordBanding):
    """... at this sitting, whether it had a quorum, what may be given, and the meeting it is put off to."""

    sitting: Sitting
    quorate: bool
    banding: Banding | None
    next_sitting: Sitting
