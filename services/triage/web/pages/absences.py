"""Who is away when and who covers: officers write down their own days, a manager anybody's."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.desk.commands import EndAbsence, RecordAbsence
from services.triage.read_models import absences
from services.triage.web.desk import OFFICERS, Desk, officers_of, saved
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal
from shared.web.formats import LONDON
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

_ADDRESS = "/triage/absences"
# Longer than any leave; a year typed wrong must not take an officer's work away for ten.
_LONGEST_DAYS = 400
_IDS = {"/account": "account", "/first": "first-day", "/last": "last-day", "/cover": "cover"}


def absence_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/absences and /triage/absences/{absence_id}/ended."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("", name="triage:absences")
    def show(request: Request) -> Response:
        return _page(desk, pages, request)

    @router.post("", name="triage:absence_recorded")
    def record(request: Request, form: Typed) -> Response:
        try:
            command = _absence(desk, request, form)
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except InvalidInput as invalid:
            return _page(desk, pages, request, invalid.errors, form, 422)
        except Refusal as refusal:
            return _page(desk, pages, request, [FieldError("/first", refusal.code, refusal.says)], form, 409)
        return saved(request, _ADDRESS, done.last_position)

    @router.post("/{absence_id}/ended", name="triage:absence_ended")
    def end(request: Request, absence_id: str, form: Typed) -> Response:
        row = next((each for each in _rows(desk) if each.absence_id == absence_id), None)
        if row is None or not _may_change(request, row.account_id):
            raise NotFound
        back_on = max(desk.clock().astimezone(LONDON).date(), date.fromisoformat(row.first_day))
        command = EndAbsence(at=desk.clock(), account_id=row.account_id, absence_id=absence_id, back_on=back_on)
        try:
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except Refusal as refusal:
            return _page(desk, pages, request, [FieldError("", refusal.code, refusal.says)], form, 409)
        return saved(request, _ADDRESS, done.last_position)

    return router


def _absence(desk: Desk, request: Request, form: Form) -> RecordAbsence:
    """Raises InvalidInput with everything that is wrong."""
    own, officers = principal_of(request).account_id, officers_of(request)
    account, cover = form.get("account") or own, form.get("cover") or None
    errors = []
    if not _may_change(request, account) or account not in officers:
        errors.append(FieldError("/account", "unknown", "Choose one of the officers listed."))
    first, last = _day(form, "first"), _day(form, "last")
    if first is None:
        errors.append(FieldError("/first", "missing", "Give the first day away, such as 27 3 2027."))
    if last is None:
        errors.append(FieldError("/last", "missing", "Give the last day away, such as 9 4 2027."))
    if first and last:
        errors += _of_days(first, last, desk.clock().astimezone(LONDON).date())
    if cover is not None and (cover not in officers or cover == account):
        errors.append(FieldError("/cover", "unknown", "Choose another officer, or leave the work to anybody."))
    if errors or first is None or last is None:
        raise InvalidInput(errors)
    return RecordAbsence(
        at=desk.clock(), absence_id=new_id(), account_id=account, first_day=first, last_day=last, cover_id=cover
    )


def _of_days(first: date, last: date, today: date) -> list[FieldError]:
    if last < first:
        return [FieldError("/last", "before_first", "The last day must not be before the first.")]
    if last < today:
        return [FieldError("/last", "past", "These days are over. Give a last day of today or later.")]
    if (last - first).days > _LONGEST_DAYS:
        return [FieldError("/last", "too_long", f"Give at most {_LONGEST_DAYS} days. Check the year.")]
    return []


def _day(form: Form, name: str) -> date | None:
    parts = [form.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
    if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _may_change(request: Request, account_id: str) -> bool:
    who = principal_of(request)
    return who.role is Role.SERVICE_MANAGER or who.account_id == account_id


def _rows(desk: Desk) -> Sequence[Any]:
    with desk.views.reading() as connection:
        return absences.still_to_end(connection, desk.clock().astimezone(LONDON).date())


def _page(
    desk: Desk,
    pages: Pages,
    request: Request,
    errors: Sequence[FieldError] = (),
    form: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    late_view = not desk.shows_what_was_saved(request)
    rows, officers = _rows(desk), officers_of(request)
    return pages.render(
        request,
        "triage/absences.html",
        status=status,
        rows=[(row, _may_change(request, row.account_id)) for row in rows],
        today=desk.clock().astimezone(LONDON).date().isoformat(),
        officers=officers,
        manages=principal_of(request).role is Role.SERVICE_MANAGER,
        own=principal_of(request).account_id,
        errors=errors,
        form=form or {},
        ids=_IDS,
        once=new_id(),
        late_view=late_view,
        back="/triage/queue",
    )
