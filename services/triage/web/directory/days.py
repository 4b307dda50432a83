"""A day typed into three fields of a form, and an e-mail address of an organisation."""

from collections.abc import Mapping
from datetime import date

from shared.kernel.refusals import FieldError

_PARTS = ("day", "month", "year")
_NO_DAY = "Give a day that there is, such as 27 3 2027."


def day_in(form: Mapping[str, str], name: str, errors: list[FieldError], needed: bool = True) -> date | None:
    """The day; None where none was typed or none can be made of it, which is then among the errors."""
    typed = [form.get(f"{name}-{part}", "").strip() for part in _PARTS]
    if not any(typed) and not needed:
        return None
    try:
        day, month, year = (int(each) for each in typed)
        return date(year, month, day)
    except (ValueError, OverflowError):  # a year of twenty figures is no day either
        errors.append(FieldError(f"/{name}", "day", _NO_DAY))
        return None


def typed_day(name: str, day: date | None) -> dict[str, str]:
    """The three fields as they stand for a day."""
    if day is None:
        return {}
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def mailbox_in(form: Mapping[str, str], errors: list[FieldError]) -> str:
    """An address that may be empty."""
    given = form.get("mailbox", "").strip()
    local, _, domain = given.partition("@")
    if given and (not local or "." not in domain or any(c.isspace() or c in ',;<>"' for c in given) or "@" in domain):
        errors.append(FieldError("/mailbox", "mailbox", "Give one e-mail address, such as asb@landlord.example."))
    return given[:200]
