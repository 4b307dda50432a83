"""Which services of some kinds are open today, for an adult or a child: asked without an account, kept nowhere."""

from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from services.triage.domain.directory.kinds import KINDS, of_kind
from services.triage.domain.directory.shown import shown_service
from services.triage.web.bodies import checked, described
from services.triage.web.desk import Desk
from shared.web.guard import allow_anyone

Kind = Literal["crisis_line", "single_point_of_access", "social_prescribing", "general_practice"]


class SoughtBody(BaseModel):
    """What somebody needs, and whether it is for an adult or for a child; absent, it may be for either."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: Annotated[tuple[Kind, ...], Field(min_length=1, max_length=len(KINDS))]
    about: Literal["adult", "child"] | None = None


def sought_api(desk: Desk) -> APIRouter:
    """The route /triage/api/sought."""
    router = APIRouter(prefix="/triage/api", tags=["triage"])

    @router.post(
        "/sought",
        name="triage:sought",
        dependencies=[allow_anyone("a resident is shown who can help without an account; nothing is stored")],
        openapi_extra=described(SoughtBody, keyed=False),
        summary="Who is there today for what somebody needs; nothing is stored",
    )
    async def sought(request: Request) -> Response:
        said: SoughtBody = await checked(request, SoughtBody)
        directory, day = desk.directory.now(), desk.directory.today()
        open_now = {kind: of_kind(directory, kind, said.about, day) for kind in said.kinds}
        found = {kind: [shown_service(each, kind, day) for each in services] for kind, services in open_now.items()}
        return JSONResponse({"found": msgspec.to_builtins(found)})

    return router
