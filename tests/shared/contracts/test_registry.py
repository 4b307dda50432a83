"""The registry of contracts: found by type, grouped by publisher, and refusing what would confuse a reader."""

import pytest

from shared.contracts import intake, triage
from shared.contracts.model import SealedText
from shared.contracts.registry import (
    CONTRACTS,
    PUBLISHED,
    UnknownContract,
    by_type,
    contract_for,
    parts_of,
    publisher_of,
    types_of,
)


def test_a_contract_is_found_by_its_type() -> None:
    assert contract_for("triage.case_opened.v1") is triage.CaseOpened


def test_a_type_nobody_publishes_is_named_in_the_error() -> None:
    with pytest.raises(UnknownContract, match=r"triage\.case_opened\.v9"):
        contract_for("triage.case_opened.v9")


def test_every_contract_of_every_publisher_is_registered() -> None:
    assert [contract_for(event_type) for name in PUBLISHED for event_type in types_of(name)] == list(CONTRACTS.values())
    assert {publisher_of(event_type) for event_type in CONTRACTS} == set(PUBLISHED)
    assert types_of("audit") == ()


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
