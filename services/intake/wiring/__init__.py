"""Puts intake together; the only room that assembles it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter

from services.intake.adapters.drafts import KEPT_FOR, KEPT_FOR_STAFF, SealedDrafts
from services.intake.adapters.evidence.taking import EvidenceRoom
from services.intake.adapters.keys_put_back import KeysPutBack
from services.intake.adapters.mail.originals import SealedOriginals
from services.intake.adapters.mail.room import MailRoom
from services.intake.adapters.word_files import warn_of_unreviewed
from services.intake.application.forgetting import deadlines
from services.intake.application.handlers import (
    COMMANDS,
    diary_stream,
    evidence_stream,
    person_stream,
    referral_stream,
)
from services.intake.application.policies import WHEN
from services.intake.application.publication import PUBLISH
from services.intake.domain import belonging, insiders, locks, message, person, restricted
from services.intake.domain import change_calls as change_calls_domain
from services.intake.domain import diary as diary_domain
from services.intake.domain import evidence as evidence_domain
from services.intake.domain import forms as forms_domain
from services.intake.domain import hidden_addresses as hidings
from services.intake.domain import referral as referrals_domain
from services.intake.domain import sameness as pairs
from services.intake.domain.events import FACTS
from services.intake.domain.upcasts import UPCASTS
from services.intake.read_models import (
    calls,
    change_calls,
    demand,
    diary,
    evidence,
    forgotten,
    forms,
    hidden_addresses,
    likenesses,
    mail,
    people,
    referral_timeline,
    restricted_places,
    sameness,
    worklist,
)
from services.intake.web import api, changes_api, diary_api, evidence_api, evidence_reading_api, reading_api
from services.intake.web.access import MAY_READ_HISTORY
from services.intake.web.desk import Desk
from services.intake.web.open311 import api as open311
from services.intake.web.pages import (
    add_files,
    alike,
    aloud,
    call_backs,
    coming_back,
    contact_details,
    diary_sheet,
    evidence_piece,
    front_door,
    own_way,
    partners,
    record_referral,
    referral,
    referrals,
    safe_contact,
    self_referral,
    self_referrals,
    split,
    together,
    unfinished,
    wards,
    which_door,
)
from services.intake.web.pages import demand as demand_page
from services.intake.web.pages import diary as diary_pages
from services.intake.web.pages import evidence as evidence_pages
from services.intake.web.pages import mail as mail_page
from services.intake.web.pages import message as message_page
from services.intake.web.pages import restricted_places as restricted_places_page
from services.intake.web.pages import word_lists as word_lists_page
from services.intake.web.residents import Residents
from services.intake.web.words import IN_SENTENCES, PAGES
from services.intake.wiring.databases import SERVICE
from services.intake.wiring.evidence_room import where_files_lie
from services.intake.wiring.insiders_room import insider_routers, insider_views, insiders_room
from services.intake.wiring.mail_room import measured as mail_measured
from services.intake.wiring.mail_room import originals_beside, watching, where_mail_comes_in
from services.intake.wiring.paper_room import paper_routers
from services.intake.wiring.records import hidden_places, known_places, reception, recordkeeping
from services.intake.wiring.residents_room import drafts_beside, reminding, residents_room
from shared.event_store.keyring import Keyring
from shared.event_store.views import View
from shared.kernel.decider import Decider
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.messages import Recorded
from shared.runtime.dispatch import Dispatcher
from shared.runtime.facts import own_facts
from shared.runtime.ground import Ground, Opened, assemble, open_service
from shared.runtime.service import Chore, Service
from shared.web.history_pages import fold_by, history_router

_DECIDERS: Mapping[str, Decider[Any]] = {
    "referral": referrals_domain.DECIDER,
    "person": person.DECIDER,
    "message": message.DECIDER,
    "evidence": evidence_domain.DECIDER,
    "change": change_calls_domain.DECIDER,
    "diary": diary_domain.DECIDER,
    "forms": forms_domain.BOOK,
    "form": forms_domain.DECIDER,
    "pair": pairs.DECIDER,
    "belonging": belonging.DECIDER,
    "place": restricted.DECIDER,
    "tie": insiders.TIE,
    "wall": insiders.DECIDER,
    "lock": locks.DECIDER,
    "named": insiders.NAMED,
    "hidden": hidings.DECIDER,
}
# Those with addresses of their own stand before those that take any address for a question's.
_ROOMS: tuple[Any, ...] = (
    api, reading_api, changes_api, evidence_api, evidence_reading_api, diary_api, open311, front_door, own_way,
    coming_back, which_door, self_referrals, record_referral, unfinished, referrals, referral, safe_contact,
    evidence_pages, evidence_piece, add_files, diary_pages, diary_sheet, aloud, call_backs, alike, together, split,
    restricted_places_page, contact_details, wards, demand_page,
    partners,
)  # fmt: skip
_SENTENCES = {kind.name: kind.staff for kind in (*FACTS, *own_facts(SERVICE))}


def build_intake(ground: Ground) -> Service:
    """Intake with its pages and calls; keeps residents' drafts beside its log."""
    opened = open_service(ground, SERVICE, FACTS, UPCASTS, _views(ground.keyring))
    put_back = KeysPutBack(ground.keyring, partial(_forgotten, opened))
    put_back.all()
    drafts = drafts_beside(ground, "drafts", KEPT_FOR)
    unfinished_ones = drafts_beside(ground, "calls", KEPT_FOR_STAFF)
    residents, tidying = residents_room(ground, opened)
    room, sweeping, differs = where_files_lie(ground, opened)
    room_for_mail, originals, watching_mail = _mail(ground, opened)
    kept_away, looking_for_insiders = insiders_room(ground, opened)

    def routers(dispatch: Dispatch, record_view: RecordView) -> Sequence[APIRouter]:
        desk = _desk(ground, opened, (drafts, unfinished_ones), residents, room, dispatch, record_view)
        lists = room_for_mail.lists
        mail_pages = (mail_page.router(desk, lists), word_lists_page.router(desk, lists))
        return [
            *(room.router(desk) for room in _ROOMS),
            *mail_pages,
            message_page.router(desk, originals),
            *insider_routers(kept_away, desk),
            *paper_routers(opened, desk),
            *self_referral.routers(desk),
            _history(opened, record_view),
        ]

    chores = (
        Chore("keys", put_back.step),
        Chore("drafts", drafts.discard_expired),
        Chore("calls", unfinished_ones.discard_expired),
        *watching_mail,
        *recordkeeping(ground, opened),
        looking_for_insiders,
        *tidying,
        *sweeping,
    )
    due = (*deadlines(ground.keyring), *reminding(ground, opened))
    made = assemble(ground, opened, COMMANDS, WHEN, PUBLISH, due, routers, chores)
    beside = {"evidence": differs, "walls": kept_away.differs}
    warn = partial(warn_of_unreviewed, room_for_mail.lists, ground.clock().date())
    return replace(made, beside=beside, measures=partial(mail_measured, opened.views), warn=warn)


