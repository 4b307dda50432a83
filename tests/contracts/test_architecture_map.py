"""The map in docs/architecture.md shows exactly what is published and who subscribes to it."""

import importlib
import inspect
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from shared.contracts.registry import CONTRACTS, publisher_of
from shared.kernel.handling import Policy

ROOT = Path(__file__).parents[2]
MAP = ROOT / "docs" / "architecture.md"
SERVICES = ("intake", "triage", "panels", "notifications", "audit")
HEADER = ["publisher", "event", "subscribers"]
NOBODY = "nobody yet"
ARROW = re.compile(r"^\s*(\w+) -->\|[^|]+\| (\w+)$", re.MULTILINE)

Subscriptions = Mapping[str, set[str]]


def rows_of(text: str) -> list[list[str]]:
    """The cells of the table of events, row by row."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    start = cells.index(HEADER) + 2
    rows = []
    for row in cells[start:]:
        if len(row) != len(HEADER) or row[0] not in SERVICES:
            break
        rows.append(row)
    return rows


def subscriptions_of(rows: Sequence[Sequence[str]]) -> dict[str, set[str]]:
    """Event to subscribers, as the table has it."""
    return {event: set() if who == NOBODY else set(who.split(", ")) for _, event, who in rows}


def faults_of_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Where the table does not show what is published."""
    drawn = [event for _, event, _ in rows]
    sent = [(event, who) for event, subscribers in subscriptions_of(rows).items() for who in sorted(subscribers)]
    return [
        *(f"{event} is published and not on the map" for event in CONTRACTS if event not in drawn),
        *(f"{event} is on the map and not published" for event in drawn if event not in CONTRACTS),
        *(f"{event} is on the map twice" for event in sorted(set(drawn)) if drawn.count(event) > 1),
        *(f"{event} is not {who}'s to publish" for who, event, _ in rows if who != publisher_of(event)),
        *(f"{event} goes to {who}, no service" for event, who in sent if who not in SERVICES),
    ]


def faults_of_service(service: str, listened: set[str], drawn: Subscriptions) -> list[str]:
    """Where a service's policies and the map disagree."""
    shown = {event for event, subscribers in drawn.items() if service in subscribers}
    return sorted(
        [f"{service} reacts to {event}, which the map does not show" for event in listened - shown]
        + [f"the map shows {event} going to {service}, which does not react to it" for event in shown - listened]
    )


def policies_of(service: str) -> Sequence[Policy]:
    """A service's table of policies, empty where it keeps none. What its ports would be does not matter here."""
    if not (ROOT / "services" / service / "application" / "policies.py").exists():
        return ()
    module = importlib.import_module(f"services.{service}.application.policies")
    if hasattr(module, "WHEN"):
        table: Sequence[Policy] = module.WHEN
    else:
        table = module.policies(*[None] * len(inspect.signature(module.policies).parameters))
    return table


DRAWN = rows_of(MAP.read_text(encoding="utf-8"))


def test_the_map_shows_what_is_published_and_nothing_else() -> None:
    assert faults_of_table(DRAWN) == []


def test_the_arrows_join_the_services_that_the_table_joins() -> None:
    joined = {(publisher, who) for publisher, event, _ in DRAWN for who in subscriptions_of(DRAWN)[event]}
    arrows = ARROW.findall(MAP.read_text(encoding="utf-8"))
    assert sorted(arrows) == sorted(joined)


@pytest.mark.parametrize("service", [name for name in SERVICES if name != "audit"])
def test_a_service_reacts_to_what_the_map_sends_it(service: str) -> None:
    listened = {policy.event for policy in policies_of(service)}
    assert faults_of_service(service, listened, subscriptions_of(DRAWN)) == []


def test_audit_subscribes_to_nothing_because_it_reads_the_logs_themselves() -> None:
    assert not policies_of("audit")
    assert all("audit" not in subscribers for subscribers in subscriptions_of(DRAWN).values())


def test_an_event_left_off_the_map_is_found() -> None:
    assert faults_of_table(DRAWN[1:]) == ["intake.referral_submitted.v1 is published and not on the map"]


def test_what_is_drawn_wrongly_is_found() -> None:
    wrong = [
        *DRAWN[1:],
        ["triage", "intake.referral_submitted.v1", "police"],
        ["panels", "panels.case_forgotten.v1", NOBODY],
        DRAWN[1],
    ]
    assert faults_of_table(wrong) == [
        "panels.case_forgotten.v1 is on the map and not published",
        "intake.safe_contact_changed.v1 is on the map twice",
        "intake.referral_submitted.v1 is not triage's to publish",
        "intake.referral_submitted.v1 goes to police, no service",
    ]


def test_a_policy_off_the_map_and_an_arrow_without_a_policy_are_found() -> None:
    drawn = {"intake.referral_submitted.v1": {"triage"}, "triage.support_requested.v1": {"notifications"}}
    assert faults_of_service("triage", {"triage.support_requested.v1"}, drawn) == [
        "the map shows intake.referral_submitted.v1 going to triage, which does not react to it",
        "triage reacts to triage.support_requested.v1, which the map does not show",
    ]
