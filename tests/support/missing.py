"""What a test does when something it needs is not on this machine."""

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip with the reason, for people; with CI set fail instead, so that no build server passes by leaving out."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason} (with CI set this is a failure)", pytrace=False)
    pytest.skip(reason)
