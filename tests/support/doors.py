"""Every route of the whole borough, with who may use it."""

from typing import NamedTuple

from fastapi.routing import iter_route_contexts

from shared.web.guard import Guard, guard_of
from shared.web.switchboard import Switchboard
from tests.support.builders.borough import LittleBorough


class Door(NamedTuple):
    """A route as one method and a path with something in each of its places."""

    method: str
    template: str
    path: str
    guard: Guard


def doors(borough: LittleBorough) -> list[Door]:
    """Every route of all five services and of the shared pages."""
    found = []
    for route in iter_route_contexts(borough.app.router.routes):
        if isinstance(route.original_route, Switchboard):
            continue
        guard, template = guard_of(route), str(route.path)
        assert guard is not None, template
        path = template.replace(":path}", "}").replace("{", "").replace("}", "")
        found += [Door(method, template, path, guard) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found
