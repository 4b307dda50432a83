"""What somebody typed into a form of triage: answers by question, and a key that makes a form count once."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Request

from services.triage.web.wording import Asked, Wording
from shared.kernel.dispatching import Receipt
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.guard import principal_of
from shared.web.idempotency import SCOPE_PREFIX

PREFIX = "fact-"
_PARTS = ("day", "month", "year")
_LONGEST_NUMBER = 6
_LONGEST_FIELD = 10_000

Form = Mapping[str, str]


async def _form(request: Request) -> Form:
    """The fields of a form by name; files are no business of ours."""
    fields = (await request.form()).multi_items()
    return {name: value[:_LONGEST_FIELD] for name, value in fields if isinstance(value, str)}


Typed = Annotated[dict[str, str], Depends(_form)]


def receipt_of(request: Request, form: Form) -> Receipt | None:
    """Makes a form that is sent twice, by two clicks say, happen once; other words under the same key are another."""
    if not (once := form.get("once")):
        return None
    said = "\0".join(f"{name}={value}" for name, value in sorted(form.items()) if name != "csrf")
    key = hashlib.sha256(f"{request.url.path}\0{said}".encode("utf-8", "replace")).hexdigest()
    return Receipt(f"{SCOPE_PREFIX}{principal_of(request).account_id}/form", f"{once[:64]}/{key[:32]}")


def answers_in(form: Form, questions: Iterable[Asked], standing: Mapping[str, Any]) -> dict[str, Any]:
    """The answers a form gives, as a call would give them. A field left empty says nothing; one that was emptied though
    an answer stood in it says that it is not known after all."""
    found: dict[str, Any] = {}
    for question in questions:
        given = _day(form, question) if question.type == "date" else form.get(PREFIX + question.name, "").strip()
        if given:
            found[question.name] = _number(given) if question.type in ("count", "age") else given
        elif standing.get(question.name) not in (None, "unknown") and _was_asked(form, question):
            found[question.name] = None
    return found


def _was_asked(form: Form, question: Asked) -> bool:
    parts = [f"-{part}" for part in _PARTS] if question.type == "date" else [""]
    return all(f"{PREFIX}{question.name}{part}" in form for part in parts)


def in_words(invalid: InvalidInput, say: Wording) -> list[FieldError]:
    """The errors of answers, told to somebody at a form instead of to a program."""
    return [_worded(error, say) for error in invalid.errors]


def field_ids(questions: Iterable[Asked]) -> dict[str, str]:
    """Where an error about an answer leads on the page: pointer to the id of its first field."""
    return {
        f"/facts/{question.name}": f"{PREFIX}{question.name}{'-day' if question.type == 'date' else ''}"
        for question in questions
    }


def _day(form: Form, question: Asked) -> str:
    day, month, year = (form.get(f"{PREFIX}{question.name}-{part}", "").strip() for part in _PARTS)
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}" if day or month or year else ""


def _number(given: str) -> int | str:
    return int(given) if given.isdecimal() and given.isascii() and len(given) <= _LONGEST_NUMBER else given


def _worded(error: FieldError, say: Wording) -> FieldError:
    asked = say.vocabulary.answers.get(error.pointer.removeprefix("/facts/"))
    if asked is None:
        return error
    about = asked.asks.rstrip("?")
    what = {
        "count": f"Give a whole number up to {asked.most}, or leave it empty",
        "age": f"Give a whole number of years up to {asked.most}, or leave it empty",
        "date": "Give a day that there is, such as 27 3 2026, or leave it empty",
        "text": f"Use at most {asked.most} characters",
    }.get(asked.type, "Choose one of the answers, or none")
    return FieldError(error.pointer, error.code, f"{about}: {what[:1].lower()}{what[1:]}.")