def _mail(ground: Ground, opened: Opened) -> tuple[MailRoom, SealedOriginals, tuple[Chore, ...]]:
    """Where e-mail is taken in, where it is kept as it came, and what a worker does about it."""
    originals, dispatch = originals_beside(ground), Dispatcher(SERVICE, opened.store, COMMANDS)
    door = reception(ground, hidden_places(ground, opened.views))
    room = where_mail_comes_in(ground, opened.store, opened.views, dispatch, door, originals)
    return room, originals, watching(ground.settings, room, originals)


def mail_room(ground: Ground, service: Service) -> MailRoom:
    """Where e-mail is taken in."""
    door, originals = reception(ground, hidden_places(ground, service.views)), originals_beside(ground)
    return where_mail_comes_in(ground, service.store, service.views, service.dispatch, door, originals)


def _views(keys: Keyring) -> tuple[View, ...]:
    return (
        worklist.VIEW,
        referral_timeline.VIEW,
        people.view(keys, keys),
        sameness.VIEW,
        likenesses.view(keys, keys),
        restricted_places.view(keys, keys),
        hidden_addresses.VIEW,
        demand.VIEW,
        calls.VIEW,
        forgotten.VIEW,
        mail.view(keys, keys),
        evidence.VIEW,
        change_calls.VIEW,
        diary.view(keys, keys),
        forms.VIEW,
        *insider_views(keys),
    )


def _forgotten(opened: Opened, position: int) -> Sequence[tuple[int, str]]:
    with opened.views.reading() as connection:
        return forgotten.after(connection, position)


def _desk(
    ground: Ground,
    opened: Opened,
    drafts: tuple[SealedDrafts, SealedDrafts],
    residents: Residents,
    room: EvidenceRoom,
    dispatch: Dispatch,
    record_view: RecordView,
) -> Desk:
    store = opened.store
    hidden = hidden_places(ground, opened.views)

    def position_of(reference: str) -> int:
        facts = store.stream(referral_stream(reference))
        return facts[-1].position if facts else 0

    return Desk(
        dispatch=dispatch,
        record_view=record_view,
        views=opened.views,
        opener=ground.keyring,
        indexer=ground.keyring,
        reception=reception(ground, hidden),
        drafts=drafts[0],
        unfinished=drafts[1],
        residents=residents,
        evidence=room,
        clock=ground.clock,
        stream_of=referral_stream,
        position_of=position_of,
        head=store.head,
        sentences=_SENTENCES,
        words=IN_SENTENCES,
        places=known_places(ground, opened.views, hidden),
        hidden=hidden,
        keys=ground.keyring,
    )


def _history(opened: Opened, record_view: RecordView) -> APIRouter:
    return history_router(
        SERVICE,
        pages=PAGES,
        roles=MAY_READ_HISTORY,
        read=opened.store.stream,
        fold=fold_by(_DECIDERS),
        tell=_tell,
        streams_about=partial(_streams_about, opened),
        record_view=record_view,
    )


def _tell(recorded: Recorded) -> str:
    members = {name: getattr(recorded.fact, name) for name in recorded.fact.__struct_fields__}
    told = {name: IN_SENTENCES.get(value, value) for name, value in members.items() if isinstance(value, str | int)}
    return _SENTENCES[recorded.name].format_map(told)


def _streams_about(opened: Opened, reference: str) -> Sequence[str]:
    """The referral, and whatever was decided about keeping its people's details."""
    with opened.views.reading() as connection:
        found = referral_timeline.standing(connection, reference)
    if found is None:
        return ()
    involved = dict.fromkeys((found.submitted.account_of, *(each.person_id for each in found.submitted.people)))
    kept = [stream for person_id in involved if opened.store.stream(stream := person_stream(person_id))]
    files = [stream for stream in (evidence_stream(reference), diary_stream(reference)) if opened.store.stream(stream)]
    return [referral_stream(reference), *files, *kept]
