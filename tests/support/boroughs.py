"""A whole borough in a folder: all five services, their app, and tokens for its users."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.builders.borough import LittleBorough


@pytest.fixture
def borough(tmp_path: Path) -> Iterator[LittleBorough]:
    """Five services at work on one scripted clock."""
    made = LittleBorough(tmp_path / "data")
    yield made
    made.close()
