"""The calls of Open311 GeoReport v2 that we answer, for partners' systems."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from services.intake.domain.commands import SubmitReferral
from services.intake.domain.restricted import hide_request
from services.intake.read_models.referral_timeline import Standing, story
from services.intake.web.access import check_may_know, referrer_of
from services.intake.web.desk import Desk
from services.intake.web.open311 import catalogue, described
from services.intake.web.open311.answers import Open311Route, listed, name_of, refused, single
from services.intake.web.open311.requests import NOTICE, document_of, in_the_forms_words, request_of
from services.intake.web.pages.forms_sent import is_form, sent_form
from shared.kernel.dispatching import Receipt
from shared.kernel.identifiers import new_id, parse_reference
from shared.kernel.refusals import InvalidInput, NotFound
from shared.web.api_keys import allow_key
from shared.web.errors import Problem
from shared.web.guard import Role, allow_anyone, context_of, principal_of
from shared.web.settings import WebSettings

_ROOT = "/open311/v2"
_ENDINGS = ("", ".json", ".xml")
_PUBLIC = allow_anyone("what may be reported, and how, is no secret")
_KEY = allow_key(Role.PARTNER)
_SCOPE = "open311"
_OUTCOME_NOTED = "intake.outcome_noted"
_NO_LIST = (
    "There is no list of requests: a list of places and complaints would tell who complained. "
    "Ask for one request by its id, with the key that made it."
)
_NO_REQUEST = "This key has made no request of this id."

Jurisdiction = Annotated[str, Query(max_length=200)]
Key = Annotated[str, Query(max_length=200)]


def router(desk: Desk) -> APIRouter:
    """The routes under /open311/v2."""
    made = APIRouter(tags=["open311"], route_class=Open311Route)
    _add_catalogue(made)
    _add_posting(made, desk)
    _add_reading(made, desk)
    return made


def _add_catalogue(made: APIRouter) -> None:
    def services(request: Request, jurisdiction_id: Jurisdiction = "") -> Response:
        """What may be reported."""
        _in_our_borough(request, jurisdiction_id)
        return listed(request, "services", "service", catalogue.services())

    def definition(request: Request, code: str, jurisdiction_id: Jurisdiction = "") -> Response:
        """What is asked with one service; `code` may end in .json or .xml."""
        _in_our_borough(request, jurisdiction_id)
        if catalogue.service_name(name_of(code)) is None:
            raise Problem(404, "no_such_service", "There is no service of this code.")
        return single(request, "service_definition", catalogue.definition(name_of(code)))

    def discovery(request: Request) -> Response:
        """Where the calls are, and how to get a key."""
        settings: WebSettings = request.app.state.settings
        scheme = "https" if settings.secure_cookies else request.url.scheme
        address = f"{scheme}://{request.url.netloc}{_ROOT}"
        return single(request, "discovery", catalogue.discovery(address, settings.contact_email))

    _at(made, "/discovery", discovery, [_PUBLIC], described.DISCOVERY, root="/open311")
    _at(made, "/services", services, [_PUBLIC], described.SERVICES)
    _at(made, "/services/{code}", definition, [_PUBLIC], described.DEFINITION, endings=("",))


def _add_posting(made: APIRouter, desk: Desk) -> None:
    def take(request: Request, form: Annotated[FormData, Depends(sent_form)]) -> Response:
        """Report anti-social behaviour."""
        if not is_form(request):
            raise Problem(415, "unsupported_media_type", "Send the form URL-encoded.")
        _in_our_borough(request, str(form.get("jurisdiction_id", "")))
        who = principal_of(request)
        try:
            command = desk.reception.command(
                document_of(form), who.agency, believes_agency=False, referrer=referrer_of(who)
            )
        except InvalidInput as invalid:
            raise in_the_forms_words(invalid) from None
        taken, _ = desk.submit(command, context_of(request), _receipt)
        answer = {"service_request_id": taken.reference, "service_notice": NOTICE, "account_id": None}
        return listed(request, "service_requests", "request", [answer], 201)

    _at(made, "/requests", take, [_KEY], described.TAKEN, method="POST", extra=described.FORM)


def _add_reading(made: APIRouter, desk: Desk) -> None:
    def none_listed(request: Request) -> Response:
        """There is no list, for anybody."""
        return refused(request, Problem(403, "no_list", _NO_LIST))

    def one(
        request: Request, service_request_id: str, jurisdiction_id: Jurisdiction = "", api_key: Key = ""
    ) -> Response:
        """One request of one's own; the id may end in .json or .xml."""
        _in_our_borough(request, jurisdiction_id)
        found = _own(desk, request, service_request_id)
        desk.look(context_of(request), found, "request, by Open311")
        told = hide_request(request_of(found, desk.opener, _noted_at(desk, found)), desk.hidden.now())
        return listed(request, "service_requests", "request", [told])

    def id_of_token(request: Request, token: str, jurisdiction_id: Jurisdiction = "", api_key: Key = "") -> Response:
        """The id that belongs to a token. An id is given at once here, and is its own token."""
        _in_our_borough(request, jurisdiction_id)
        reference = _own(desk, request, token).submitted.reference
        return listed(request, "service_requests", "request", [{"service_request_id": reference, "token": reference}])

    _at(made, "/requests", none_listed, [allow_anyone("nobody is answered")], described.NO_LIST)
    _at(made, "/requests/{service_request_id}", one, [_KEY], described.REQUEST, endings=("",))
    _at(made, "/tokens/{token}", id_of_token, [_KEY], described.TOKEN, endings=("",))


def _at(
    made: APIRouter,
    path: str,
    handle: Callable[..., Response],
    guards: Sequence[Any],
    answers: dict[int | str, dict[str, Any]],
    *,
    method: str = "GET",
    root: str = _ROOT,
    endings: Sequence[str] = _ENDINGS,
    extra: dict[str, Any] | None = None,
) -> None:
    """Answer at a path, with each of these endings; an id's own ending is read from it."""
    for ending in endings:
        made.add_api_route(
            f"{root}{path}{ending}",
            handle,
            methods=[method],
            name=f"intake:open311_{handle.__name__}{ending.replace('.', '_')}",
            dependencies=list(guards),
            response_class=Response,
            status_code=201 if method == "POST" else 200,
            responses=answers,
            openapi_extra=extra,
        )


def _in_our_borough(request: Request, jurisdiction_id: str) -> None:
    """As is the custom, the jurisdiction is the council's own domain; it need not be said."""
    ours = request.app.state.settings.contact_email.partition("@")[2]
    if jurisdiction_id and jurisdiction_id != ours:
        raise Problem(404, "no_such_jurisdiction", "This jurisdiction_id is not one of ours. Leave it out.")


def _own(desk: Desk, request: Request, said: str) -> Standing:
    """The request, where this key made it and it is one of anti-social behaviour; else 404, and all look alike."""
    reference = parse_reference(name_of(said))
    try:
        found = check_may_know(principal_of(request), desk.standing(reference) if reference else None)
    except NotFound:
        found = None
    if found is None or found.submitted.kind != "asb":
        raise Problem(404, "no_such_request", _NO_REQUEST)
    return found


def _noted_at(desk: Desk, found: Standing) -> str | None:
    """When triage's newest outcome was noted."""
    with desk.views.reading() as connection:
        entries = story(connection, found.submitted.reference)
    return next((entry.occurred_at for entry in reversed(entries) if entry.name == _OUTCOME_NOTED), None)


def _receipt(command: SubmitReferral) -> Receipt:
    """One of its own each time: the standard has no way to say that a request is the same again."""
    return Receipt(_SCOPE, new_id(), answer=command.reference.encode())
