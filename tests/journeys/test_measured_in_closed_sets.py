"""The numbers of a whole borough bear labels from closed sets only, whatever was sent; one process answers for all."""

import re
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from services.notifications.domain.values.reasons import SENTENCES
from shared.access.roles import Role
from shared.web.correlation import NO_ROUTE
from shared.web.tally import BOUNDS
from tests.journeys.test_referral_to_agenda import high_risk
from tests.support.builders.borough import LittleBorough
from tests.support.tree import ROOT

pytestmark = pytest.mark.slow

NAMES = ("intake", "triage", "panels", "notifications", "audit")


@pytest.fixture
def busy(borough: LittleBorough) -> LittleBorough:
    """A borough in which much has happened, well and badly."""
    reference = borough.refer(high_risk())
    borough.refer(high_risk(safe_contact={"email": {"safe": "no"}}))
    for path in (f"/intake/api/referrals/{reference}", f"/audit/api/timeline/{reference}", f"/{reference}/Ada"):
        borough.get(path, Role.AUDITOR)
    borough.client.request("ADA", "/intake/api/referrals")
    borough.built.workers()
    return borough


def samples(borough: LittleBorough) -> list[tuple[str, dict[str, str], float]]:
    text = borough.client.get("/metrics").text
    return [(s.name, s.labels, s.value) for family in text_string_to_metric_families(text) for s in family.samples]


def closed_sets(borough: LittleBorough) -> dict[str, set[str]]:
    """Every value each label may have, from what the program is made of."""
    services = borough.built.services.values()
    routes = {str(route.path) for route in iter_route_contexts(borough.app.router.routes) if route.path}
    return {
        "service": set(NAMES),
        "source": set(NAMES),
        "route": routes | {NO_ROUTE},
        "method": {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"},
        "status": {"1xx", "2xx", "3xx", "4xx", "5xx", "other"},
        "le": {*map(str, BOUNDS), "+Inf"},
        "kind": {"view", "relay", "other"} | {each.kind for service in services for each in service.deadlines},
        "reader": {"relay"} | {name for service in services for name in service.views.names()},
        "policy": {"unreadable", "other"} | {each.name for service in services for each in service.policies},
        "work": {item.name for item in borough.built.work()},
        "reason": set(SENTENCES),
        "danger": {"yes", "no"},
    }


def strays(borough: LittleBorough, found: list[tuple[str, dict[str, str], float]]) -> list[tuple[str, str, str]]:
    """Each label whose value is in no closed set."""
    closed = closed_sets(borough)
    return [
        (name, label, value)
        for name, labels, _ in found
        for label, value in labels.items()
        if value not in closed.get(label, ())
    ]


def test_no_label_holds_a_reference_an_id_or_a_name_and_a_planted_one_is_found(busy: LittleBorough) -> None:
    found = samples(busy)
    assert strays(busy, found) == []
    assert {label for _, labels, _ in found for label in labels} == closed_sets(busy).keys()
    planted: list[Any] = [*found, ("waymark_planted", {"service": "intake", "route": "/intake/WM-7K3F-Q"}, 1.0)]
    assert strays(busy, planted) == [("waymark_planted", "route", "/intake/WM-7K3F-Q")]


def test_what_the_gate_said_no_to_is_counted_by_reason(busy: LittleBorough) -> None:
    refused = {
        labels["reason"]: value for name, labels, value in samples(busy) if name == "waymark_gate_refusals_total"
    }
    assert refused.keys() == set(SENTENCES)
    assert refused["email_not_safe"] >= 1
    assert refused["person_forgotten"] == 0


def test_every_service_is_measured_and_none_gives_no_numbers(busy: LittleBorough) -> None:
    found = samples(busy)
    facts = {labels["service"]: value for name, labels, value in found if name == "waymark_facts_total"}
    assert facts == {name: service.store.head() for name, service in busy.built.services.items()}
    assert [labels for name, labels, value in found if name == "waymark_unmeasured" and value] == []


def test_the_page_for_the_night_explains_every_number_there_is_and_no_other(busy: LittleBorough) -> None:
    told = set(re.findall(r"waymark_\w+", (ROOT / "deploy" / "runbooks" / "metrics.md").read_text()))
    endings = ("_bucket", "_count", "_sum")
    there = {name for name, _, _ in samples(busy) if name.startswith("waymark_") and not name.endswith(endings)}
    assert told == there | {"waymark_request_seconds", "waymark_broker_reached"}  # the latter only where there is one


def test_one_process_is_ready_when_all_five_services_are(borough: LittleBorough) -> None:
    borough.settle()
    answer = TestClient(borough.app).get("/health/ready").json()
    assert answer["ready"], answer
    said = {check["name"] for check in answer["checks"]}
    wanted = {f"{name}.{what}" for name in NAMES for what in ("database", "migrations", "views", "relay")}
    assert said == wanted | {"keyring", "audit.signed_head"}


def test_a_ledger_under_a_signed_head_is_measured_as_not_stale(borough: LittleBorough) -> None:
    borough.refer(high_risk())
    services = borough.built.services
    (signed_head,) = services["audit"].checks
    assert signed_head.ask().ok
    stale = {each.name: each.value for each in services["audit"].measures() if not each.labels}
    assert stale == {"waymark_signed_head_stale_seconds": 0}
