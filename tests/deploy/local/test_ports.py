"""No two of those who ask at once are given the same port, and none at which somebody listens."""

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deploy.local import ports
from deploy.local.ports import free_port, free_ports
from tests.support.tree import ROOT

_ASKS = "from deploy.local.ports import free_ports; print(*free_ports(40))"


def test_programs_that_ask_at_once_are_given_different_ports() -> None:
    def ask(_: int) -> list[str]:
        asked = [sys.executable, "-c", _ASKS]
        return subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()

    with ThreadPoolExecutor(4) as others:
        given = [port for each in others.map(ask, range(4)) for port in each]
    assert len(given) == len(set(given)) == 160


def test_a_port_at_which_somebody_listens_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = free_port()
    monkeypatch.setattr(ports, "_NEXT", tmp_path / "next")
    (tmp_path / "next").write_text(str(taken - ports._FIRST))
    with socket.create_server(("127.0.0.1", taken)):
        assert taken not in free_ports(3)
    (tmp_path / "next").write_text(str(taken - ports._FIRST))
    assert free_port() == taken


def test_after_the_last_comes_the_first_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_NEXT", tmp_path / "next")
    (tmp_path / "next").write_text(str(ports._COUNT - 10))
    given = free_ports(40)
    assert len(set(given)) == 40
    assert {port >= ports._FIRST + ports._COUNT - 10 for port in given} == {True, False}
    assert all(ports._FIRST <= port < ports._FIRST + ports._COUNT for port in given)
