"""Every shape a fact of panels was ever stored in is kept beside this test and still reads as today's fact."""

import json
from pathlib import Path

import msgspec
import pytest

from services.panels.domain.case import DECIDER as CASE
from services.panels.domain.case import Listed
from services.panels.domain.events import FACTS
from services.panels.domain.meeting import DECIDER as MEETING
from services.panels.domain.meeting import Held
from services.panels.domain.upcasts import UPCASTS
from shared.event_store.codec import Codec
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Personal, Unsealed

STORED = sorted((Path(__file__).parent / "stored").glob("*.json"))


def never(value: Unsealed) -> Personal:  # type: ignore[type-arg]  # of whatever class, it is never called
    raise AssertionError("nothing stored is unsealed")


CODEC = Codec(FACTS, UPCASTS, never)


def stored(path: Path) -> Fact:
    name, _, version = path.stem.rpartition(".v")
    return CODEC.decode(name, int(version), path.read_bytes())


def first_version(*names: str) -> list[Fact]:
    return [stored(Path(__file__).parent / "stored" / f"panels.{name}.v1.json") for name in names]


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_fact_reads_as_todays_and_loses_nothing_in_its_own_version(path: Path) -> None:
    fact = stored(path)
    name, version, data = CODEC.encode(fact)
    if path.stem == f"{name}.v{version}":
        assert json.loads(data) == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_each_version_of_each_fact_is_kept(kind: FactType) -> None:
    kept = {path.stem for path in STORED}
    assert {f"{kind.name}.v{version}" for version in range(1, kind.version + 1)} <= kept


def test_stored_facts_fold_to_a_case() -> None:
    case = CASE.fold(
        first_version(
            "case_referred",
            "late_referral_raised",
            "late_referral_accepted",
            "referral_added",
            "referral_reassessed",
            "case_deferred",
            "case_carried_over",
            "case_moved_to_sitting",
        )
    )
    assert isinstance(case, Listed)
    after = first_version("case_decided", "standing_case_closed", "flags_taken_off")
    assert CASE.fold(after, case) != case
    assert isinstance(CASE.fold(first_version("case_referred", "case_listed")), Listed)


def test_stored_facts_fold_to_a_meeting() -> None:
    meeting = MEETING.fold(
        first_version(
            "meeting_convened",
            "meeting_moved",
            "agenda_item_moved",
            "agenda_circulated",
            "attendance_recorded",
            "action_assigned",
            "action_closed",
        )
    )
    assert isinstance(meeting, Held)
    assert (meeting.agenda_version, len(meeting.actions)) == (1, 1)


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_the_sentences_of_a_fact_speak_only_of_its_clear_fields(kind: FactType) -> None:
    (path,) = [path for path in STORED if path.stem == f"{kind.name}.v{kind.version}"]
    members = msgspec.structs.asdict(stored(path))
    clear = {name: value for name, value in members.items() if not isinstance(value, Personal | msgspec.Struct | tuple)}
    assert kind.staff.format(**clear)
    assert kind.resident is None
