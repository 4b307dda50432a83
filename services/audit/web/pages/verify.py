"""/audit/verify: have everything checked, and what that came to each time."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.audit.domain.commands import RequestVerification
from services.audit.read_models import findings, verifications
from services.audit.web.desk import AUDITORS, OwnViews, names_of
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch
from shared.kernel.identifiers import new_id
from shared.web.caller import context_of
from shared.web.cookies import last_position, remember_position
from shared.web.guard import allow
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parents[1] / "templates")


def router(views: OwnViews, dispatch: Dispatch, clock: Clock) -> APIRouter:
    """The route /audit/verify. Verification itself is a chore: it may take longer than a browser waits."""
    made = APIRouter(prefix="/audit/verify", include_in_schema=False)

    @made.get("", name="audit:verify", dependencies=[allow(*AUDITORS)])
    def show(request: Request) -> Response:
        saved = last_position(request, "audit")
        shown = saved is None or views.shows(saved)
        with views.reading() as connection:
            runs, found = verifications.newest(connection), findings.newest(connection)
        names = names_of(request, [run.requested_by for run in runs])
        return PAGES.render(request, "audit/verify.html", runs=runs, found=found, shown=shown, names=names)

    @made.post("", name="audit:request_verification", dependencies=[allow(*AUDITORS)])
    def request_one(request: Request) -> Response:
        command = RequestVerification(at=clock(), verification_id=new_id())
        done = dispatch(command, context_of(request))
        answer = RedirectResponse("/audit/verify", 303)
        remember_position(request, answer, "audit", done.last_position)
        return answer

    return made
