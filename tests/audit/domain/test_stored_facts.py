"""Every shape a fact of audit's own was ever stored in is kept beside this test and still reads as today's fact."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.audit.domain.events import FACTS
from services.audit.domain.upcasts import UPCASTS
from shared.event_store.codec import Codec
from shared.kernel.messages import FactType
from shared.kernel.personal import Personal, Unsealed

STORED = sorted((Path(__file__).parent / "stored").glob("*.json"))


def never(value: Unsealed) -> Personal[Any]:
    raise AssertionError("nothing stored is unsealed")


CODEC = Codec(FACTS, UPCASTS, never)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_fact_reads_as_todays_and_loses_nothing_in_its_own_version(path: Path) -> None:
    stored_name, _, stored_version = path.stem.rpartition(".v")
    name, version, data = CODEC.encode(CODEC.decode(stored_name, int(stored_version), path.read_bytes()))
    assert name == stored_name
    if version == int(stored_version):
        assert json.loads(data) == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_each_version_of_each_fact_is_kept(kind: FactType) -> None:
    kept = {path.stem for path in STORED}
    assert {f"{kind.name}.v{version}" for version in range(1, kind.version + 1)} <= kept
