"""Puts the work on cases of anti-social behaviour together; triage's wiring calls it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter

from services.triage.adapters.law_files import LawFileRefused, load_law, load_practice
from services.triage.application import asb_handlers
from services.triage.application.asb_handlers import asb_commands, borough_commands, others_counted, took_part
from services.triage.application.asb_room import AsbRoom
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.folding import ASB
from services.triage.domain.asb.money import BUDGETS
from services.triage.domain.asb.problems import PROBLEMS
from services.triage.domain.asb.register import AUTHORITIES, ORDERS
from services.triage.read_models import asb_work, case_reviews, decision_card, mediations, penalties
from services.triage.web.asb.telling import in_words
from services.triage.web.desk import Desk
from services.triage.web.pages.asb_borough import borough_pages
from services.triage.web.pages.asb_forms import asb_forms, mediation_page, review_page
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.kernel.identifiers import parse_reference
from shared.kernel.kept_from import knowing_everything
from shared.kernel.messages import Recorded
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.ground import Opened
from shared.runtime.service import Service
from shared.runtime.settings import BadSetting
from shared.web.pages import Pages

ASB_VIEWS = (asb_work.VIEW, penalties.VIEW, mediations.VIEW, case_reviews.VIEW)
ASB_DECIDERS: Mapping[str, Decider[Any]] = {
    asb_handlers.AUTHORITY_STREAM: AUTHORITIES,
    asb_handlers.ORDERS_STREAM: ORDERS,
    asb_handlers.PROBLEMS_STREAM: PROBLEMS,
    asb_handlers.BUDGET_STREAM: BUDGETS,
}
"""Streams of the borough's own registers, each with what folds it."""


def asb_room(opened: Opened | Service) -> AsbRoom:
    """Where cases of anti-social behaviour are worked on. Raises BadSetting on a file of law that is not sound."""
    try:
        law, practice = load_law(), load_practice()
    except LawFileRefused as refused:
        raise BadSetting(f"Triage cannot start. {refused}") from None

    def folded(stream: str) -> Any:
        return opened.store.fold(stream, ASB_DECIDERS[stream])[0]

    def story_of(reference: str) -> Sequence[Recorded]:
        known = parse_reference(reference)
        with opened.views.reading() as connection:
            found = decision_card.found(connection, known) if known else None
        return opened.store.stream(found.stream) if found is not None else ()

    def everybody_in(stream: str) -> frozenset[str]:
        story = opened.store.stream(stream)
        with knowing_everything():
            stories = [story, *(story_of(reference) for reference in others_counted(story))]
        return frozenset().union(*(took_part(each) for each in stories))

    def report(reference: str) -> CaseFile | None:
        story = story_of(reference)
        return ASB.fold(each.fact for each in story) if story else None

    ground = asb_handlers.Ground(
        law=law,
        practice=practice,
        calendar=england_and_wales(),
        authorities=lambda: folded(asb_handlers.AUTHORITY_STREAM),
        orders=lambda: folded(asb_handlers.ORDERS_STREAM),
        took_part=everybody_in,
        report=report,
    )
    return AsbRoom(
        ground=ground,
        problems=lambda: folded(asb_handlers.PROBLEMS_STREAM),
        budgets=lambda: folded(asb_handlers.BUDGET_STREAM),
    )


def asb_table(opened: Opened) -> dict[type[Command], Handler]:
    """Every command about anti-social behaviour."""
    ground = asb_room(opened).ground
    return asb_commands(ground) | borough_commands(ground)


def asb_routers(desk: Desk, pages: Pages) -> Sequence[APIRouter]:
    """The forms on a case, the pages of a mediation and of a review without one, and the borough's registers."""
    return asb_forms(desk, pages), mediation_page(desk, pages), review_page(desk, pages), borough_pages(desk, pages)


def asb_told(tell: Callable[[Recorded], str], sentences: Mapping[str, str]) -> Callable[[Recorded], str]:
    """One sentence for each fact; those of anti-social behaviour in their own words."""
    return in_words(tell, sentences)
