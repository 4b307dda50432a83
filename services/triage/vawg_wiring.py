"""Puts the work on cases of abuse together; triage's wiring calls it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter

from services.triage.adapters.rule_files import RuleFileRefused
from services.triage.adapters.vawg_files import load_handlings, load_programmes, load_repeats, load_transfers
from services.triage.application.guarding import Guard
from services.triage.application.programme_handlers import PROGRAMME, programme_commands
from services.triage.application.vawg_handlers import (
    FIGURES_STREAM,
    VawgGround,
    closing_guard,
    figure_commands,
    vawg_commands,
)
from services.triage.application.vawg_room import VawgRoom
from services.triage.domain.judging import Judge
from services.triage.domain.programme.enrolment import ENROLMENT
from services.triage.domain.vawg.figures import FIGURES, Figures
from services.triage.domain.vawg.file import ABUSE, AbuseFile
from services.triage.read_models import hearings, programme_signals, programmes, vawg_counts
from services.triage.web.desk import Desk
from services.triage.web.pages.abuse_forms import abuse_forms
from services.triage.web.pages.court import court_page
from services.triage.web.pages.figures import figures_pages
from services.triage.web.pages.programmes import programme_pages
from services.triage.web.vawg.telling import in_words_of_abuse
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Recorded
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.ground import Opened
from shared.runtime.service import Service
from shared.runtime.settings import BadSetting
from shared.web.guard import Role
from shared.web.pages import Pages

VAWG_VIEWS = (hearings.VIEW, programmes.VIEW, programme_signals.VIEW, vawg_counts.VIEW)
VAWG_DECIDERS: Mapping[str, Decider[Any]] = {PROGRAMME: ENROLMENT, FIGURES_STREAM: FIGURES}
"""Streams of this work beside the assessment's, each with what folds it."""


def vawg_room(opened: Opened | Service, judge: Judge) -> VawgRoom:
    """Where cases of abuse are worked on. Raises BadSetting on a dated file that is not sound."""
    try:
        handlings, repeats = load_handlings(VOCABULARY.strands, VOCABULARY.answers), load_repeats()
        transfers, books = load_transfers(), load_programmes()
    except RuleFileRefused as refused:
        raise BadSetting(f"Triage cannot start. {refused}") from None
    ground = VawgGround(
        judge=judge,
        handlings=handlings,
        repeats=repeats,
        transfers=transfers,
        programmes=books,
        story=opened.store.stream,
    )

    def figures() -> Figures:
        return opened.store.fold(FIGURES_STREAM, FIGURES)[0]

    return VawgRoom(ground, england_and_wales(), figures)


def vawg_table(opened: Opened, room: VawgRoom) -> dict[type[Command], Handler]:
    """Every command about cases of abuse, and about programmes for whoever does harm."""

    def case(stream: str) -> AbuseFile:
        return opened.store.fold(stream, ABUSE)[0]

    return vawg_commands(room.ground) | programme_commands(room.ground.programmes, case) | figure_commands()


def vawg_guard(room: VawgRoom) -> Guard:
    """What of this work stands in the way of closing a case."""
    return closing_guard(room.ground)


def vawg_routers(desk: Desk, pages: Pages) -> Sequence[APIRouter]:
    """The forms on a case of abuse, and the pages on the other side of the wall."""
    return (
        abuse_forms(desk, pages),
        court_page(desk, pages),
        figures_pages(desk, pages, lambda: desk.vawg.figures()),
        programme_pages(desk, pages, desk.vawg.ground.programmes),
    )


def vawg_told(
    room: VawgRoom, tell: Callable[[Recorded], str], sentences: Mapping[str, str]
) -> Callable[[Recorded], str]:
    """One sentence for each fact; those of work on cases of abuse in their own words."""
    return in_words_of_abuse(tell, sentences, room.ground.handlings, VOCABULARY.strands)


def behind_the_wall(role: Role, stream: str) -> bool:
    """Whoever oversees all of it reads a programme's history; whoever manages work with victims does not."""
    return stream.startswith(PROGRAMME) and role is not Role.AUDITOR
