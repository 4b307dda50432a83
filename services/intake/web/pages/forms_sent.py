"""What forms bring: read once for pages that are not asynchronous themselves."""

from fastapi import Request
from starlette.datastructures import FormData

from services.intake.web.forms import Field, Typed, document_of

_A_DAY = 1_440
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def is_form(request: Request) -> bool:
    """Whether what was sent says that it is a form."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS


async def sent_form(request: Request) -> FormData:
    """The form that was sent."""
    return await request.form()


def whole_minutes(asked: Field, typed: Typed) -> int | None:
    """Whole minutes, 0 where none were given; None for anything else."""
    place = asked.name.lstrip("_")
    given = document_of([Field(place, "number", "")], {place: typed.get(asked.name, ())}).get(place, 0)
    return given if isinstance(given, int) and 0 <= given <= _A_DAY else None
