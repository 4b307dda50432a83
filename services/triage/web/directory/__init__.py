"""The directory on the web: the public feed and pages, and where a manager keeps it."""

from collections.abc import Sequence

from fastapi import APIRouter

from services.triage.web.desk import Desk
from services.triage.web.directory.agencies import agency_pages
from services.triage.web.directory.dead_ends import dead_end_forms
from services.triage.web.directory.door_checks import door_check_pages
from services.triage.web.directory.feed import directory_feed
from services.triage.web.directory.find import directory_pages
from services.triage.web.directory.keeping import keeping_pages
from services.triage.web.directory.landlords import landlord_pages
from services.triage.web.directory.sought import sought_api
from shared.web.pages import Pages


def directory_routers(desk: Desk, pages: Pages) -> Sequence[APIRouter]:
    """Everything under /directory, and /triage/directory for staff."""
    closing = (dead_end_forms(desk, pages), door_check_pages(desk, pages))
    return (
        *closing,
        directory_feed(desk),
        directory_pages(desk, pages),
        sought_api(desk),
        landlord_pages(desk, pages),
        agency_pages(desk, pages),
        keeping_pages(desk, pages),
    )
