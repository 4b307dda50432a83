"""Safeguarding on the web: referrals to those who protect, exploitation, hate crime, premises, other processes."""

from collections.abc import Sequence

from fastapi import APIRouter

from services.triage.web.desk import Desk
from services.triage.web.safeguarding.forms import safeguarding_forms
from services.triage.web.safeguarding.overview import safeguarding_page
from services.triage.web.safeguarding.premises import premises_page
from services.triage.web.safeguarding.processes import process_pages
from shared.web.pages import Pages


def safeguarding_routers(desk: Desk, pages: Pages) -> Sequence[APIRouter]:
    """Everything about it."""
    return (
        safeguarding_page(desk, pages),
        safeguarding_forms(desk, pages),
        process_pages(desk, pages),
        premises_page(desk, pages),
    )
