"""What somebody typed into a form of panels: its fields, a key that makes it count once, days and times."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any

from fastapi import Depends, Request

from services.panels.domain.values.sittings import LONDON
from shared.kernel.dispatching import Receipt
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, Refusal
from shared.web.guard import principal_of
from shared.web.idempotency import SCOPE_PREFIX

_LONGEST_FIELD = 4_000
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")

Form = Mapping[str, str]


async def _form(request: Request) -> Form:
    """The fields of a form by name; several of one name are joined by commas. Files are no business of ours."""
    found: dict[str, str] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            text = value[:_LONGEST_FIELD].strip()
            found[name] = f"{found[name]},{text}" if name in found else text
    return found


Typed = Annotated[dict[str, str], Depends(_form)]


@dataclass(frozen=True, slots=True)
class Again:
    """A form to be shown: what was typed before, and what was wrong with it. `place` says which form of the page."""

    errors: Sequence[FieldError] = ()
    form: Form | None = None
    status: int = 200
    place: str = ""

    def context(self) -> dict[str, Any]:
        """For the template; `once` is new for each showing, so that sending twice counts once."""
        return {"errors": self.errors, "form": self.form or {}, "place": self.place, "once": new_id()}


def again(wrong: Exception, form: Form, place: str = "") -> Again:
    """What to show after a no; only for `InvalidInput` and `Refusal`."""
    if isinstance(wrong, InvalidInput):
        return Again(wrong.errors, form, 422, place)
    assert isinstance(wrong, Refusal)
    return Again([FieldError("", wrong.code, wrong.says)], form, 409, place)


def receipt_of(request: Request, form: Form, part: str = "") -> Receipt | None:
    """Makes a form that is sent twice, by two clicks say, happen once; other words under the same key are another.

    `part` tells apart the commands of a form that stands for several.
    """
    if not (once := form.get("once")):
        return None
    said = "\0".join(f"{name}={value}" for name, value in sorted(form.items()) if name != "csrf")
    key = hashlib.sha256(f"{request.url.path}\0{part}\0{said}".encode("utf-8", "replace")).hexdigest()
    return Receipt(f"{SCOPE_PREFIX}{principal_of(request).account_id}/form", f"{once[:64]}/{key[:32]}")


def day_in(form: Form, name: str) -> date | None:
    """A day as a browser or a person gives it, 2026-12-16 or 16/12/2026; None where nothing was typed.

    Raises InvalidInput for what is no day.
    """
    if not (text := form.get(name, "")):
        return None
    typed = _DAY_FIRST.fullmatch(text)
    try:
        return date(int(typed[3]), int(typed[2]), int(typed[1])) if typed else date.fromisoformat(text)
    except ValueError:
        says = "Give a day that there is, such as 16/12/2026."
        raise InvalidInput([FieldError(f"/{name}", "not_a_day", says)]) from None


def moment_in(form: Form, day_name: str, time_name: str) -> datetime:
    """A London day and clock time. Raises InvalidInput naming whichever is missing or wrong."""
    errors: list[FieldError] = []
    day: date | None = None
    try:
        day = day_in(form, day_name)
        if day is None:
            errors.append(FieldError(f"/{day_name}", "missing", "Give the day of the meeting."))
    except InvalidInput as invalid:
        errors += invalid.errors
    clock: time | None = None
    try:
        clock = time.fromisoformat(form.get(time_name, ""))
    except ValueError:
        errors.append(FieldError(f"/{time_name}", "not_a_time", "Give the time it begins, such as 10:00."))
    if day is None or clock is None or errors:
        raise InvalidInput(errors)
    return datetime.combine(day, clock.replace(second=0, microsecond=0, tzinfo=None), LONDON)
