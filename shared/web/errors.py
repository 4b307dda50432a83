"""Turns every way of saying no into one answer: a problem document for programs, a page for people.

`application/problem+json` (RFC 9457) with `errors: [{pointer, code, message}]`. Nothing in it repeats what was sent.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, params
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException as FrameworkException

from shared.kernel.json_members import given_twice
from shared.kernel.refusals import FieldError, InvalidInput, KeyReused, NotAllowed, NotFound, Refusal, Unavailable
from shared.web.caller import correlation_id_of

PROBLEM_JSON = "application/problem+json"

TITLES: dict[int, str] = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Not possible now",
    413: "Too large",
    415: "Unsupported media type",
    422: "Cannot be taken as sent",
    429: "Too many tries",
    500: "Something went wrong here",
    503: "Busy",
}
DETAILS: dict[int, str] = {
    400: "The request cannot be read. Check that it is complete and well formed.",
    401: "Send a valid bearer token, or sign in.",
    403: "Your role does not permit this.",
    404: "There is nothing here, or nothing that you may see.",
    405: "This address does not take that method.",
    413: "What was sent is larger than this service takes.",
    415: "Send the media type that this address takes.",
    422: "Some of what was sent cannot be taken. See errors.",
    429: "Wait, then try again.",
    500: "Something went wrong on our side. It has been noted.",
    503: "The service is busy. Try again in a moment.",
}
# A member's name as ours are written. Anything else in a location was chosen by the sender, so it is not repeated.
_OUR_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_SENTENCES: dict[str, str] = {
    "missing": "This is needed.",
    "extra_forbidden": "There is something here that this document does not have.",
    "literal_error": "Choose one of the listed values.",
    "enum": "Choose one of the listed values.",
    "union_tag_invalid": "Choose one of the listed kinds.",
    "string_too_long": "Use at most {max_length} characters.",
    "string_too_short": "Use at least {min_length} characters.",
    "too_long": "Give at most {max_length}.",
    "too_short": "Give at least {min_length}.",
    "greater_than_equal": "Give {ge} or more.",
    "less_than_equal": "Give {le} or less.",
    **dict.fromkeys(("date_from_datetime_parsing", "date_parsing", "date_type"), "Give a day such as 2026-12-16."),
    **dict.fromkeys(("int_parsing", "int_type"), "Give a whole number."),
}
_TWICE = "A member stands in here more than once. Give each of them once."
_ANY_SENTENCE = "This value cannot be taken."


class Problem(Exception):
    """A refusal of the web itself, where no refusal of the kernel fits: wrong media type, no key, too many tries.

    `code` is stable and for programs; `detail` is a sentence for people that holds nothing of what was sent.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.code = status, code
        self.detail = detail or DETAILS.get(status, TITLES[500])
        self.errors, self.headers = list(errors), dict(headers or {})
        super().__init__(code)

    def document(self, correlation_id: str) -> dict[str, Any]:
        """The members of the problem document."""
        errors = self.errors or [FieldError("", self.code, self.detail)]
        return {
            "type": "about:blank",
            "title": TITLES.get(self.status, "Error"),
            "status": self.status,
            "detail": self.detail,
            "instance": f"urn:trace:{correlation_id}",
            "code": self.code,
            "errors": [{"pointer": e.pointer, "code": e.code, "message": e.message} for e in errors],
        }


