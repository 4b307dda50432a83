"""Insiders: whom somebody of us knows, which records are therefore kept from whom, and a manager's overview of both."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.intake.domain.insider_commands import DeclareConflict, DeclareTie, LiftWall, WithdrawTie
from services.intake.domain.insiders import signs_of_tie
from services.intake.domain.likeness import Details
from services.intake.domain.refusals import OwnWall
from services.intake.read_models import insiders
from services.intake.web.desk import Desk
from services.intake.web.insider_words import BECAUSE, BY, RELATIONS, TO_OTHERS
from services.intake.web.words import PAGES
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id, parse_reference
from shared.kernel.personal import Identity
from shared.kernel.refusals import NotFound
from shared.web.cookies import last_position, remember_position
from shared.web.guard import Role, allow, context_of, principal_of

_ADDRESS = "/intake/insiders"
# An auditor changes nothing here: an overseer declares for one.
_STAFF = tuple(role for role in Role if role not in (Role.PARTNER, Role.AUDITOR))
# They see whom a record is kept from, unless it is from themselves.
_OVERSEERS = (Role.SERVICE_MANAGER, Role.INFORMATION_GOVERNANCE)
_DETAILS = ("full_name", "phone", "email", "address")
_LONGEST = {"full_name": 200, "phone": 60, "email": 254, "address": 500}

Typed = Mapping[str, str]


async def _fields(request: Request) -> dict[str, str]:
    """What a form brings, once each; more than fits any field is cut off and then too long."""
    return {name: text[:1_000] for name, text in (await request.form()).multi_items() if isinstance(text, str)}


SentFields = Annotated[dict[str, str], Depends(_fields)]


def router(desk: Desk, put_up: Callable[[], None]) -> APIRouter:
    """The routes under /intake/insiders. `put_up` has the walls stand that follow from the log."""
    made = APIRouter(prefix=_ADDRESS, include_in_schema=False)
    staff, overseers = [allow(*_STAFF, hide=True)], [allow(*_OVERSEERS, hide=True)]

    @made.get("", name="intake:insiders", dependencies=staff)
    def show(request: Request) -> Response:
        return _page(desk, request, {}, {})

    @made.post("/ties", name="intake:tie_declared", dependencies=staff)
    def tie(request: Request, typed: SentFields) -> Response:
        command, wrong = _tie(desk, request, typed)
        if command is None:
            return _page(desk, request, typed, wrong)
        desk.keys.mint(command.tie_id)
        desk.keys.flush()
        return _done(desk, request, command, put_up)

    @made.post("/conflicts", name="intake:conflict_declared", dependencies=staff)
    def conflict(request: Request, typed: SentFields) -> Response:
        command, wrong = _conflict(desk, request, typed)
        if command is None:
            return _page(desk, request, typed, wrong)
        return _done(desk, request, command, put_up)

    @made.post("/ties/{tie_id}/withdrawn", name="intake:tie_withdrawn", dependencies=overseers)
    def withdraw(request: Request, tie_id: str) -> Response:
        return _done(desk, request, WithdrawTie(at=desk.clock(), tie_id=tie_id), put_up)

    @made.post("/walls/{referral_id}/{account_id}/lifted", name="intake:wall_lifted", dependencies=overseers)
    def lift(request: Request, referral_id: str, account_id: str, typed: SentFields) -> Response:
        command = _lifting(desk, request, referral_id, account_id, typed)
        if command is None:
            return _page(desk, request, typed, {"because": "Choose why it is kept no longer."})
        try:
            return _done(desk, request, command, put_up)
        except OwnWall:  # such a wall does not exist for whoever asks
            raise NotFound from None

    return made


def _whose(desk: Desk, request: Request, typed: Typed) -> tuple[str, dict[str, str]]:
    """Whom it is about: oneself, or for an overseer whoever is chosen."""
    own = principal_of(request).account_id
    chosen = typed.get("account", "") or own
    if chosen == own:
        return own, {}
    if principal_of(request).role not in _OVERSEERS or chosen not in _accounts(request):
        return own, {"account": "Choose one of the people listed."}
    return chosen, {}


def _tie(desk: Desk, request: Request, typed: Typed) -> tuple[DeclareTie | None, dict[str, str]]:
    account, wrong = _whose(desk, request, typed)
    said = {name: typed.get(name, "").strip() or None for name in _DETAILS}
    wrong |= {
        name: f"Shorten this to {_LONGEST[name]} characters at most." for name in _DETAILS if _too_long(said, name)
    }
    if typed.get("relation") not in RELATIONS:
        wrong["relation"] = "Choose how they are connected."
    if not wrong and not signs_of_tie(Details(**said)):
        wrong["full_name"] = (
            "Give a first and last name, a telephone number, an e-mail address, or an address with house and postcode."
        )
    if wrong:
        return None, wrong
    return DeclareTie.model_validate(
        {"at": desk.clock(), "tie_id": new_id(), "account_id": account, "relation": typed["relation"], **said}
    ), {}


def _too_long(said: Mapping[str, str | None], name: str) -> bool:
    return len(said[name] or "") > _LONGEST[name]


def _conflict(desk: Desk, request: Request, typed: Typed) -> tuple[DeclareConflict | None, dict[str, str]]:
    """A reference that is kept already from whoever asks is, as everywhere, the reference of nothing."""
    account, wrong = _whose(desk, request, typed)
    known = parse_reference(typed.get("reference", ""))
    found = desk.standing(known) if known else None
    if found is None:
        wrong["reference"] = "There is no referral with this reference. Check it, such as WM-7K3F-Q."
    if typed.get("near") not in RELATIONS:
        wrong["near"] = "Choose how they are connected."
    if wrong or found is None:
        return None, wrong
    return DeclareConflict.model_validate(
        {
            "at": desk.clock(),
            "referral_id": found.submitted.referral_id,
            "reference": found.submitted.reference,
            "account_id": account,
            "relation": typed["near"],
        }
    ), {}


def _lifting(desk: Desk, request: Request, referral_id: str, account_id: str, typed: Typed) -> LiftWall | None:
    with desk.views.reading() as connection:
        walls = insiders.standing_walls(connection)
    wall = next((each for each in walls if (each.referral_id, each.account_id) == (referral_id, account_id)), None)
    if wall is None:
        raise NotFound
    lifted_by = principal_of(request).account_id
    members = {"at": desk.clock(), "referral_id": referral_id, "reference": wall.reference, "account_id": account_id}
    try:
        return LiftWall.model_validate({**members, "because": typed.get("because"), "lifted_by": lifted_by})
    except ValidationError:
        return None


def _page(desk: Desk, request: Request, typed: Typed, wrong: Mapping[str, str]) -> Response:
    shown = desk.views.wait_for(last_position(request, "intake") or 0)
    who = principal_of(request)
    oversees = who.role in _OVERSEERS
    with desk.views.reading() as connection:
        ties = insiders.standing_ties(connection, None if oversees else who.account_id)
        walls = insiders.standing_walls(connection) if oversees else []
    if ties:
        desk.record_view(context_of(request), "ties", (), "ties of staff")
    accounts = _accounts(request)
    context: dict[str, Any] = {
        "ties": [
            (row, desk.opener.open(tie.full_name, Identity)) for row, tie in ties if _may_see(row, who.account_id)
        ],
        "walls": [(wall, _why(wall)) for wall in walls],
        "oversees": oversees,
        "accounts": accounts,
        "relations": RELATIONS,
        "because": BECAUSE,
        "others": TO_OTHERS,
        "own": who.account_id,
    }
    status = 422 if wrong else 200
    return PAGES.render(
        request, "intake/insiders.html", status=status, typed=typed, wrong=wrong, not_shown_yet=not shown, **context
    )


def _may_see(row: Any, reader: str) -> bool:
    """What others declared about somebody is not shown to that somebody; what she declared herself is."""
    return bool(row.account_id != reader or row.declared_by == reader)


def _why(wall: Any) -> str:
    """Why a record is kept from somebody, in words."""
    if wall.why == insiders.DECLARED:
        return f"Declared: {RELATIONS.get(wall.said, wall.said).lower()}"
    tie_id, *by = wall.said.split(" ")
    return f"{'Somebody they are tied to' if tie_id else 'They themselves'}: {', '.join(BY[each] for each in by)}"


def _accounts(request: Request) -> dict[str, str]:
    found = request.app.state.access.accounts.all()
    return {each.account_id: each.display_name for each in found if each.active and each.role is not Role.PARTNER}


def _done(desk: Desk, request: Request, command: Command, put_up: Callable[[], None]) -> Response:
    """Walls stand before the answer is sent: whoever declares something does not see it a second time."""
    done = desk.dispatch(command, context_of(request))
    desk.views.wait_for(done.last_position)
    put_up()
    request.app.state.access.walls.look_again()
    answer = RedirectResponse(_ADDRESS, 303)
    remember_position(request, answer, "intake", done.last_position)
    return answer
