"""Makes the web app of a process from its services' routers: guarded, traced, bounded, described.

    app = create_app("Waymark", [*intake.routers, *triage.routers], access=access, settings=WebSettings(...))

The app refuses to be made if a route does not say who may use it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from shared.access.register import Access
from shared.web import errors
from shared.web.asset_files import AssetFiles, assets_router
from shared.web.body_limit import BodyLimit, roomy_routes
from shared.web.caller import correlation_id_of, visitor_of
from shared.web.cookies import ADDING, DRAFT, kept_signed
from shared.web.correlation import Correlation
from shared.web.errors import Problem
from shared.web.guard import SignInFirst, UndeclaredRoutes, allow_anyone, undeclared_in, wants_page
from shared.web.head_requests import HeadAsGet
from shared.web.keeping import hand_key
from shared.web.openapi import PROBLEM_RESPONSES, describe
from shared.web.own_refusals import OwnRefusals, own_refusals, refusal_at
from shared.web.pages import Pages
from shared.web.pause import Pause
from shared.web.public_pages import public_pages_router
from shared.web.security_headers import SecurityHeaders
from shared.web.settings import Lifespan, WebSettings
from shared.web.sign_in import sign_in_router
from shared.web.switchboard import Shortcut, Switchboard
from shared.web.tally import RequestTally
from shared.web.unsent import unsent_router

_LATER = {"Retry-After": "15"}

_HEADINGS: dict[int, str] = {
    401: "You are not signed in",
    403: "You cannot do this",
    404: "Page not found",
    409: "This cannot be done now",
    413: "That is too large",
    422: "There is a problem",
    429: "Try again later",
    500: "Something went wrong here",
    503: "The service is busy",
}


def create_app(
    title: str,
    routers: Sequence[APIRouter],
    *,
    access: Access,
    settings: WebSettings | None = None,
    lifespan: Lifespan | None = None,
    tally: RequestTally | None = None,
) -> FastAPI:
    """The app; `routers` must be flat (see `Switchboard`) and come first, the hot ones before others.

    `tally` counts its requests, for whoever wants to know.

    `app.state` holds `access`, `settings` and `assets`. Raises `UndeclaredRoutes`, TypeError for a nested router.
    """
    settings = settings or WebSettings()
    pages = Pages()
    app = FastAPI(
        title=title,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        responses=PROBLEM_RESPONSES,
        # The framework's own telemetry writes down addresses and messages of exceptions, which may name people.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.access, app.state.settings, app.state.assets = access, settings, AssetFiles()
    own = [
        _description_router(),
        sign_in_router(pages),
        unsent_router(pages),
        public_pages_router(pages),
        assets_router(app.state.assets),
    ]
    everything = [*routers, *own]
    switchboard = Switchboard(everything)
    app.router.routes.append(switchboard)
    for router in everything:
        app.include_router(router)
    app.add_middleware(Shortcut, switchboard=switchboard)
    _install(app, pages, settings, tally or RequestTally(), routers)
    if silent := undeclared_in(everything):
        raise UndeclaredRoutes(", ".join(silent))
    return app


def _description_router() -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json", name="shared:openapi", dependencies=[allow_anyone("the description is public")])
    def openapi(request: Request) -> Response:
        return JSONResponse(describe(request.app))

    return router


def _responding(pages: Pages, refusals: OwnRefusals) -> Callable[[Request, Problem], Response]:
    def respond(request: Request, problem: Problem) -> Response:
        if (refuse := refusal_at(request.url.path, refusals)) is not None:
            return refuse(request, problem)
        if not wants_page(request.scope):
            return errors.document_response(request, problem)
        # In the middle of a resident's answers nobody loses the Exit button, whatever has gone wrong.
        sensitive = visitor_of(request) is None and any(kept_signed(request, name) for name in (DRAFT, ADDING))
        context = {"problem": problem, "correlation_id": correlation_id_of(request), "sensitive": sensitive}
        heading = _HEADINGS.get(problem.status, "There is a problem")
        return pages.render(
            request, "shared/error.html", status=problem.status, headers=problem.headers, heading=heading, **context
        )

    return respond


async def _sign_in_first(request: Request, needed: Any) -> Response:
    answer = RedirectResponse(needed.address, 303)
    if needed.kept is not None:
        hand_key(request, answer, needed.kept)
    return answer


def _install(
    app: FastAPI, pages: Pages, settings: WebSettings, tally: RequestTally, routers: Sequence[APIRouter]
) -> None:
    respond = _responding(pages, own_refusals(routers))

    def answering(
        status: int, code: str, detail: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Callable[[Scope, Receive, Send], Any]:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("app", app)
            await respond(Request(scope), Problem(status, code, detail, headers=headers))(scope, receive, send)

        return answer

    errors.install(app, respond)
    app.add_exception_handler(SignInFirst, _sign_in_first)
    # Added from the inside out.
    app.add_middleware(Pause, reason=settings.paused, answer=lambda why: answering(503, "paused", why, _LATER))
    too_large = answering(413, "too_large")
    roomy = roomy_routes(routers)
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes, answer_too_large=too_large, roomy=roomy)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Correlation, answer_failure=answering(500, "internal_error"), tally=tally)
    app.add_middleware(SecurityHeaders, tls=settings.secure_cookies)
