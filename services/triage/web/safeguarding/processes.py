"""Other processes somebody is in, such as MAPPA: for authorised roles alone; for all others there is nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.safeguarding.practice import Process
from services.triage.domain.safeguarding.process_events import OtherProcessNoted, Told
from services.triage.domain.safeguarding.processes import NoteOtherProcess
from services.triage.read_models import safe_contacts
from services.triage.web.desk import Desk, saved
from services.triage.web.fields import AREA, CHOICE, DAY, Field, read
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Recorded
from shared.kernel.personal import Identity
from shared.kernel.refusals import FieldError, InvalidInput, NotFound
from shared.kernel.sealed import unsealed
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

# Whoever may write has the cases anyway; whoever only reads is shown a case of which there is something to show.
_WRITES = Role.SERVICE_MANAGER
_READS = (Role.SERVICE_MANAGER, Role.PANEL_CHAIR, Role.PANEL_COORDINATOR)
_NOT_KNOWN = "Somebody whose name is not known"


@dataclass(frozen=True, slots=True)
class Standing:
    """One process as it stands, and how it stood before."""

    process_id: str
    process: Process
    newest: Told
    since: str
    history: Sequence[Told]


def process_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/cases/{reference}/other-processes."""
    router = APIRouter(prefix="/triage/cases/{reference}/other-processes", include_in_schema=False)

    @router.get("", name="triage:other_processes", dependencies=[allow(*_READS, hide=True)])
    def show(request: Request, reference: str) -> Response:
        return _page(desk, pages, request, reference)

    @router.post("", name="triage:note_other_process", dependencies=[allow(_WRITES, hide=True)])
    def note(request: Request, reference: str, form: Typed) -> Response:
        referral = desk.referral(reference)
        people = _people(desk, referral)
        try:
            command = _command(desk, request, referral, people, form)
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except InvalidInput as invalid:
            return _page(desk, pages, request, reference, invalid.errors, form, 422)
        return saved(request, f"/triage/cases/{referral.reference}/other-processes", done.last_position)

    return router


def _command(desk: Desk, request: Request, referral: Any, people: dict[str, str], form: Form) -> NoteOtherProcess:
    room, role = desk.safeguarding, principal_of(request).role.value
    typed = read(_fields(desk, role, people), form)
    process, _, status = typed["status"].partition("|")
    return NoteOtherProcess(
        at=desk.clock(),
        stream=room.stream_of_processes(referral.referral_id),
        process_id=form.get("process_id", "")[:64] or new_id(),
        referral_id=referral.referral_id,
        people=tuple(people),
        role=role,
        person_id=typed["person"],
        process=process,
        status=status,
        since=typed["since"],
        review_on=typed["review_on"],
        today=room.today(),
        words=typed["words"] or "",
    )


def _fields(desk: Desk, role: str, people: dict[str, str]) -> Sequence[Field]:
    stands = {
        f"{code}|{status}": f"{process.title}: {says[:1].lower()}{says[1:]}"
        for code, process in desk.safeguarding.practice().known_to(role).items()
        for status, says in process.statuses.items()
    }
    return (
        Field("person", "Whom is it about?", CHOICE, choices=people),
        Field("status", "How does it stand?", CHOICE, choices=stands),
        Field("since", "Since which day?", DAY),
        Field("review_on", "When is it looked at again?", DAY, optional=True),
        Field("words", "What must be known of it here", AREA, optional=True),
    )


def _page(
    desk: Desk,
    pages: Pages,
    request: Request,
    reference: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    referral, role = desk.referral(reference), principal_of(request).role
    stream = desk.safeguarding.stream_of_processes(referral.referral_id)
    found = _standing(desk, desk.story(stream), role.value)
    # Beside no case and in no story of one: who looked here is known, and not for whom.
    desk.record_view(context_of(request), stream, (), "other processes")
    if role is not _WRITES and not found:
        raise NotFound
    people = _people(desk, referral)
    fields = _fields(desk, role.value, people)
    return pages.render(
        request,
        "triage/safeguarding/processes.html",
        status=status,
        reference=referral.reference,
        found=found,
        people=people,
        fields=fields if role is _WRITES else (),
        values=form or {},
        ids={f"/{each.name}": each.first_id for each in fields},
        errors=errors,
        once=new_id(),
        back=f"/triage/cases/{referral.reference}" if role is _WRITES else "/panels",
    )


def _standing(desk: Desk, story: Sequence[Recorded], role: str) -> list[Standing]:
    """What somebody in this role may know of; of whoever was forgotten nothing is left."""
    known = desk.safeguarding.practice().known_to(role)
    told: dict[str, list[Told]] = {}
    for recorded in story:
        fact = recorded.fact
        if isinstance(fact, OtherProcessNoted) and (one := unsealed(desk.opener, fact.told, Told)) is not None:
            told.setdefault(fact.process_id, []).append(one)
    return [
        Standing(process_id, known[each[-1].process], each[-1], each[-1].since, list(reversed(each[:-1])))
        for process_id, each in told.items()
        if each[-1].process in known
    ]


def _people(desk: Desk, referral: Any) -> dict[str, str]:
    with desk.views.reading() as connection:
        people = safe_contacts.brought_up_to_date(
            connection, referral.referral_id, desk.card(referral.reference).people
        )
    return {each.person_id: desk.opener.open(each.full_name, Identity) or _NOT_KNOWN for each in people}
