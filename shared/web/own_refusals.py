"""Routes whose callers are told no in another form than ours, also by what stands before every route."""

import re
from collections.abc import Callable, Iterable, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from shared.web.errors import Problem

Refuse = Callable[[Request, Problem], Response]
OwnRefusals = Sequence[tuple["re.Pattern[str]", Refuse]]
"""Pattern of a path, and what answers there."""


class OwnRefusalsRoute(APIRoute):
    """A route that says no in a form of its own."""

    def refuse(self, request: Request, problem: Problem) -> Response:
        """The answer to whoever asks here and is told no."""
        raise NotImplementedError


def own_refusals(routers: Iterable[APIRouter]) -> OwnRefusals:
    """All such routes."""
    return [
        (route.path_regex, route.refuse)
        for router in routers
        for route in router.routes
        if isinstance(route, OwnRefusalsRoute)
    ]


def refusal_at(path: str, refusals: OwnRefusals) -> Refuse | None:
    """What answers at this path; None where it is answered as everywhere."""
    return next((refuse for pattern, refuse in refusals if pattern.match(path)), None)
