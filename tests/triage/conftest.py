"""A little triage for tests that need one running."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.builders.triage import LittleTriage


@pytest.fixture
def triage(tmp_path: Path) -> Iterator[LittleTriage]:
    """Triage behind its app, with nothing in it."""
    running = LittleTriage(tmp_path)
    yield running
    assert running.service.views.differing() == {}
    running.close()
