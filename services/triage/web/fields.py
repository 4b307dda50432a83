"""Fields of a form as data: what is asked, how it is read, and one clear message where it cannot be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.formats import LONDON

TEXT, AREA, CHOICE, DAY, MOMENT, NUMBER, MONEY, TICK, NUMBERS, SEVERAL = (
    "text", "area", "choice", "day", "moment", "number", "money", "tick", "numbers", "several",
)  # fmt: skip
LONGEST = 10_000
_LONGEST_LINE = 200
_LONGEST_NUMBER = 6
_PENCE = 100


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `choices` are those of a choice, `stands` what is shown at first, `most` bounds a number."""

    name: str
    label: str
    kind: str = TEXT
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False
    stands: str = ""
    most: int = 100_000

    @property
    def first_id(self) -> str:
        """Where an error leads."""
        return f"{self.name}-day" if self.kind in (DAY, MOMENT) else self.name

    def says(self, what: str) -> str:
        """A message about this question; a question mark is not followed by a colon."""
        if self.label.endswith("?"):
            return f"{self.label} {what[:1].upper()}{what[1:]}"
        return f"{self.label}: {what}"

    def tick(self, code: str) -> str:
        """The name of one of several ticks."""
        return f"{self.name}-{code}"


def read(fields: Sequence[Field], form: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, by name; None for what may be left out and was. Raises InvalidInput with every error."""
    found: dict[str, Any] = {}
    errors: list[FieldError] = []
    for each in fields:
        try:
            found[each.name] = _READ[each.kind](each, form)
        except _Wrong as wrong:
            errors.append(FieldError(f"/{each.name}", wrong.code, wrong.says))
    if errors:
        raise InvalidInput(errors)
    return found


class _Wrong(Exception):
    def __init__(self, says: str, code: str = "wrong") -> None:
        self.says, self.code = says, code
        super().__init__(code)


def _given(asked: Field, form: Mapping[str, str]) -> str | None:
    text = form.get(asked.name, "").strip()
    if not text and not asked.optional:
        raise _Wrong(asked.says("this is missing. Fill it in."), "missing")
    return text or None


def _text(asked: Field, form: Mapping[str, str]) -> str | None:
    text, most = _given(asked, form), LONGEST if asked.kind == AREA else _LONGEST_LINE
    if text is not None and len(text) > most:
        raise _Wrong(asked.says(f"use at most {most} characters."), "too_long")
    return text


def _choice(asked: Field, form: Mapping[str, str]) -> str | None:
    code = form.get(asked.name, "")
    if code in asked.choices:
        return code
    if asked.optional and not code:
        return None
    raise _Wrong(asked.says("choose one of the answers."), "missing")


def _day(asked: Field, form: Mapping[str, str]) -> date | None:
    parts = [form.get(f"{asked.name}-{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        if asked.optional:
            return None
        raise _Wrong(asked.says("give a day, such as 27 3 2026."), "missing")
    try:
        year, month, day = (int(part) if part.isascii() and part.isdecimal() else -1 for part in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise _Wrong(asked.says("give a day that there is, such as 27 3 2026.")) from None


def _moment(asked: Field, form: Mapping[str, str]) -> datetime | None:
    day, clock = _day(asked, form), form.get(f"{asked.name}-time", "").strip()
    if day is None:
        return None
    try:
        hour, minute = (int(part) for part in clock.replace(".", ":").split(":"))
        return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Wrong(asked.says("give the time by the 24-hour clock, such as 22:40.")) from None


def _number(asked: Field, form: Mapping[str, str]) -> int | None:
    text = _given(asked, form)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER and int(text) <= asked.most):
        raise _Wrong(asked.says(f"give a whole number up to {asked.most}."))
    return int(text)


def _numbers(asked: Field, form: Mapping[str, str]) -> tuple[int, ...]:
    parts = (_given(asked, form) or "").replace(",", " ").split()
    if any(not (part.isascii() and part.isdecimal() and len(part) <= 3) for part in parts):
        raise _Wrong(asked.says("give the numbers with commas, such as 1, 3."))
    return tuple(sorted({int(part) for part in parts}))


def _money(asked: Field, form: Mapping[str, str]) -> int | None:
    text = _given(asked, form)
    if text is None:
        return None
    try:
        pence = Decimal(text.replace("£", "").replace(",", "").strip()) * _PENCE
        if not pence.is_finite() or pence < 0 or pence != int(pence) or pence > asked.most * _PENCE:
            raise ValueError
        return int(pence)
    except (InvalidOperation, ValueError):
        raise _Wrong(asked.says("give an amount in pounds, such as 400 or 412.50.")) from None


def _tick(asked: Field, form: Mapping[str, str]) -> bool:
    return form.get(asked.name) == "yes"


def _several(asked: Field, form: Mapping[str, str]) -> tuple[str, ...]:
    ticked = tuple(code for code in asked.choices if form.get(asked.tick(code)) == "yes")
    if not ticked and not asked.optional:
        raise _Wrong(asked.says("tick at least one."), "missing")
    return ticked


_READ = {
    TEXT: _text,
    AREA: _text,
    CHOICE: _choice,
    DAY: _day,
    MOMENT: _moment,
    NUMBER: _number,
    MONEY: _money,
    TICK: _tick,
    NUMBERS: _numbers,
    SEVERAL: _several,
}


def day_stands(day: date, name: str) -> dict[str, str]:
    """A day as a form shows it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def moment_stands(moment: datetime, name: str) -> dict[str, str]:
    """A moment as a form shows it."""
    local = moment.astimezone(LONDON)
    return {**day_stands(local.date(), name), f"{name}-time": f"{local:%H:%M}"}


def now_in(fields: Sequence[Field], moment: datetime, names: Collection[str] | None = None) -> dict[str, str]:
    """This moment in every field that asks for one, or in those of these names."""
    found: dict[str, str] = {}
    for each in fields:
        if each.kind == MOMENT and (names is None or each.name in names):
            found |= moment_stands(moment, each.name)
    return found
