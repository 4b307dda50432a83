"""One trace from the caller to the last consumer: in every service's facts, in audit's ledger, in every line."""

from collections.abc import Mapping
from typing import Any

import pytest

from shared.access.roles import Role
from shared.kernel.tracing import continued
from tests.journeys.test_referral_to_agenda import high_risk
from tests.support.builders.borough import LittleBorough
from tests.support.builders.web import logged, named

pytestmark = pytest.mark.slow

TRACE_ID, CALLERS_SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
FOLLOWING = ("intake", "triage", "panels", "notifications")


def referred(borough: LittleBorough) -> str:
    """A referral by a program that brings its own trace, run through all services; its reference."""
    headers = borough.headers(Role.CONTACT_CENTRE) | {
        "Idempotency-Key": "one-trace",
        "traceparent": f"00-{TRACE_ID}-{CALLERS_SPAN}-01",
    }
    answer = borough.client.post("/intake/api/referrals", json=high_risk(), headers=headers)
    assert answer.status_code == 201, answer.text
    borough.settle()
    return str(answer.json()["reference"])


def spans_of(borough: LittleBorough, service: str) -> set[str]:
    """The spans under which this service recorded facts of the trace."""
    contexts = [row.context for row in borough.built.services[service].store.page(0, 10_000)]
    spans = [continued(context.trace_parent) for context in contexts if context.trace_parent]
    return {str(span.parent_id) for span in spans if span.trace_id == TRACE_ID}


def test_every_service_records_and_logs_what_followed_under_the_callers_trace(borough: LittleBorough) -> None:
    with logged() as entries:
        reference = referred(borough)
    lines = [line for line in entries if line.get("trace_id") == TRACE_ID]
    (asked,) = named(lines, "request")
    assert (asked["route"], asked["parent_span_id"]) == ("/intake/api/referrals", CALLERS_SPAN)
    assert {line["service"] for line in named(lines, "message_taken")} == {
        "intake",
        "triage",
        "panels",
        "notifications",
    }
    for service in FOLLOWING:
        recorded = spans_of(borough, service)
        assert recorded, f"{service} recorded nothing under the trace"
        assert CALLERS_SPAN not in recorded
    told = borough.get(f"/audit/api/timeline/{reference}", Role.AUDITOR).json()
    assert stories_in(told)[TRACE_ID] >= set(FOLLOWING)


def test_each_hop_has_a_span_of_its_own_whose_parent_is_the_hop_that_led_to_it(borough: LittleBorough) -> None:
    with logged() as entries:
        referred(borough)
    lines = [line for line in entries if line.get("trace_id") == TRACE_ID]
    spans = [line["span_id"] for line in lines]
    assert len(spans) == len(set(spans)) > 4
    recorded = set().union(*(spans_of(borough, service) for service in FOLLOWING))
    known = {CALLERS_SPAN, *spans, *recorded}
    assert {line["parent_span_id"] for line in lines} <= known
    assert {line["parent_span_id"] for line in named(lines, "message_taken")} <= recorded


def test_an_auditors_own_facts_stand_under_the_trace_of_the_auditors_request(borough: LittleBorough) -> None:
    reference = referred(borough)
    with logged() as entries:
        borough.get(f"/audit/api/timeline/{reference}", Role.AUDITOR)
    (line,) = named(entries, "request")
    (viewed,) = [row for row in borough.built.services["audit"].store.page(0) if row.name == "audit.record_viewed"]
    assert viewed.context.trace_parent == f"00-{line['trace_id']}-{line['span_id']}-01"
    assert line["trace_id"] != TRACE_ID


def test_what_no_caller_brought_a_trace_for_begins_one_at_the_edge(borough: LittleBorough) -> None:
    with logged() as entries:
        borough.refer(high_risk())
    (asked,) = named(entries, "request")
    assert asked["parent_span_id"] is None
    followed = named(entries, "message_taken")
    assert {line["trace_id"] for line in followed} == {asked["trace_id"]} == {asked["correlation_id"]}
    assert all(line["correlation_id"] == asked["correlation_id"] for line in followed)


def test_what_a_message_came_to_is_said_by_positions_of_the_log(borough: LittleBorough) -> None:
    with logged() as entries:
        referred(borough)
    for line in named(entries, "message_taken"):
        store = borough.built.services[line["service"]].store
        for first, last in line["positions"]:
            found = store.page(first - 1, last - first + 1) if first else []
            assert all(row.context.causation_id == line["event_id"] for row in found)
    assert any(line["positions"] for line in named(entries, "message_taken"))


def stories_in(told: Mapping[str, Any]) -> dict[str, set[str]]:
    """Which services told facts of each story."""
    found: dict[str, set[str]] = {}
    todo: list[Any] = [told]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            if "correlation_id" in part:
                found.setdefault(part["correlation_id"], set()).add(str(part.get("source") or part.get("service")))
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return found
