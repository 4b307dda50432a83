"""What machines ask about a process: does it live, is it ready, how does it do. On its own port, never proxied."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Protocol

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from shared.web import errors
from shared.web.correlation import Correlation
from shared.web.errors import Problem
from shared.web.guard import allow_anyone
from shared.web.settings import Lifespan
from shared.web.tally import RequestTally

METRICS_TYPE = "text/plain; version=1.0.0; charset=utf-8"

_WHY = "answers machines on the port of the process, which no proxy leads to, and says nothing about anybody"


class Found(Protocol):
    """What a check came to."""

    @property
    def ok(self) -> bool: ...

    @property
    def says(self) -> str: ...


class Readiness(Protocol):
    """Whether the process may be given work, and what each check says."""

    @property
    def ready(self) -> bool: ...

    @property
    def checks(self) -> Sequence[tuple[str, Found]]: ...


def operations_router(ready: Callable[[], Readiness], metrics: Callable[[], bytes]) -> APIRouter:
    """The routes; both callables are given a thread of their own, not one that pages which hang may have taken."""
    router = APIRouter(include_in_schema=False, dependencies=[allow_anyone(_WHY)])

    @router.get("/health/live", name="operations:live")
    async def live(request: Request) -> Response:
        return _json(200, {"live": True})

    @router.get("/health/ready", name="operations:ready")
    async def is_ready(request: Request) -> Response:
        found = await asyncio.to_thread(ready)
        checks = [{"name": name, "ok": each.ok, "says": each.says} for name, each in found.checks]
        return _json(200 if found.ready else 503, {"ready": found.ready, "checks": checks})

    @router.get("/metrics", name="operations:metrics")
    async def measured(request: Request) -> Response:
        return Response(await asyncio.to_thread(metrics), media_type=METRICS_TYPE)

    return router


def create_operations_app(title: str, router: APIRouter, tally: RequestTally, lifespan: Lifespan) -> FastAPI:
    """An app with these routes and nothing else, for a process that serves no pages."""
    app = FastAPI(
        title=title,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.include_router(router)
    errors.install(app, errors.document_response)
    app.add_middleware(Correlation, answer_failure=_answer_failure, tally=tally)
    return app


async def _answer_failure(scope: Scope, receive: Receive, send: Send) -> None:
    await errors.document_response(Request(scope), Problem(500, "internal_error"))(scope, receive, send)


def _json(status: int, members: dict[str, object]) -> Response:
    return Response(json.dumps(members), status, media_type="application/json")
