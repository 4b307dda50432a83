"""A rule set leads to doors behind which somebody is: closed, ended and missing ones are told, each with what to do."""

from datetime import date, timedelta
from functools import cache

import msgspec

from services.triage.application.directory.live import live_destinations
from services.triage.domain.directory.events import ProviderSet, ServiceStatusSet
from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.register import evolve
from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rule_sets.proof import Result
from services.triage.rules_wiring import shipped_doors
from tests.support.builders.directory import TODAY
from tests.triage.domain.shipped import rule_sets

FROM = TODAY + timedelta(days=30)
shipped = cache(shipped_doors)


def failing(directory: Directory, document: RuleDocument, today: date = TODAY) -> list[Result]:
    return [each for each in live_destinations(document, directory, today) if not each.holds]


def draft() -> RuleDocument:
    """The rules of today, to bind a month from now."""
    return msgspec.structs.replace(rule_sets().all[-1].document, effective_from=FROM)


def who_takes(destination: str) -> str:
    (found,) = shipped().providers(destination, TODAY)
    return found.entry.id


def test_every_route_and_strand_of_the_shipped_rules_has_somebody_behind_it() -> None:
    results = list(live_destinations(draft(), shipped(), TODAY))
    assert failing(shipped(), draft()) == []
    assert {each.how for each in results} == {"by_asking"}
    assert "somebody who is open takes the route “mediation” on 23 December 2026" in {each.says for each in results}
    assert len(results) == 25


def test_a_door_that_is_closed_on_the_first_day_is_told_and_one_that_closes_later_is_not() -> None:
    def closed_from(day: date) -> Directory:
        said = ServiceStatusSet(
            service_id=who_takes("mediation"), revision=1, status="closed", from_on=day, why="they_told_us"
        )
        return evolve(shipped(), said)

    (dead,) = failing(closed_from(FROM), draft())
    assert dead.says == "somebody who is open takes the route “mediation” on 23 December 2026"
    assert " is closed. Enter there who takes it instead, or lead the rules elsewhere." in dead.cure
    assert failing(closed_from(FROM + timedelta(days=1)), draft()) == []


def test_a_strand_of_which_the_provider_has_ended_is_told_by_its_name() -> None:
    name = "vawg_specialist/stalking_and_harassment"
    (listed,) = shipped().providers(name, TODAY)
    (provision,) = (each for each in listed.provides if each.destination == name)
    ended = ProviderSet(
        service_id=listed.entry.id, revision=1, destination=name, from_on=provision.from_on, to_on=FROM - timedelta(1)
    )
    (dead,) = failing(evolve(shipped(), ended), draft())
    assert "the route “vawg_specialist”, strand “stalking_and_harassment”," in dead.says
    assert dead.cure.startswith("The directory names nobody for it that day.")


def test_a_set_in_force_is_asked_about_today_and_not_about_years_ago() -> None:
    past = msgspec.structs.replace(rule_sets().all[-1].document, effective_from=date(2016, 7, 1))
    assert failing(shipped(), past) == []
    assert failing(shipped(), past, date(2016, 7, 1)) != []
