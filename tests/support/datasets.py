"""The public data sets that some tests read; they are not part of the project, so they may be elsewhere or missing."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def datasets() -> Path:
    """The folder named by WAYMARK_DATASETS; without it the test is skipped, on a build server too."""
    named = os.environ.get("WAYMARK_DATASETS")
    if not named:
        pytest.skip("WAYMARK_DATASETS names no folder with the public data sets")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"WAYMARK_DATASETS names {folder.name!r}, which is no folder", pytrace=False)
    return folder
