"""The diary of a referral for officers: given in a safe way, read as a table by day, typed in from paper, ended."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.domain.commands import CloseDiary, OpenDiary
from services.intake.domain.diary import NOW
from services.intake.domain.diary_codes import new_diary_code
from services.intake.domain.signs_of_abuse import speaks_of_abuse
from services.intake.read_models import diary
from services.intake.read_models.referral_timeline import Standing
from services.intake.web import diary_words as words
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.diaries import (
    days_of,
    entry_command,
    first_days,
    is_open,
    progress,
    read_entry,
    received,
    sheet_of,
)
from services.intake.web.forms import Field, Typed, typed_in
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.pages.referral import PREFIX, found_for
from services.intake.web.words import PAGES
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.personal import Contact, Narrative
from shared.web.cookies import remember_position
from shared.web.formats import day_date
from shared.web.guard import allow, context_of

_REMIND = words.REMIND.name


def router(desk: Desk) -> APIRouter:
    """The routes under /intake/referrals/{reference}/diary."""
    made = APIRouter(prefix=f"{PREFIX}/diary", include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("", name="intake:diary_sheet")
    def show(request: Request, reference: str, cursor: Annotated[str, Query(max_length=60)] = "") -> Response:
        return _page(desk, request, found_for(desk, request, reference), {}, {}, cursor)

    @made.post("", name="intake:diary_given")
    def give(request: Request, reference: str, form: form_sent) -> Response:
        found = found_for(desk, request, reference)
        asked = _asked(desk, found)
        typed = typed_in(asked, form.multi_items())
        must = [each for each in asked if each.name != _REMIND]
        wrong = {each.name: "Choose one." for each in must if (typed[each.name] or [""])[0] not in each.options}
        if wrong:
            return _page(desk, request, found, typed, wrong)
        return _done(desk, request, found, _opening(found, typed, desk))

    @made.post("/end", name="intake:diary_ended")
    def end(request: Request, reference: str) -> Response:
        found = found_for(desk, request, reference)
        return _done(desk, request, found, _about(CloseDiary, desk, found, because="ended_by_officer"))

    _add_paper(made, desk)
    return made


def _add_paper(made: APIRouter, desk: Desk) -> None:
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("/paper", name="intake:diary_paper")
    def paper(request: Request, reference: str) -> Response:
        found = found_for(desk, request, reference)
        return _paper_page(desk, request, found, {}, {}, new_id())

    @made.post("/paper", name="intake:diary_paper_sent")
    def paper_sent(request: Request, reference: str, form: form_sent) -> Response:
        found, typed = found_for(desk, request, reference), typed_in(words.PAPER, form.multi_items())
        sheet, came = sheet_of(desk, found.submitted.reference), received(typed, desk.clock())
        entry_id = str(form.get("entry") or "")[:60] or new_id()
        if sheet is None:
            return RedirectResponse(f"/intake/referrals/{found.submitted.reference}/diary", 303)
        given, wrong = read_entry(desk, words.PAPER, typed, sheet)
        if came is None:
            wrong |= {"_received": "Give a day that has come, such as 27 3 2026, or leave it empty for today."}
        if given is None or came is None:
            return _paper_page(desk, request, found, typed, wrong, entry_id)
        return _done(desk, request, found, entry_command(desk, found, given, entry_id, "staff", came))


def _asked(desk: Desk, found: Standing) -> tuple[Field, ...]:
    """What must be said to give a diary: only ways that are known to be safe, and while one speaks to them."""
    contact = found.safe_contacts.get(found.submitted.account_of, found.submitted.safe_contact)
    ways = {way: text for way, text in words.WAYS.items() if way == NOW or getattr(contact, way).safe == "yes"}
    days = {day.isoformat(): day_date(day) for day in first_days(desk.clock())}
    asked = (
        Field("way", "choice", "How do you give them the code?", "Only ways that are known to be safe.", ways),
        Field("first_on", "pick", "First day", options=days, look="Choose"),
        Field("days", "pick", "For how many days?", options={str(n): str(n) for n in range(7, 11)}, look="Choose"),
    )
    return (*asked, words.REMIND) if any(getattr(contact, way).safe == "yes" for way in ("sms", "email")) else asked


def _opening(found: Standing, typed: Typed, desk: Desk) -> Command:
    contact = found.safe_contacts.get(found.submitted.account_of, found.submitted.safe_contact)
    way = typed["way"][0]
    return _about(
        OpenDiary,
        desk,
        found,
        person_id=found.submitted.account_of,
        code=new_diary_code(),
        first_on=date.fromisoformat(typed["first_on"][0]),
        days=int(typed["days"][0]),
        way=way,
        safe="unknown" if way == NOW else getattr(contact, way).safe,
        abuse=_abuse(found),
        remind=typed.get(_REMIND, [""])[:1] == ["yes"],
    )


def _abuse(found: Standing) -> bool:
    """Whether anything speaks of abuse: what was said, or what triage made of it."""
    submitted, outcome = found.submitted, found.outcome
    return speaks_of_abuse(submitted.kind, submitted.strands, submitted.answers, outcome.route if outcome else None)


def _page(
    desk: Desk, request: Request, found: Standing, typed: Typed, wrong: Mapping[str, str], cursor: str = ""
) -> Response:
    desk.look(context_of(request), found, "diary")
    reference = found.submitted.reference
    sheet = sheet_of(desk, reference)
    with desk.views.reading() as connection:
        page = diary.page(connection, reference, cursor or None)
    days = days_of(desk, sheet) if sheet is not None else []
    here = f"/intake/referrals/{reference}/diary"
    return PAGES.render(
        request,
        "intake/diary_sheet.html",
        status=422 if wrong else 200,
        reference=reference,
        sheet=sheet,
        open=is_open(sheet, desk.clock()),
        code=desk.opener.open(sheet.opened.code, Contact) if sheet is not None else None,
        host=str(request.base_url).rstrip("/"),
        days=days,
        progress=progress(days),
        entries=[_opened(desk, entry) for entry in page.entries],
        further=f"{here}?cursor={page.cursor}" if page.cursor else None,
        first=here if cursor else None,
        fields=_asked(desk, found),
        abuse=_abuse(found),
        closed=words.CLOSED,
        ways=words.WAYS,
        typed=typed,
        wrong=wrong,
        back=f"/intake/referrals/{reference}",
    )


def _opened(desk: Desk, entry: diary.Entry) -> Mapping[str, Any]:
    texts = {
        name: desk.opener.open(getattr(entry.written, name), Narrative) for name in ("what", "effect", "witnesses")
    }
    return {"written": entry.written, "recorded_at": entry.recorded_at, **texts}


def _paper_page(
    desk: Desk, request: Request, found: Standing, typed: Typed, wrong: Mapping[str, str], entry_id: str
) -> Response:
    desk.look(context_of(request), found, "diary")
    reference = found.submitted.reference
    return PAGES.render(
        request,
        "intake/diary_paper.html",
        status=422 if wrong else 200,
        reference=reference,
        fields=words.PAPER,
        typed=typed,
        wrong=wrong,
        entry_id=entry_id,
        back=f"/intake/referrals/{reference}/diary",
    )


def _about(kind: type[Command], desk: Desk, found: Standing, **members: Any) -> Command:
    submitted = found.submitted
    about = {"at": desk.clock(), "referral_id": submitted.referral_id, "reference": submitted.reference}
    return kind.model_validate(about | members)


def _done(desk: Desk, request: Request, found: Standing, command: Command) -> Response:
    done = desk.dispatch(command, context_of(request))
    answer = RedirectResponse(f"/intake/referrals/{found.submitted.reference}/diary", 303)
    remember_position(request, answer, "intake", done.last_position)
    return answer
