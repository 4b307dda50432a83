"""The practice that ships is sound; each planted fault is said, with what to do."""

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from services.triage.adapters.dated_files import PRACTICES
from services.triage.domain.safeguarding.practice import PracticeProblem, Practices, practice_from
from shared.access.roles import Role
from tests.support.builders.safeguarding import PRACTICE, RECIPIENTS

ROLES = {role.value for role in Role}


def shipped() -> dict[str, Any]:
    return tomllib.loads((PRACTICES / "2015-11-01.toml").read_text("utf-8"))


def test_children_and_adults_are_referred_the_same_day_and_a_first_decision_takes_five_days() -> None:
    assert {each.refer_within for each in PRACTICE.referrals.values()} == {"P0W"}
    assert {each.receipt_within for each in PRACTICE.referrals.values()} == {"P1W"}
    assert PRACTICE.nrm.decision_within == "P5D"


def test_who_may_know_of_which_process() -> None:
    assert set(PRACTICE.known_to("service_manager")) == {"mappa", "channel", "iom"}
    assert set(PRACTICE.known_to("panel_chair")) == {"mappa", "iom"}
    assert PRACTICE.known_to("auditor") == PRACTICE.known_to("case_officer") == {}


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (lambda raw: raw.update(version="2016-01-01"), "Name it after its first day"),
        (lambda raw: raw["referrals"].pop("children_mash"), "referrals lacks children_mash"),
        (lambda raw: raw["referrals"]["children_mash"].update(recipient="nobody"), "no wording of disclosure lists"),
        (lambda raw: raw["nrm"].update(send_within="soon"), "nrm.send_within is soon"),
        (lambda raw: raw["processes"]["iom"].update(roles=[]), "process iom is for no role"),
        (lambda raw: raw["processes"]["iom"].update(roles=["everybody"]), "names the role everybody"),
        (lambda raw: raw.update(secret="x"), "unknown field"),
    ],
)
def test_a_planted_fault_is_said(fault: Callable[[dict[str, Any]], object], says: str) -> None:
    raw = shipped()
    fault(raw)
    with pytest.raises(PracticeProblem, match=says):
        practice_from(raw, RECIPIENTS, ROLES)


def test_the_edition_of_the_day_counts_and_before_the_first_the_first() -> None:
    later = practice_from({**shipped(), "version": "2027-01-01", "effective_from": date(2027, 1, 1)}, RECIPIENTS, ROLES)
    both = Practices([later, PRACTICE])
    assert [both.on(day).version for day in (date(2010, 1, 1), date(2026, 12, 31), date(2027, 1, 1))] == [
        "2015-11-01", "2015-11-01", "2027-01-01",
    ]  # fmt: skip
