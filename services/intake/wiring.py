"""Puts intake together; the only place that assembles it."""

from collections.abc import Sequence

from fastapi import APIRouter

from services.intake.adapters.drafts import SealedDrafts
from services.intake.application.forgetting import deadlines
from services.intake.application.handlers import COMMANDS, referral_stream
from services.intake.application.policies import WHEN
from services.intake.application.publication import PUBLISH
from services.intake.document.reception import Reception
from services.intake.domain.events import FACTS
from services.intake.domain.upcasts import UPCASTS
from services.intake.read_models import demand, people, referral_timeline, worklist
from services.intake.web import api, reading_api
from services.intake.web.desk import Desk
from services.intake.web.pages import front_door, record_referral, referrals, self_referral
from shared.event_store import sqlite
from shared.kernel.dispatching import Dispatch, RecordView
from shared.runtime.ground import Ground, Opened, assemble, open_service
from shared.runtime.service import Chore, Service


def build_intake(ground: Ground) -> Service:
    """Intake with its pages and calls; keeps residents' drafts in a file beside its log."""
    views = (
        worklist.VIEW,
        referral_timeline.VIEW,
        people.view(ground.keyring, ground.keyring),
        demand.VIEW,
    )
    opened = open_service(ground, "intake", FACTS, UPCASTS, views)
    beside = ground.settings.path("DATABASE_URL", "intake").with_suffix(".drafts.sqlite")
    drafts = SealedDrafts(sqlite.engine(beside), ground.keyring, ground.clock)

    def routers(dispatch: Dispatch, record_view: RecordView) -> Sequence[APIRouter]:
        desk = _desk(ground, opened, drafts, dispatch, record_view)
        # A new referral's page is tried before one named by its reference.
        pages = [room.router(desk) for room in (front_door, record_referral, referrals)]
        return [api.router(desk), reading_api.router(desk), *pages, *self_referral.routers(desk)]

    chores = (Chore("drafts", drafts.discard_expired),)
    return assemble(ground, opened, COMMANDS, WHEN, PUBLISH, deadlines(ground.keyring), routers, chores)


def _desk(ground: Ground, opened: Opened, drafts: SealedDrafts, dispatch: Dispatch, record_view: RecordView) -> Desk:
    store = opened.store

    def position_of(reference: str) -> int:
        facts = store.stream(referral_stream(reference))
        return facts[-1].position if facts else 0

    return Desk(
        dispatch=dispatch,
        record_view=record_view,
        views=opened.views,
        opener=ground.keyring,
        reception=Reception(ground.keyring.recognise, ground.clock),
        drafts=drafts,
        clock=ground.clock,
        stream_of=referral_stream,
        position_of=position_of,
        head=store.head,
        sentences={kind.name: kind.staff for kind in FACTS},
    )
