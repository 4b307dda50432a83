"""A borough counts as settled only once every message is taken by everybody who hears it."""

from pathlib import Path

import pytest

from tests.support.builders.borough import LittleBorough
from tests.support.faults.wire import HEARD


@pytest.mark.slow
def test_whoever_hears_whom_is_waited_for(tmp_path: Path) -> None:
    borough = LittleBorough(tmp_path)
    hears = {
        name: {policy.event.partition(".")[0] for policy in service.policies}
        for name, service in borough.built.services.items()
    }
    borough.close()
    assert {name: publishers for name, publishers in hears.items() if publishers} == {
        name: set(publishers) for name, publishers in HEARD.items()
    }
