"""The registry of contracts: found by type, grouped by publisher, and refusing what would confuse a reader."""

import pytest

from shared.contracts import intake, triage
from shared.contracts.model import SealedText
from shared.contracts.registry import (
    CONTRACTS,
    PUBLISHED,
    by_type,
    parts_of,
    publisher_of,
)


def test_a_contract_is_found_by_its_type() -> None:
    assert CONTRACTS["triage.case_opened.v1"] is triage.CaseOpened


def test_every_contract_of_every_publisher_is_registered() -> None:
    assert [contract for events in PUBLISHED.values() for contract in events] == list(CONTRACTS.values())
    assert {publisher_of(event_type) for event_type in CONTRACTS} == set(PUBLISHED)


def test_every_contract_says_in_one_sentence_what_it_means() -> None:
    for contract in CONTRACTS.values():
        assert (contract.__doc__ or "").strip().endswith("."), contract.type()


def test_a_type_published_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="published twice"):
        by_type({"triage": (triage.CaseOpened, triage.CaseOpened)})


def test_a_service_cannot_publish_in_the_name_of_another() -> None:
    with pytest.raises(ValueError, match="stands among the events of panels"):
        by_type({"panels": (triage.CaseOpened,)})


def test_the_parts_of_a_contract_are_found_however_deep_they_stand() -> None:
    assert {part.__name__ for part in parts_of(intake.ReferralSubmitted)} == {
        *("ReferralSubmitted", "Occurred", "InvolvedPerson", "SafeContact", "ChannelSafety", "SealedText", "Words"),
        *("CameAsMail", "Derived"),
    }
    assert SealedText not in parts_of(triage.CaseOpened)
