"""A pointer says that another process knows somebody and whom to ask, sealed, and nothing of what it knows."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from services.triage.domain.family.commands import EndPointer, KeepPointer
from services.triage.domain.family.events import PointerEnded, PointerKept
from services.triage.domain.family.known_elsewhere import POINTER, Told, end_pointer, keep_pointer, opened
from services.triage.domain.family.refusals import PointerIsOver
from shared.kernel.personal import Personal, Unsealed
from shared.kernel.refusals import InvalidInput
from tests.support.scenario import given

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
KEPT = PointerKept(pointer_id="pointer-1", told=Personal("person-1", "c2VhbGVk"))


def keeping(**changes: Any) -> KeepPointer:
    told = {"person_id": "person-1", "referral_id": "referral-1", "process": "mappa", "ask": "  Duty  desk "}
    return KeepPointer(**{"at": NOW, "pointer_id": "pointer-1", **told, **changes})


def test_all_that_it_says_is_sealed_under_the_person_it_is_about() -> None:
    (fact,) = given(POINTER).when(keep_pointer, keeping()).then_facts()
    assert isinstance(fact, PointerKept)
    assert isinstance(fact.told, Unsealed)
    assert fact.told.person_id == "person-1"
    assert opened(fact.told.text) == Told(referral_id="referral-1", process="mappa", ask="Duty desk")
    assert set(msgspec.structs.asdict(fact)) == {"pointer_id", "told"}


def test_a_command_that_is_printed_tells_nothing() -> None:
    assert [word for word in ("mappa", "person-1", "referral-1", "Duty") if word in repr(keeping())] == []


@pytest.mark.parametrize(("ask", "code"), [("  ", "missing"), ("x" * 201, "too_long")])
def test_whom_to_ask_is_said_and_short(ask: str, code: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        given(POINTER).when(keep_pointer, keeping(ask=ask)).then_facts()
    assert [(each.pointer, each.code) for each in wrong.value.errors] == [("/ask", code)]


def test_it_is_kept_once_and_ended_once() -> None:
    ending, ended = EndPointer(at=NOW, pointer_id="pointer-1"), PointerEnded(pointer_id="pointer-1")
    given(POINTER, KEPT).when(keep_pointer, keeping()).then_nothing()
    given(POINTER, KEPT).when(end_pointer, ending).then(ended)
    given(POINTER, KEPT, ended).when(end_pointer, ending).then_refused(PointerIsOver)
    given(POINTER).when(end_pointer, ending).then_refused(PointerIsOver)
