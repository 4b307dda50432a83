"""Puts triage together; the only place that assembles it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from services.triage import family_wiring as family
from services.triage import lessons_wiring as learnt
from services.triage import support_wiring as support
from services.triage.adapters.dated_files import load_tools, load_wordings
from services.triage.adapters.rule_files import AREA, RULES, RuleFileRefused, load_rule_sets
from services.triage.application.advice import Advice
from services.triage.application.desk_handlers import DESK_COMMANDS, DESK_DEADLINES, absence_stream, emergency_stream
from services.triage.application.directory.assembly import DIRECTORY_DEADLINES, directory_table, knowing
from services.triage.application.directory.handlers import showing
from services.triage.application.directory.room import DirectoryRoom
from services.triage.application.directory.shelf import DIRECTORY_STREAM, DirectoryShelf
from services.triage.application.guarding import guarded
from services.triage.application.handlers import commands, stream_of
from services.triage.application.judge import RulesJudge
from services.triage.application.policies import WHEN
from services.triage.application.processes.response_deadline import DEADLINES
from services.triage.application.protection_handlers import RISK_STREAM, protection_commands
from services.triage.application.protection_room import ProtectionRoom
from services.triage.application.publication import PUBLISH
from services.triage.application.rule_sets.book import RuleBook
from services.triage.application.rule_sets.handlers import RULES_STREAM, rule_commands
from services.triage.application.rule_sets.shelf import RuleShelf
from services.triage.application.safeguarding.handlers import CLOSING_GUARD, safeguarding_commands
from services.triage.application.safeguarding.room import is_walled
from services.triage.asb_wiring import ASB_DECIDERS, ASB_VIEWS, asb_room, asb_routers, asb_table, asb_told
from services.triage.desk_wiring import DESK_VIEWS, WATCH, desk_chores, desk_pages, desk_rules
from services.triage.domain.assessment import DECIDER
from services.triage.domain.commands import CloseCase
from services.triage.domain.desk import absence, emergency_view
from services.triage.domain.disclosure.lawful import Wordings
from services.triage.domain.facts import FACTS
from services.triage.domain.risk.register import REGISTER as RISK_REGISTER
from services.triage.domain.risk.tools import Tools
from services.triage.domain.rule_sets.register import REGISTER
from services.triage.domain.upcasts import UPCASTS
from services.triage.read_models import (
    cases,
    dead_ends,
    decision_card,
    handovers,
    protection,
    rule_outcomes,
    safe_contacts,
    triage_queue,
)
from services.triage.rules_wiring import directory_for, rule_room, shelf, shipped_rules
from services.triage.safeguarding_wiring import SAFEGUARDING_DECIDERS, SAFEGUARDING_VIEWS, safeguarding_room
from services.triage.vawg_wiring import (
    VAWG_DECIDERS,
    VAWG_VIEWS,
    behind_the_wall,
    vawg_guard,
    vawg_room,
    vawg_routers,
    vawg_table,
    vawg_told,
)
from services.triage.web.api import decisions_api
from services.triage.web.cases_api import cases_api
from services.triage.web.desk import Desk
from services.triage.web.desk_words import silence_words
from services.triage.web.directory import directory_routers
from services.triage.web.handover import handover_routers
from services.triage.web.pages.assessment import assessment_pages
from services.triage.web.pages.can_help import can_help_page
from services.triage.web.pages.case_forms import case_forms
from services.triage.web.pages.case_parts import case_part_pages
from services.triage.web.pages.cases import case_pages
from services.triage.web.pages.disclosures import disclosure_pages
from services.triage.web.pages.fairness import fairness_page
from services.triage.web.pages.in_hand import in_hand_forms
from services.triage.web.pages.queue import queue_page
from services.triage.web.pages.risk import risk_pages
from services.triage.web.pages.rule_drafts import rule_draft_pages
from services.triage.web.pages.rules import rules_page
from services.triage.web.pages.support import support_pages
from services.triage.web.pages.training import training_pages
from services.triage.web.safeguarding import safeguarding_routers
from services.triage.web.safeguarding.telling import in_words as safeguarding_told
from services.triage.web.telling import teller
from services.triage.web.wording import Wording
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.decider import Decider
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.messages import Recorded
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.facts import own_facts
from shared.runtime.ground import Ground, Opened, assemble, open_service
from shared.runtime.service import Service
from shared.runtime.settings import BadSetting
from shared.web.guard import Role
from shared.web.history_pages import history_router
from shared.web.pages import Pages

_SERVICE = "triage"
_SENTENCES = {kind.name: kind.staff for kind in (*FACTS, *own_facts(_SERVICE))}
_DECIDERS: Mapping[str, Decider[Any]] = {
    stream_of(""): DECIDER,
    absence_stream(""): absence.DECIDER,
    emergency_stream(""): emergency_view.DECIDER,
    **ASB_DECIDERS,
    **family.FAMILY_DECIDERS,
    **support.DECIDERS,
    **learnt.DECIDERS,
    **SAFEGUARDING_DECIDERS,
    **VAWG_DECIDERS,
}

PAGES = Pages(Path(__file__).parent / "web" / "templates")
_SEEN = (triage_queue, rule_outcomes, decision_card, cases, safe_contacts, handovers, dead_ends, protection)
_PARTS = (
    *DESK_VIEWS,
    *ASB_VIEWS,
    *SAFEGUARDING_VIEWS,
    *family.FAMILY_VIEWS,
    *support.VIEWS,
    *VAWG_VIEWS,
    *learnt.VIEWS,
)
VIEWS = (*(each.VIEW for each in _SEEN), *_PARTS)


def build_triage(ground: Ground, folder: Path = RULES / AREA) -> Service:
    """Triage under the rule sets of a folder, those that ship with it unless said. Raises BadSetting on a bad one."""
    try:
        rules = shipped_rules() if folder == RULES / AREA else load_rule_sets(VOCABULARY, folder)
        tools, wordings = load_tools(VOCABULARY.answers), load_wordings()
    except RuleFileRefused as refused:
        raise BadSetting(f"Triage cannot start. {refused}") from None
    opened = open_service(ground, _SERVICE, FACTS, UPCASTS, VIEWS)
    sets = shelf(opened, rules)
    directory = directory_of(opened, sets)
    judge, protecting = RulesJudge(sets, england_and_wales()), protection_room(ground, opened, tools, wordings)
    judged = showing(commands(judge), directory.now)
    known_of = knowing(directory, lambda of: opened.store.fold(stream_of(of), DECIDER)[0], england_and_wales())
    table = judged | rule_commands(sets.shipped) | directory_table(directory, known_of)
    table |= safeguarding_commands(safeguarding_room(ground, opened, wordings), judge, ground.keyring, known_of)
    abuse = vawg_room(opened, judge)
    table |= protection_commands(judge, tools, wordings, protecting.register, abuse.ground.handlings.signs_on)
    table |= DESK_COMMANDS | asb_table(opened)
    table |= family.family_table(opened) | support.table(opened) | learnt.table(ground, opened)
    table |= vawg_table(opened, abuse) | {CloseCase: guarded(table[CloseCase], (vawg_guard(abuse), CLOSING_GUARD))}
    room = DirectoryRoom(directory, sets, ground.clock)

    def routers(dispatch: Dispatch, record_view: RecordView) -> Sequence[APIRouter]:
        desk = desk_for(ground, opened, sets, dispatch, record_view, room)
        lessons = learnt.routers(desk, PAGES, learnt.room(ground, opened))
        return (*_routers(desk, protecting), *directory_routers(desk, PAGES), *handover_routers(desk, PAGES), *lessons)

    deadlines = (*DEADLINES, *DIRECTORY_DEADLINES, *DESK_DEADLINES)
    chores = (*desk_chores(ground, opened, table), *support.chores(ground, opened, table))
    return assemble(ground, opened, table, WHEN, PUBLISH, deadlines, routers, chores)


def protection_room(ground: Ground, opened: Opened | Service, tools: Tools, wordings: Wordings) -> ProtectionRoom:
    """Where risk is assessed and disclosure is written down."""
    return ProtectionRoom(
        tools,
        wordings,
        register=lambda: opened.store.fold(RISK_STREAM, RISK_REGISTER)[0],
        days=england_and_wales(),
        clock=ground.clock,
    )


def rules_of(ground: Ground) -> RuleBook:
    """Every published rule set, those that ship and those published since."""
    opened = open_service(ground, _SERVICE, FACTS, UPCASTS, VIEWS)
    return RuleBook(shelf(opened))


def directory_room(ground: Ground) -> tuple[Service, DirectoryRoom]:
    """Triage, and its directory to work on."""
    service = build_triage(ground)
    rules = shelf(service)
    return service, DirectoryRoom(directory_of(service, rules), rules, ground.clock)


def directory_of(opened: Opened | Service, rules: RuleShelf) -> DirectoryShelf:
    """The directory: what ships, and every change since. Raises BadSetting where what ships cannot be used."""
    return DirectoryShelf(directory_for(rules.all), lambda after: opened.store.stream(DIRECTORY_STREAM, after))


def desk_for(
    ground: Ground,
    opened: Opened | Service,
    rules: RuleShelf,
    dispatch: Dispatch,
    record_view: RecordView,
    directory: DirectoryRoom | None = None,
) -> Desk:
    """What the pages and calls work with."""
    say, abuse = Wording(VOCABULARY), vawg_room(opened, RulesJudge(rules, england_and_wales()))
    directory = directory or DirectoryRoom(directory_of(opened, rules), rules, ground.clock)
    room = rule_room(ground, opened, rules, directory)
    plain = teller(_SENTENCES, say, lambda rule: silence_words(WATCH.rules, rule))
    told = support.told(asb_told(plain, _SENTENCES), _SENTENCES)
    return Desk(
        dispatch=dispatch,
        record_view=record_view,
        views=opened.views,
        clock=ground.clock,
        opener=ground.keyring,
        advice=Advice(rules, VOCABULARY, ground.clock, room.shadows, directory.asked),
        directory=directory,
        rules=RuleBook(rules),
        room=room,
        say=say,
        story=opened.store.stream,
        tell=vawg_told(abuse, safeguarding_told(told, _SENTENCES, say.route), _SENTENCES),
        asb=asb_room(opened),
        closing=family.closing_room(),
        support=support.room(opened),
        safeguarding=safeguarding_room(ground, opened, load_wordings()),
        vawg=abuse,
        desk_rules=desk_rules(ground.clock),
        due_after=WATCH.due_after,
    )


def _routers(desk: Desk, room: ProtectionRoom) -> Sequence[APIRouter]:
    """The calls first, the hottest of them before all."""
    return (
        decisions_api(desk),
        cases_api(desk),
        queue_page(desk, PAGES),
        assessment_pages(desk, PAGES),
        in_hand_forms(desk, PAGES),
        *desk_pages(desk, PAGES),
        case_pages(desk, PAGES, room),
        case_forms(desk, PAGES),
        *case_part_pages(desk, PAGES),
        *asb_routers(desk, PAGES),
        *family.family_routers(desk, PAGES),
        *support.routers(desk, PAGES),
        *vawg_routers(desk, PAGES),
        risk_pages(desk, PAGES, room),
        disclosure_pages(desk, PAGES, room),
        *safeguarding_routers(desk, PAGES),
        training_pages(desk, PAGES, room),
        support_pages(desk, PAGES),
        rule_draft_pages(desk, PAGES),
        fairness_page(desk, PAGES),
        rules_page(desk, PAGES),
        can_help_page(desk, PAGES),
        history_router(
            _SERVICE,
            pages=PAGES,
            roles=(Role.AUDITOR, Role.INFORMATION_GOVERNANCE, Role.SERVICE_MANAGER),
            read=lambda stream: desk.story(stream) if family.readable(stream) and not is_walled(stream) else (),
            fold=_fold,
            tell=desk.tell,
            streams_about=lambda reference: _streams_about(desk, reference),
            record_view=desk.record_view,
            closed_to=behind_the_wall,
        ),
    )


def _fold(stream: str, facts: Sequence[Recorded]) -> Any:
    """The state after these facts; a note about ourselves (who looked, say) is its own state."""
    if stream == RULES_STREAM:
        return REGISTER.fold(recorded.fact for recorded in facts)
    if stream == RISK_STREAM:
        return RISK_REGISTER.fold(recorded.fact for recorded in facts)
    for start, decider in _DECIDERS.items():
        if stream.startswith(start):
            return decider.fold(recorded.fact for recorded in facts)
    return facts[-1].fact


def _streams_about(desk: Desk, reference: str) -> Sequence[str]:
    with desk.views.reading() as connection:
        found = decision_card.found(connection, reference)
    return () if found is None else (found.stream,)
