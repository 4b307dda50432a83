"""What safeguarding awaits on a case: a referral the same day, a receipt, an answer; what was seen and sent."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from services.triage.application.safeguarding.room import LONDON, SafeguardingRoom
from services.triage.domain.safeguarding.clocks import EXPLOITED, Clocks, after
from services.triage.domain.safeguarding.events import NRM, ExploitationConsidered
from services.triage.domain.safeguarding.file import SAFEGUARDING, SafeguardingFile
from services.triage.domain.state import Assessed, Closed
from services.triage.read_models.cases import OPEN
from services.triage.read_models.handovers import LATE, LEFT_OPEN, WAITING, of_reference
from services.triage.web.desk import Desk
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

Due = tuple[str, str]
NO_TIME = "~"  # after every time in text order
_RISKS = {"children_mash": "child_at_risk", "adult_safeguarding": "adult_at_risk"}


def safeguarding_due(desk: Desk, story: Sequence[Recorded], case: Any) -> list[Due]:
    """When and what, of an open case; nothing of one that was imported, which sets nothing in motion."""
    if case.state != OPEN:
        return []
    with desk.views.reading() as connection:
        made = of_reference(connection, case.reference)
    return _awaited(desk.safeguarding, story, made, case)


def _awaited(room: SafeguardingRoom, story: Sequence[Recorded], made: Sequence[Any], case: Any) -> list[Due]:
    file = SAFEGUARDING.fold(recorded.fact for recorded in story)
    standing = file.protection.standing
    if not isinstance(standing, Assessed) or isinstance(standing, Closed) or standing.referral.origin == "import":
        return []
    routes, since = standing.routes(), datetime.fromisoformat(case.opened_at)
    called_for = {route: max(since, at) for route, at in _clocks(story).called_for.items()}
    return [
        *_of_referrals(room, file, routes, made, called_for),
        *(
            _of_exploitation(room, file, story, called_for.get(EXPLOITED, since))
            if EXPLOITED in routes or file.considered
            else ()
        ),
        *(_of_hate(file) if "hate_crime_police" in routes else ()),
    ]


def _of_referrals(
    room: SafeguardingRoom,
    file: SafeguardingFile,
    routes: Collection[str],
    made: Sequence[Any],
    called_for: Mapping[str, datetime],
) -> Iterator[Due]:
    practices = room.practice().referrals
    for route, practice in practices.items():
        theirs = [each for each in made if each.route == route and each.stands != LEFT_OPEN]
        if route in routes and not theirs and not _discharged(file, route, practice.threshold):
            yield rfc3339(room.due_after(called_for[route], practice.refer_within)), f"Refer to {practice.title}"
        for each in theirs:
            if each.stands in (WAITING, LATE):
                yield each.receipt_due_at, f"{practice.title}: they say that they have it"
            if each.answer is None and each.answer_due_at:
                yield each.answer_due_at, f"{practice.title}: ask what they decided, and record it"


def _clocks(story: Sequence[Recorded]) -> Clocks:
    """The clocks as the desk watches them, from the same facts."""
    clocks = Clocks()
    for recorded in story:
        clocks = after(clocks, recorded.fact, recorded.occurred_at)
    return clocks


def _discharged(file: SafeguardingFile, route: str, threshold: str) -> bool:
    """Whether somebody considered the law and found it not met; where there is a risk, that is not ours to find."""
    answers = file.open.answers
    return file.protection.thresholds.get(threshold) == "not_met" and answers.get(_RISKS[route]) != "yes"


def _of_exploitation(
    room: SafeguardingRoom, file: SafeguardingFile, story: Sequence[Recorded], since: datetime
) -> Iterator[Due]:
    nrm = room.practice().nrm
    if not file.considered:
        yield rfc3339(room.due_after(since, nrm.consider_within)), "Consider the national referral mechanism"
    at = {each.fact.considered_id: each.occurred_at for each in story if isinstance(each.fact, ExploitationConsidered)}
    for considered_id, one in file.found_last.items():
        if one.sent_on is None and one.way != "nothing_seen":
            what = "Refer to the national referral mechanism" if one.way == NRM else "Notify without their details"
            yield rfc3339(room.due_after(at[considered_id], nrm.send_within)), what
        elif one.decision_due_on is not None and not one.decisions:
            yield _end_of(one.decision_due_on), "Ask what the Home Office decided, and record it"


def _of_hate(file: SafeguardingFile) -> Iterator[Due]:
    if not file.hate_handled:
        yield NO_TIME, "Record how the hate crime is handled"


def _end_of(day: date) -> str:
    return rfc3339(datetime.combine(day, time(23, 59), LONDON).astimezone(UTC))
