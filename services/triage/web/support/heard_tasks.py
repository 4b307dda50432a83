"""The adviser's form about how somebody may be reached: asked at each contact, and saved as confirmed just now."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from services.triage.domain.events import SafeContact, WaySafety
from services.triage.domain.support.heard_commands import TellSafeWays
from services.triage.web.fields import AREA, CHOICE, Field
from services.triage.web.support.tasks import Seat, Task, lead
from shared.kernel.handling import Command
from shared.kernel.refusals import FieldError, InvalidInput
from shared.kernel.time_windows import time_window

_SAFE = {"yes": "Safe", "no": "Not safe", "unknown": "Not known"}
_ASKED = {
    "phone": "Is it safe to call?",
    "sms": "Is it safe to send text messages?",
    "email": "Is it safe to e-mail?",
    "post": "Is it safe to send letters?",
    "in_person": "Is it safe to visit?",
}
_VOICEMAIL, _TIMES = "voicemail", "times"
_MOST_TIMES, _LONGEST_TIME = 20, 80
_WRONG_TIMES = "When is it safe to call? Give days and hours, such as Mon-Fri 10:00-14:00, one on each line."


def _fields(seat: Seat) -> Sequence[Field]:
    stands = _standing(seat)
    return (
        _asked("phone", stands),
        Field(_VOICEMAIL, "Is it safe to leave a message?", CHOICE, choices=_SAFE, stands=stands.phone.voicemail),
        Field(
            _TIMES,
            "When is it safe to call?",
            AREA,
            "Days and hours, such as Mon-Fri 10:00-14:00, one on each line. Left empty, at any hour of the day.",
            optional=True,
            stands="\n".join(stands.phone.times),
        ),
        *(_asked(way, stands) for way in ("sms", "email", "post", "in_person")),
    )


def _asked(way: str, stands: SafeContact) -> Field:
    return Field(way, _ASKED[way], CHOICE, choices=_SAFE, stands=getattr(stands, way).safe)


def _standing(seat: Seat) -> SafeContact:
    """What stands of whoever was chosen. NotFound for somebody who is not at risk here."""
    return seat.contacts.get(seat.pick("person", list(seat.people)), SafeContact())


def _command(seat: Seat, typed: Mapping[str, Any]) -> Command:
    stands = _standing(seat)
    # Hours of other ways are not asked for here and stay as they were.
    others = {way: msgspec.structs.replace(getattr(stands, way), safe=typed[way]) for way in _ASKED if way != "phone"}
    phone = WaySafety(safe=typed["phone"], voicemail=typed[_VOICEMAIL], times=_times(typed[_TIMES]))
    return seat.make(
        TellSafeWays,
        person_id=seat.pick("person", list(seat.people)),
        safe_contact=msgspec.structs.replace(stands, phone=phone, **others),
        instead_of=stands,
    )


def _times(text: str | None) -> tuple[str, ...]:
    lines = [line.strip() for line in (text or "").splitlines() if line.strip()]
    found = [time_window(line) if len(line) <= _LONGEST_TIME else None for line in lines]
    if None in found or len(found) > _MOST_TIMES:
        raise InvalidInput([FieldError(f"/{_TIMES}", "safe_times", _WRONG_TIMES)])
    return tuple(each for each in found if each is not None)


HEARD_TASKS: dict[str, Task] = {
    "safe-ways": Task(
        "How may they be reached safely now?",
        "They told me so just now",
        _fields,
        _command,
        lead(
            "Ask at each contact, and after every move or change of number. What is not known is not safe.",
            "It counts as confirmed for 30 days, for everybody who may write or call, and shows on the case within "
            "moments. The codeword and who must not "
            "find out stay as they are; tell the case officer where they change.",
        ),
        adviser=True,
    ),
}
