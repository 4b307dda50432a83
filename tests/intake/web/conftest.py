"""Intake in a folder of its own, with its pages and calls."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.builders.intake_pages import FrontDesk, a_front_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    with a_front_desk(tmp_path) as made:
        yield made
