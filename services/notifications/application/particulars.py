"""What fills a text: references, days, links without a host, and words of our own; never anybody's own words."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import UNSET

from services.notifications.application.correspondence import Correspondence
from services.notifications.application.ports import Library
from services.notifications.domain.events import NoticeRequested
from services.notifications.domain.values.contact import Particulars
from shared.kernel.identifiers import parse_reference

_LONDON = ZoneInfo("Europe/London")
_PANELS: Mapping[str, str] = {
    "marac": "MARAC",
    "cmarac": "Community MARAC",
    "housing_needs": "Housing needs panel",
}


def values_for(request: NoticeRequested, library: Library, names: Correspondence) -> Mapping[str, str]:
    """Each value there is, by the name of its place; what is missing is not in it."""
    given = request.particulars
    reference = parse_reference(request.reference or "")
    values = {
        "reference": reference,
        "telephone": names.telephone,
        "council": names.council,
        "door": library.door(given.route, given.done_by) if given.route else None,
        "panel": _PANELS.get(given.panel or ""),
        "agenda_version": None if given.agenda_version is None else str(given.agenda_version),
        "link": _link(request, reference),
        **_moments(given),
    }
    return {name: value for name, value in values.items() if value is not None}


def _link(request: NoticeRequested, reference: str | None) -> str | None:
    """A path only: whoever is signed in adds it to the address of the house. A reference leads to the reader's own page
    of it, since an adviser and an officer do not read the same one."""
    if request.particulars.meeting_id is not None:
        return f"/panels/meetings/{request.particulars.meeting_id}"
    if request.about_mail_id is not None:
        return f"/intake/mail/{request.about_mail_id}"
    return None if reference is None else f"/find?reference={reference}"


def _moments(given: Particulars) -> Mapping[str, str | None]:
    due, starts = given.due_at, given.starts_at
    return {
        "due": None if due is None else f"{due.astimezone(_LONDON):%H:%M on %A} {_day(due)}",
        "next_day": None if given.next_on is UNSET else f"{given.next_on:%A} {_date(given.next_on)}",
        "meeting_day": None if starts is None else f"{starts.astimezone(_LONDON):%A} {_day(starts)}",
    }


def _day(moment: datetime) -> str:
    return _date(moment.astimezone(_LONDON))


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