def field_errors(found: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """What pydantic found (`ValidationError.errors()`), told without repeating any of the input.

    The pointer is a JSON Pointer into the body; for other places it is `query:from`, `path:reference`, `header:...`.
    """
    return [FieldError(_pointer(error), str(error["type"]), _sentence(error)) for error in found]


async def json_body(request: Request) -> bytes:
    """The raw body of a request that says it is JSON, for handlers that parse by hand; `Problem` 415 otherwise.

    Raises InvalidInput where a member stands in it twice: which of the two counts is for whoever sent it to say.
    """
    if not _is_json(request):
        raise Problem(415, "unsupported_media_type")
    body = await request.body()
    if (steps := given_twice(body)) is not None:
        raise InvalidInput([FieldError(_pointer({"loc": ("body", *steps), "type": ""}), "duplicate_member", _TWICE)])
    return body


def problem_for(refusal: Exception) -> Problem:
    """The one mapping from what the kernel raises to what the web answers."""
    if isinstance(refusal, Problem):
        return refusal
    for kind, made in _MAPPING.items():
        if isinstance(refusal, kind):
            return made(refusal)
    return Problem(500, "internal_error")


def document_response(request: Request, problem: Problem) -> Response:
    """The problem as a document for programs."""
    body = json.dumps(problem.document(correlation_id_of(request)), ensure_ascii=False)
    return Response(body, problem.status, problem.headers, PROBLEM_JSON)


def install(app: FastAPI, respond: Callable[[Request, Problem], Response]) -> None:
    """Make an app answer every refusal with `respond`."""

    async def refused(request: Request, refusal: Exception) -> Response:
        return respond(request, problem_for(refusal))

    async def unreadable(request: Request, error: Exception) -> Response:
        return respond(request, _of_validation(request, error))

    for kind in (Problem, FrameworkException, *_MAPPING):
        app.add_exception_handler(kind, refused)
    app.add_exception_handler(RequestValidationError, unreadable)


def _of_framework(error: Any) -> Problem:
    code = TITLES.get(error.status_code, "error").lower().replace(" ", "_")
    headers = dict(error.headers or {})
    if "GET" in headers.get("Allow", "").split(", "):
        headers["Allow"] += ", HEAD"  # answered for every GET, though no route declares it
    return Problem(error.status_code, code, headers=headers)


def _of_validation(request: Request, error: Any) -> Problem:
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return Problem(400, "malformed_json")
    if _body_of_another_kind(request):
        return Problem(415, "unsupported_media_type")
    return Problem(422, "invalid_input", errors=field_errors(found))


def _body_of_another_kind(request: Request) -> bool:
    """Whether a body came, and in a media type that the route does not read."""
    wanted = getattr(request.scope.get("route"), "body_field", None)
    if wanted is None or request.headers.get("content-length") == "0":
        return False
    if "content-length" not in request.headers and "transfer-encoding" not in request.headers:
        return False
    if isinstance(wanted.field_info, params.Form):
        return _media_type(request) not in ("application/x-www-form-urlencoded", "multipart/form-data")
    return not _is_json(request)


def _is_json(request: Request) -> bool:
    media_type = _media_type(request)
    return media_type == "application/json" or (media_type.startswith("application/") and media_type.endswith("+json"))


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _pointer(error: Mapping[str, Any]) -> str:
    place, *parts = error["loc"] or ("body",)
    if place not in ("body", "query", "path", "header", "cookie"):
        place, parts = "body", [place, *parts]
    if error["type"] == "extra_forbidden":
        parts = parts[:-1]
    named = [str(part) if isinstance(part, int) or _OUR_NAME.fullmatch(str(part)) else "*" for part in parts]
    if place == "body":
        return "".join(f"/{part}" for part in named)
    return f"{place}:{'.'.join(named)}"


def _sentence(error: Mapping[str, Any]) -> str:
    try:
        return _SENTENCES.get(error["type"], _ANY_SENTENCE).format_map(error.get("ctx") or {})
    except KeyError:  # a code of somebody's own that has the framework's name but not its numbers
        return _ANY_SENTENCE


def _of_refusal(refusal: Any) -> Problem:
    return Problem(409, refusal.code, refusal.says)


def _of_invalid_input(invalid: Any) -> Problem:
    return Problem(422, "invalid_input", errors=invalid.errors)


def _of_unavailable(unavailable: Any) -> Problem:
    return Problem(503, "unavailable", unavailable.says, headers={"Retry-After": "5"})


_MAPPING: dict[type[Exception], Callable[[Any], Problem]] = {
    InvalidInput: _of_invalid_input,
    NotAllowed: lambda _: Problem(403, "not_allowed"),
    NotFound: lambda _: Problem(404, "not_found"),
    Refusal: _of_refusal,
    KeyReused: lambda _: Problem(422, "key_reused", "This idempotency key came before with another request."),
    Unavailable: _of_unavailable,
    FrameworkException: _of_framework,
}
