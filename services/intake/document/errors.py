"""What is wrong with a document, member by member: a pointer, a stable code and what to do about it.

Neither what was sent nor a part of it ever stands in an error.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.kernel.refusals import FieldError

# Enough for anybody who mends a document; a document made to provoke errors gets no larger answer than this.
MOST_ERRORS = 200
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")

Limits = Mapping[str, Any]
_SAYS: dict[str, tuple[str, Callable[[Limits], str]]] = {
    "missing": ("required", lambda _: "Give this member: it is needed."),
    "extra_forbidden": ("unknown_member", lambda _: "Leave this member out: the document has no such member."),
    "json_invalid": ("not_json", lambda _: "Send one JSON object, in UTF-8."),
    "json_type": ("not_json", lambda _: "Send one JSON object, in UTF-8."),
    "string_type": ("not_text", lambda _: "Give text in quotation marks."),
    "string_unicode": ("not_text", lambda _: "Give text in UTF-8."),
    "string_too_long": ("too_long", lambda to: f"Shorten this to {to['max_length']} characters at most."),
    "string_pattern_mismatch": ("control_character", lambda _: "Take out control characters; give plain text."),
    "bool_type": ("not_true_or_false", lambda _: "Give true, false or null, without quotation marks."),
    "int_type": ("not_a_number", lambda _: "Give a whole number without quotation marks, or null."),
    "int_from_float": ("not_a_number", lambda _: "Give a whole number without quotation marks, or null."),
    "float_type": ("not_a_number", lambda _: "Give a number without quotation marks, or null."),
    "finite_number": ("not_a_number", lambda _: "Give a number without quotation marks, or null."),
    "greater_than_equal": ("out_of_range", lambda to: f"Give {to['ge']} or more."),
    "less_than_equal": ("out_of_range", lambda to: f"Give {to['le']} or less."),
    "less_than": ("out_of_range", lambda to: f"Give less than {to['lt']}."),
    "literal_error": ("not_in_list", lambda to: f"Give one of {to['expected']}."),
    "too_long": ("too_many", lambda to: f"Give {to['max_length']} at most."),
    "too_short": ("too_few", lambda to: f"Give {to['min_length']} at least."),
    "tuple_type": ("not_a_list", lambda _: "Give a list in square brackets."),
    "timezone_aware": ("offset_missing", lambda _: "Add the offset from UTC, such as +00:00 or Z."),
    "datetime_parsing": ("no_such_time", lambda _: "There is no such time. Write it as 2026-11-23T09:12:00+00:00."),
    "datetime_from_date_parsing": ("no_such_time", lambda _: "There is no such time. Give day, hour and offset."),
    "date_parsing": ("no_such_day", lambda _: "There is no such day. Write it as 2026-11-23."),
    "date_from_datetime_parsing": ("no_such_day", lambda _: "There is no such day. Write it as 2026-11-23."),
    "model_type": ("not_an_object", lambda _: "Give an object in curly brackets."),
    "dict_type": ("not_an_object", lambda _: "Give an object in curly brackets."),
}
# Codes our own checks raise, with a message that quotes nothing; any other kind is the library's, and its words may.
_OURS = frozenset(
    {
        "after_receipt", "anonymous_with_name", "before_start", "campaign", "clock_time", "code", "consent_for_what",
        "consent_of_whom", "date_form", "email", "half_a_point", "in_the_future", "language", "postcode", "safe_times",
        "time_form", "uprn", "what_happened",
    }
)  # fmt: skip


def field_errors(invalid: ValidationError) -> list[FieldError]:
    """Every error pydantic found, in our words, up to `MOST_ERRORS`."""
    found = invalid.errors(include_url=False, include_input=False)[:MOST_ERRORS]
    return [
        _field_error(error["type"], error["loc"], error.get("ctx", {}), error["msg"])
        for error in found
        if not (error["type"] == "too_short" and _is_above_another(error["loc"], found))
    ]


def _is_above_another(place: tuple[int | str, ...], found: Sequence[ErrorDetails]) -> bool:
    """A list is also called too short when what stands in it is wrong; once that is mended it may well do."""
    return any(len(error["loc"]) > len(place) and error["loc"][: len(place)] == place for error in found)


def _field_error(kind: str, place: tuple[int | str, ...], limits: Limits, message: str) -> FieldError:
    if kind in _SAYS:
        code, says = _SAYS[kind]
        return FieldError(pointer(_known(place) if code == "unknown_member" else place), code, says(limits))
    if kind not in _OURS:
        return FieldError(pointer(place), "not_as_described", "Give this in the form the document's schema describes.")
    return FieldError(pointer((*place, *limits["member"].split(".")) if "member" in limits else place), kind, message)


def _known(place: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The place of a member we do not know: it is named only if its name cannot be somebody's words."""
    return place if _NAME.fullmatch(str(place[-1])) else place[:-1]


def pointer(place: Iterable[int | str]) -> str:
    """A JSON pointer (RFC 6901) from the steps that lead to a member; "" is the whole document."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in place)
