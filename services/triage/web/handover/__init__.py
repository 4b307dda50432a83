"""Hand-overs on the web: the officers' list and form, and where whoever takes one over says that they have it."""

from collections.abc import Sequence

from fastapi import APIRouter

from services.triage.web.desk import Desk
from services.triage.web.handover.listing import handover_list
from services.triage.web.handover.making import handover_forms
from services.triage.web.handover.receiving import receiving_api, receiving_page
from shared.web.pages import Pages


def handover_routers(desk: Desk, pages: Pages) -> Sequence[APIRouter]:
    """Everything about hand-overs."""
    return handover_list(desk, pages), handover_forms(desk, pages), receiving_page(desk, pages), receiving_api(desk)
