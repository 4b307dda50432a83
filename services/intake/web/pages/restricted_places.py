"""Refuges and safe houses: listed by code alone, restricted, released; opening an address is recorded."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from services.intake.domain.addresses import building_signs, house
from services.intake.domain.events.places import PlaceRestricted
from services.intake.domain.given import GivenLocation
from services.intake.domain.record_commands import ReleasePlace, RestrictPlace
from services.intake.domain.refusals import CodeTaken
from services.intake.read_models.restricted_places import listed, standing
from services.intake.web.access import MAY_HIDE_PLACES
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, document_of, typed_in
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.words import PAGES
from shared.kernel.identifiers import new_id
from shared.kernel.personal import Contact, Place
from shared.kernel.refusals import NotFound
from shared.web.cookies import last_position, remember_position
from shared.web.guard import allow, context_of

_ADDRESS = "/intake/restricted-places"
_CODE = Field(
    "code", "line", "Code", "Letters, a dash and a number, such as R-7. It must not say where it is.",
    look="govuk-input--width-5",
)  # fmt: skip
_WRITTEN = Field(
    "addresses", "list", "Every way its address is written",
    "Each on one line, with house number or name, street and postcode.", look="4",
)  # fmt: skip
_UPRN = Field("uprn", "line", "UPRN, if known", "Up to 12 digits.", look="govuk-input--width-10")
_DESK = Field("desk", "line", "Whom to ring instead", "Such as 020 7946 0100.", look="govuk-input--width-20")
_FIELDS = (_CODE, _WRITTEN, _UPRN, _DESK)
_MOST_WRITTEN = 10


def router(desk: Desk) -> APIRouter:
    """The routes under /intake/restricted-places."""
    made = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*MAY_HIDE_PLACES, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("", name="intake:restricted_places")
    def show(request: Request) -> Response:
        return _page(desk, request, {}, {})

    @made.post("", name="intake:place_restricted")
    def restrict(request: Request, form: form_sent) -> Response:
        typed = typed_in(_FIELDS, form.multi_items())
        command, wrong = _command(desk, typed)
        if command is None:
            return _page(desk, request, typed, wrong)
        desk.keys.mint(command.place_id)
        desk.keys.flush()
        try:
            return _done(request, desk.dispatch(command, context_of(request)).last_position)
        except CodeTaken as taken:
            return _page(desk, request, typed, {_CODE.name: taken.says})

    @made.post("/{code}/released", name="intake:place_released")
    def release(request: Request, code: str) -> Response:
        try:
            command = ReleasePlace(at=desk.clock(), code=code)
        except ValidationError:
            raise NotFound from None
        return _done(request, desk.dispatch(command, context_of(request)).last_position)

    @made.post("/{code}", name="intake:place_opened")
    def opened(request: Request, code: str) -> Response:
        return _opened(desk, request, code)

    return made


def _opened(desk: Desk, request: Request, code: str) -> Response:
    """Asked for by a POST, since looking is an act: it is recorded before the address is shown."""
    desk.views.wait_for(last_position(request, "intake") or 0)
    with desk.views.reading() as connection:
        place = standing(connection, code)
    if place is None:
        raise NotFound
    desk.record_view(context_of(request), f"place-{code}", (), "address of a restricted place")
    return PAGES.render(request, "intake/restricted_place.html", code=code, back=_ADDRESS, **_clear(desk, place))


def _clear(desk: Desk, place: PlaceRestricted) -> dict[str, Any]:
    return {
        "addresses": [desk.opener.open(each.text, Place) for each in place.addresses],
        "uprn": desk.opener.open(place.uprn, Place),
        "desk": desk.opener.open(place.desk, Contact),
    }


def _command(desk: Desk, typed: Typed) -> tuple[RestrictPlace | None, dict[str, str]]:
    """The command, or what is wrong by field."""
    said = document_of(_FIELDS, typed)
    written, wrong = said.get("addresses") or [], dict[str, str]()
    if not written or len(written) > _MOST_WRITTEN:
        wrong[_WRITTEN.name] = f"Give its address in one to {_MOST_WRITTEN} lines."
    elif any(not building_signs(house(line)) for line in written) or max(map(len, written)) > 500:
        wrong[_WRITTEN.name] = "Give on each line a house and its postcode, such as 9 High Street SW19 1AA."
    try:
        GivenLocation(uprn=said.get("uprn"))
    except ValidationError:
        wrong[_UPRN.name] = "Give up to 12 digits, or leave this empty."
    if len(said.get("desk") or "") > 200:
        wrong[_DESK.name] = "Shorten this to 200 characters at most."
    try:
        made = RestrictPlace.model_validate(
            {"at": desk.clock(), "place_id": new_id(), **said, "addresses": tuple(written) or ("-",)}
        )
    except ValidationError:
        return None, {_CODE.name: "Give letters, a dash and a number, such as R-7.", **wrong}
    return (None, wrong) if wrong else (made, {})


def _page(desk: Desk, request: Request, typed: Typed, wrong: Mapping[str, str]) -> Response:
    shown = desk.views.wait_for(last_position(request, "intake") or 0)
    with desk.views.reading() as connection:
        places = listed(connection)
    return PAGES.render(
        request,
        "intake/restricted_places.html",
        status=422 if wrong else 200,
        hidden=places,
        fields=_FIELDS,
        typed=typed,
        wrong=wrong,
        not_shown_yet=not shown,
    )


def _done(request: Request, position: int) -> Response:
    answer = RedirectResponse(_ADDRESS, 303)
    remember_position(request, answer, "intake", position)
    return answer
