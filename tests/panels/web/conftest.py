"""Panels in a folder of their own, with the year's meetings called."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.builders.panels_pages import PanelsTown


@pytest.fixture
def town(tmp_path: Path) -> Iterator[PanelsTown]:
    running = PanelsTown(tmp_path)
    yield running
    running.close()
