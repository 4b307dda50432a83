"""Every shape a fact was ever stored in is kept beside this test and still reads as today's fact."""

import json
from pathlib import Path

import msgspec
import pytest

from services.intake.domain.events import FACTS
from services.intake.domain.person import DECIDER as PERSON
from services.intake.domain.referral import DECIDER as REFERRAL
from services.intake.domain.upcasts import UPCASTS
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
    """After a referral or from nothing: an unforeseen fact may change nothing, but it may not stop a reader."""
    submitted = stored(Path(__file__).parent / "stored" / "intake.referral_submitted.v1.json")
    assert REFERRAL.fold([submitted, stored(path)]) is not None
    assert PERSON.fold([stored(path)]) is not None


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_the_sentences_of_a_fact_speak_only_of_its_clear_fields(kind: FactType) -> None:
    (path,) = [path for path in STORED if path.stem == f"{kind.name}.v{kind.version}"]
    members = msgspec.structs.asdict(stored(path))
    clear = {name: value for name, value in members.items() if not isinstance(value, Personal | msgspec.Struct | tuple)}
    for sentence in (kind.staff, kind.resident):
        assert sentence is None or sentence.format(**clear)
