"""Locked records: known to people who are named, and to nobody else; which there are, and who is named for each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.domain.lock_commands import ChangeLock, EndLock, LockRecord
from services.intake.domain.refusals import AlreadyLocked, NotOnItsList
from services.intake.read_models import insiders, locks
from services.intake.web.desk import Desk
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.words import PAGES
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id, parse_reference
from shared.kernel.kept_from import knowing_everything
from shared.kernel.refusals import NotFound
from shared.web.cookies import last_position, remember_position
from shared.web.guard import Role, allow, context_of, principal_of

_ADDRESS = "/intake/locked-records"
_KEEPERS = (Role.INFORMATION_GOVERNANCE, Role.SERVICE_MANAGER)
# Somebody has to be able to act on it.
_WORKERS = (Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER)
_NOBODY_WORKS = "Tick at least one triage officer, case officer or service manager, who can work on it."
_NO_RECORD = "There is no referral with this reference. Check it, such as WM-7K3F-Q."

SentForm = Annotated[FormData, Depends(sent_form)]
Wrong = Mapping[str, str]


def router(desk: Desk, put_up: Callable[[], None]) -> APIRouter:
    """The routes under /intake/locked-records. `put_up` has the walls stand that follow from the log."""
    made = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*_KEEPERS, hide=True)])

    @made.get("", name="intake:locked_records")
    def show(request: Request) -> Response:
        return _list(desk, request)

    @made.post("", name="intake:record_locked")
    def lock(request: Request, form: SentForm) -> Response:
        return _lock(desk, request, form, put_up)

    @made.get("/{lock_id}", name="intake:lock")
    def one(request: Request, lock_id: str) -> Response:
        standing = _standing(desk, request, lock_id)
        return _one(request, standing, standing.named.split())

    @made.post("/{lock_id}", name="intake:lock_changed")
    def change(request: Request, lock_id: str, form: SentForm) -> Response:
        standing, named = _standing(desk, request, lock_id), _ticked(request, form)
        if wrong := _wrong(request, named):
            return _one(request, standing, named, wrong)
        about = _about(request, standing)
        try:
            return _done(desk, request, ChangeLock(at=desk.clock(), named=named, **about), put_up)
        except NotOnItsList as refused:
            return _one(request, standing, named, {"named": refused.says}, 409)

    @made.post("/{lock_id}/ended", name="intake:lock_ended")
    def end(request: Request, lock_id: str) -> Response:
        standing = _standing(desk, request, lock_id)
        try:
            return _done(desk, request, EndLock(at=desk.clock(), **_about(request, standing)), put_up)
        except NotOnItsList as refused:
            return _one(request, standing, standing.named.split(), {"ended": refused.says}, 409)

    return made


def _about(request: Request, lock: Any) -> dict[str, str]:
    return {"lock_id": lock.lock_id, "referral_id": lock.referral_id, "by": principal_of(request).account_id}


def _lock(desk: Desk, request: Request, form: FormData, put_up: Callable[[], None]) -> Response:
    """A record that is kept from whoever asks is, as everywhere, the reference of nothing."""
    reference, named = str(form.get("reference", "")), _ticked(request, form)
    known = parse_reference(reference)
    found = desk.standing(known) if known else None
    wrong = _wrong(request, named) if found else {"reference": _NO_RECORD, **_wrong(request, named)}
    if wrong or found is None:
        return _list(desk, request, reference, named, wrong)
    record = {"referral_id": found.submitted.referral_id, "reference": found.submitted.reference}
    command = LockRecord(at=desk.clock(), lock_id=new_id(), named=named, **record)
    try:
        return _done(desk, request, command, put_up)
    except AlreadyLocked as refused:
        return _list(desk, request, reference, named, {"reference": refused.says})


def _people(request: Request) -> dict[str, Any]:
    """Everybody who may be named, by account, in the order of their names."""
    found = [each for each in request.app.state.access.accounts.all() if each.active and each.role is not Role.PARTNER]
    return {each.account_id: each for each in sorted(found, key=lambda each: (each.display_name, each.account_id))}


def _ticked(request: Request, form: FormData) -> tuple[str, ...]:
    people = _people(request)
    return tuple(dict.fromkeys(str(each) for each in form.getlist("named") if each in people))


def _wrong(request: Request, named: Sequence[str]) -> dict[str, str]:
    people = _people(request)
    return {} if any(people[each].role in _WORKERS for each in named) else {"named": _NOBODY_WORKS}


def _locks(desk: Desk, request: Request) -> list[Any]:
    """Every lock, also of what is locked from whoever asks; none of a record that is kept from them for being near."""
    own = principal_of(request).account_id
    with knowing_everything(), desk.views.reading() as connection:
        near = {wall.referral_id for wall in insiders.standing_walls(connection) if wall.account_id == own}
        return [lock for lock in locks.standing(connection) if lock.referral_id not in near]


def _standing(desk: Desk, request: Request, lock_id: str) -> Any:
    desk.views.wait_for(last_position(request, "intake") or 0)
    found = next((lock for lock in _locks(desk, request) if lock.lock_id == lock_id), None)
    if found is None:
        raise NotFound
    return found


def _list(
    desk: Desk, request: Request, reference: str = "", named: Sequence[str] = (), wrong: Wrong | None = None
) -> Response:
    shown = desk.views.wait_for(last_position(request, "intake") or 0)
    return PAGES.render(
        request,
        "intake/locked_records.html",
        status=422 if wrong else 200,
        locks=[(lock, lock.named.split()) for lock in _locks(desk, request)],
        reference=reference,
        not_shown_yet=not shown,
        **_ticks(request, named, wrong or {}),
    )


def _one(request: Request, lock: Any, named: Sequence[str], wrong: Wrong | None = None, status: int = 422) -> Response:
    return PAGES.render(
        request,
        "intake/lock.html",
        status=status if wrong else 200,
        lock=lock,
        back=_ADDRESS,
        **_ticks(request, named, wrong or {}),
    )


def _ticks(request: Request, named: Sequence[str], wrong: Wrong) -> dict[str, Any]:
    people = _people(request)
    return {
        "wrong": wrong,
        "own": principal_of(request).account_id,
        "names": {account_id: each.display_name for account_id, each in people.items()},
        "people": [(account_id, each, account_id in named) for account_id, each in people.items()],
    }


def _done(desk: Desk, request: Request, command: Command, put_up: Callable[[], None]) -> Response:
    """The lock holds before the answer is sent."""
    done = desk.dispatch(command, context_of(request))
    desk.views.wait_for(done.last_position)
    put_up()
    request.app.state.access.walls.look_again()
    answer = RedirectResponse(_ADDRESS, 303)
    remember_position(request, answer, "intake", done.last_position)
    return answer
