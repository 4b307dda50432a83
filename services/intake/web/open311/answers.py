"""Writes what Open311 says, as JSON or as XML, and every refusal as the standard has it: codes and words."""

import json
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from shared.kernel.refusals import InvalidInput
from shared.web.errors import Problem, problem_for
from shared.web.own_refusals import OwnRefusalsRoute

JSON, XML = "json", "xml"
_MEDIA_TYPES = {JSON: "application/json", XML: "text/xml; charset=utf-8"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What the standard has a number for; everything else that was not right is its "general failure".
_NUMBERS = frozenset({400, 403, 404, 405, 413, 415, 429, 503})
# Whether a list has an element of its own in XML, and what its items are called there.
_LISTS = {
    "attributes": (False, "attribute"),
    "values": (True, "value"),
    "endpoints": (True, "endpoint"),
    "formats": (True, "format"),
}

Members = Mapping[str, Any]


def format_of(request: Request) -> str:
    """As the address ends, else as the caller accepts."""
    ending = request.url.path.rpartition(".")[2]
    if ending in _MEDIA_TYPES:
        return ending
    return XML if "xml" in request.headers.get("accept", "") else JSON


def name_of(said: str) -> str:
    """What stands in an address before its ending."""
    name, _, ending = said.rpartition(".")
    return name if ending in _MEDIA_TYPES and name else said


def listed(
    request: Request, root: str, each: str, members: Sequence[Members], status: int = 200, **headers: str
) -> Response:
    """A list of things: an array in JSON, in XML elements of one name under a root."""
    if format_of(request) == JSON:
        return _answer(JSON, json.dumps(list(members), ensure_ascii=False).encode(), status, headers)
    tree = ElementTree.Element(root)
    for one in members:
        _add(tree, each, one)
    return _answer(XML, _text(tree), status, headers)


def single(request: Request, root: str, members: Members) -> Response:
    """One thing."""
    if format_of(request) == JSON:
        return _answer(JSON, json.dumps(members, ensure_ascii=False).encode(), 200, {})
    tree = ElementTree.Element(root)
    _fill(tree, members)
    return _answer(XML, _text(tree), 200, {})


def refused(request: Request, problem: Problem) -> Response:
    """A refusal in the standard's shape; like all of ours it repeats nothing of what was sent."""
    status = problem.status if problem.status in _NUMBERS else 400
    says = [f"{error.pointer.strip('/')}: {error.message}" for error in problem.errors] or [problem.detail]
    errors = [{"code": status, "description": each} for each in says]
    return listed(request, "errors", "error", errors, status, **problem.headers)


class Open311Route(OwnRefusalsRoute):
    """Answers what is raised behind it, its guard's included, in the standard's shape, and what stands before it too.

    What nobody foresaw goes on.
    """

    def refuse(self, request: Request, problem: Problem) -> Response:
        """The standard's shape."""
        return refused(request, problem)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with refusals answered."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError:
                return refused(request, Problem(400, "bad_request"))
            except (Problem, InvalidInput, HTTPException) as refusal:
                return refused(request, problem_for(refusal))

        return answered


def _answer(form: str, body: bytes, status: int, headers: Mapping[str, str]) -> Response:
    return Response(body, status, dict(headers), _MEDIA_TYPES[form])


def _text(tree: ElementTree.Element) -> bytes:
    written: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return written.replace(b"\r", b"&#13;")  # a parser makes \r\n and \r into \n unless they are written so


def _add(to: ElementTree.Element, name: str, value: Any) -> None:
    element = ElementTree.SubElement(to, name)
    if isinstance(value, Mapping):
        _fill(element, value)
    elif value is not None:
        element.text = _NOT_IN_XML.sub("\ufffd", str(value))


def _fill(element: ElementTree.Element, members: Members) -> None:
    for name, value in members.items():
        if isinstance(value, list):
            own, each = _LISTS[name]
            place = ElementTree.SubElement(element, name) if own else element
            for item in value:
                _add(place, each, item)
        else:
            _add(element, name, value)
