"""Who is shown on a day: who takes it then, is open, and was assured; never who is full, paused, closed or gone."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.directory.entry import Hours
from services.triage.domain.directory.events import ServiceAssured, ServiceStatusSet
from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.refusals import NobodyTakesIt
from services.triage.domain.directory.register import evolve
from services.triage.domain.directory.showing import with_what_was_shown
from services.triage.domain.directory.shown import dead_destinations, in_words, shown_for
from services.triage.domain.events import ReferralSignposted
from tests.support.builders.directory import ID, OTHER_ID, TODAY, a_directory, a_service
from tests.support.builders.triage import LIVING_NOISE, a_referral

STALKING = "vawg_specialist/stalking_and_harassment"
SIGNPOST = ReferralSignposted(
    referral_id="referral-1", reference="WM-2223-X", route="mediation", destination="x", done_by="resident", give=()
)


def names(directory: Directory, route: str, day: date, *strands: str) -> list[str]:
    return [each.name for each in shown_for(directory, route, strands, day)]


def test_a_referral_of_2019_goes_to_the_provider_of_2019_and_never_to_that_of_2016() -> None:
    directory = a_directory(
        a_service(name="Of 2016", takes={"mediation": "2016-04-01/2018-03-31"}),
        a_service(id=OTHER_ID, name="Of 2018", takes={"mediation": "2018-04-01/2021-03-31"}),
    )
    assert names(directory, "mediation", date(2018, 3, 31)) == ["Of 2016"]
    assert names(directory, "mediation", date(2018, 4, 1)) == ["Of 2018"]
    assert names(directory, "mediation", date(2021, 3, 31)) == ["Of 2018"]
    assert names(directory, "mediation", date(2021, 4, 1)) == []


@pytest.mark.parametrize("status", ["full", "paused", "closed"])
def test_who_takes_nobody_is_not_shown_and_another_is(status: str) -> None:
    directory = a_directory(a_service(), a_service(id=OTHER_ID, name="Word for Word"))
    assert names(directory, "mediation", TODAY) == ["Talking Together"]
    said = ServiceStatusSet(service_id=ID, revision=1, status=status, from_on=TODAY, why="they_told_us")
    assert names(evolve(directory, said), "mediation", TODAY) == ["Word for Word"]


def test_a_status_counts_from_its_day_on() -> None:
    said = ServiceStatusSet(service_id=ID, revision=1, status="paused", from_on=date(2026, 12, 1), why="they_told_us")
    directory = evolve(a_directory(a_service()), said)
    assert names(directory, "mediation", date(2026, 11, 30)) == ["Talking Together"]
    assert dead_destinations(directory, ["mediation"], date(2026, 12, 1)) == ("mediation",)


def test_who_was_assured_in_time_goes_before_who_is_overdue_and_overdue_is_said() -> None:
    old = a_service(name="A long ago", assured_date="2025-01-01")
    directory = a_directory(old, a_service(id=OTHER_ID, name="Z lately"))
    assert names(directory, "mediation", TODAY) == ["Z lately"]
    (shown,) = shown_for(a_directory(old), "mediation", (), TODAY)
    assert (shown.overdue, shown.due_on) == (True, date(2026, 1, 1))
    assured = ServiceAssured(service_id=ID, revision=1, assured_on=TODAY, due_on=date(2027, 5, 1), assured_by="a")
    (shown,) = shown_for(evolve(a_directory(old), assured), "mediation", (), TODAY)
    assert (shown.overdue, shown.assured_on, shown.revision) == (False, TODAY, 1)


def test_nobody_ever_assured_is_overdue() -> None:
    (shown,) = shown_for(a_directory(a_service(assured_date=None)), "mediation", (), TODAY)
    assert shown.overdue


def test_a_strand_with_a_service_of_its_own_goes_there_and_any_other_to_the_routes() -> None:
    directory = a_directory(
        a_service(name="All", takes={"vawg_specialist": None}),
        a_service(id=OTHER_ID, name="Stalking", takes={STALKING: None}),
    )
    assert names(directory, "vawg_specialist", TODAY, "stalking_and_harassment") == ["Stalking"]
    assert names(directory, "vawg_specialist", TODAY, "faith_based") == ["All"]


def shown_in(directory: Directory, **referral: Any) -> Any:
    (fact,) = with_what_was_shown([SIGNPOST], a_referral(**{**LIVING_NOISE, **referral}), directory, TODAY)
    assert isinstance(fact, ReferralSignposted)
    return fact.shown


def test_what_was_shown_stands_in_the_fact_as_it_stood() -> None:
    (shown,) = shown_in(a_directory(a_service(alert="Closed on Friday", phones=[{"number": "020 7946 0119"}])))
    assert (shown.name, shown.alert, shown.phones) == ("Talking Together", "Closed on Friday", ("020 7946 0119",))


def test_a_door_that_nobody_opens_closes_nothing() -> None:
    with pytest.raises(NobodyTakesIt):
        shown_in(a_directory(a_service(status="temporarily closed")))
    assert shown_in(Directory()) == ()


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        (Hours(byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00"), "Mon to Fri, 09:00 to 17:00"),
        (Hours(byday="MO,WE", opens_at="09:00", closes_at="12:00"), "Mon, Wed 09:00 to 12:00"),
        (Hours(byday="1MO"), "1MO"),
        (Hours(description="Day and night"), "Day and night"),
    ],
)
def test_hours_are_told_as_people_say_them(hours: Hours, says: str) -> None:
    assert in_words(hours) == says
