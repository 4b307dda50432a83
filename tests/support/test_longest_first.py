"""A file that asks for more time than others is begun before them, whatever its name."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tree import ROOT

pytestmark = pytest.mark.slow

QUICK = "def test_one(): ...\ndef test_two(): ...\n"
LONG = f"import pytest\n{QUICK}@pytest.mark.timeout(300)\ndef test_long(): ...\n"


def order(folder: Path, *more: str) -> list[str]:
    """The tests of a folder in the order in which they are begun."""
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", "--noconftest", "-p", "no:cacheprovider", *more]
    told = subprocess.run([*command, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [line.rpartition("/")[2] for line in told.splitlines() if "::" in line]


def test_long_files_come_first_and_keep_their_tests_together(tmp_path: Path) -> None:
    for name, text in (("test_a.py", QUICK), ("test_b.py", LONG)):
        (tmp_path / name).write_text(text)
    usual = order(tmp_path)
    assert [name.partition("::")[0] for name in usual] == ["test_a.py"] * 2 + ["test_b.py"] * 3
    assert order(tmp_path, "-p", "tests.support.longest_first") == usual[2:] + usual[:2]
