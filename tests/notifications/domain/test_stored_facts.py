"""Every shape a fact was ever stored in is kept beside this test and still reads as today's fact."""

import json
from pathlib import Path

import msgspec
import pytest

from services.notifications.domain.contacts import DECIDER as CONTACTS
from services.notifications.domain.events import FACTS
from services.notifications.domain.forgotten import DECIDER as FORGOTTEN
from services.notifications.domain.notice import DECIDER as NOTICE
from services.notifications.domain.upcasts import UPCASTS
from shared.event_store.codec import Codec
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Personal, Unsealed
from tests.support.builders.notifications import DETAILS

FOLDER = Path(__file__).parent / "stored"
STORED = sorted(FOLDER.glob("*.json"))
BEGINNINGS = ("notifications.contacts_noted.v1", "notifications.notice_requested.v1", "notifications.sending_begun.v1")


def never(value: Unsealed) -> Personal:  # type: ignore[type-arg]  # of whatever class, it is never called
    raise AssertionError("nothing stored is unsealed")


CODEC = Codec(FACTS, UPCASTS, never)


def stored(path: Path) -> Fact:
    name, _, version = path.stem.rpartition(".v")
    return CODEC.decode(name, int(version), path.read_bytes())


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


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_every_fold_accepts_every_fact_ever_stored(path: Path) -> None:
    """At each stage of a life: an unforeseen fact may change nothing, but it may not stop a reader."""
    before = [stored(FOLDER / f"{name}.json") for name in BEGINNINGS]
    for count in range(len(before) + 1):
        for decider in (CONTACTS, NOTICE, FORGOTTEN):
            assert decider.fold([*before[:count], stored(path)]) is not None


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_the_sentences_of_a_fact_speak_only_of_its_clear_fields(kind: FactType) -> None:
    members = msgspec.structs.asdict(stored(FOLDER / f"{kind.name}.v{kind.version}.json"))
    clear = {name: value for name, value in members.items() if not isinstance(value, Personal | msgspec.Struct | tuple)}
    assert kind.staff.format(**clear)
    assert kind.resident is None


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_no_detail_stands_in_a_stored_fact(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [detail for detail in DETAILS if detail in text] == []
