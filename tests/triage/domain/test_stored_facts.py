"""Every shape a fact of triage was ever stored in is kept beside this test and still reads as today's fact."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from services.triage.domain.assessment import DECIDER
from services.triage.domain.facts import FACTS
from services.triage.domain.upcasts import UPCASTS
from shared.event_store.codec import Codec, UnreadableFact
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Personal, Unsealed

FOLDER = Path(__file__).parent / "stored"
STORED = sorted(FOLDER.glob("*.json"))


def never(value: Unsealed) -> Personal[Any]:
    raise AssertionError("nothing stored is unsealed")


CODEC = Codec(FACTS, UPCASTS, never)


def stored(path: Path) -> Fact:
    name, _, version = path.stem.rpartition(".v")
    return CODEC.decode(name, int(version), path.read_bytes())


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_fact_reads_as_todays_and_loses_nothing_in_its_own_version(path: Path) -> None:
    name, version, data = CODEC.encode(stored(path))
    if path.stem == f"{name}.v{version}":
        assert json.loads(data) == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_each_version_of_each_fact_is_kept(kind: FactType) -> None:
    kept = {path.stem for path in STORED}
    assert {f"{kind.name}.v{version}" for version in range(1, kind.version + 1)} <= kept


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_the_fold_accepts_every_fact_ever_stored(path: Path) -> None:
    """After a judgement or from nothing: an unforeseen fact may change nothing, but it may not stop a reader."""
    past = [stored(FOLDER / f"triage.{name}.v1.json") for name in ("assessment_opened", "referral_triaged")]
    assert DECIDER.fold([*past, stored(path)]) is not None
    assert DECIDER.fold([stored(path)]) is not None


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_the_sentences_of_a_fact_speak_only_of_its_clear_fields(kind: FactType) -> None:
    members = msgspec.structs.asdict(stored(FOLDER / f"{kind.name}.v{kind.version}.json"))
    clear = {name: value for name, value in members.items() if not isinstance(value, Personal | msgspec.Struct | tuple)}
    for sentence in (kind.staff, kind.resident):
        assert sentence is None or sentence.format(**clear)


def test_a_stored_fact_of_another_shape_stops_the_reader() -> None:
    with pytest.raises(UnreadableFact, match="case_closed"):
        CODEC.decode("triage.case_closed", 1, b'{"referral_id": 3}')
