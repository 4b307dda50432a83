"""/audit: find a story by its reference, look at a sample that nobody chose, see how verification last came out."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.audit.domain.commands import DrawSample
from services.audit.domain.values import LARGEST_SAMPLE
from services.audit.read_models import samples, verifications
from services.audit.web.desk import AUDITORS, Desk, OwnViews, names_of
from shared.kernel.dispatching import Dispatch
from shared.kernel.identifiers import new_id, parse_reference
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.caller import context_of
from shared.web.cookies import last_position, remember_position
from shared.web.guard import allow
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parents[1] / "templates")


def router(desk: Desk, views: OwnViews, dispatch: Dispatch) -> APIRouter:
    """The routes /audit and /audit/sample."""
    made = APIRouter(prefix="/audit", include_in_schema=False)

    @made.get("", name="audit:search", dependencies=[allow(*AUDITORS)])
    def search(request: Request, reference: str = "") -> Response:
        known = parse_reference(reference)
        if known is not None:
            return RedirectResponse(f"/audit/{known}", 303)
        saved = last_position(request, "audit")
        shown = saved is None or views.shows(saved)
        missing = desk.current()
        with views.reading() as connection:
            drawn, checked = samples.newest(connection), verifications.newest(connection, 1)
        return PAGES.render(
            request,
            "audit/search.html",
            status=422 if reference else 200,
            mistyped=bool(reference),
            samples=drawn,
            checked=checked[0] if checked else None,
            head=desk.newest_head(),
            missing=missing,
            shown=shown,
            largest=LARGEST_SAMPLE,
            names=names_of(request, [sample.drawn_by for sample in drawn]),
        )

    @made.post("/sample", name="audit:sample", dependencies=[allow(*AUDITORS)])
    def draw(request: Request, size: Annotated[str, Form(max_length=10)] = "") -> Response:
        if not size.strip().isdecimal():
            raise InvalidInput([FieldError("/size", "unreadable", "Say how many in digits.")])
        desk.current()
        command = DrawSample(at=desk.clock(), sample_id=new_id(), size=int(size))
        done = dispatch(command, context_of(request))
        answer = RedirectResponse("/audit", 303)
        remember_position(request, answer, "audit", done.last_position)
        return answer

    return made
