"""Every command takes the data folder, as the README and the outside surface say of all of them."""

import argparse
from collections.abc import Iterator

import pytest

from services.__main__ import parser as everything
from services.audit.__main__ import parser as audit
from services.intake.__main__ import parser as intake
from services.triage.__main__ import parser as triage


def commands(parser: argparse.ArgumentParser, said: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The commands that do something: those with commands of their own only lead on."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield said, parser
    for action in below:
        for name, each in action.choices.items():
            yield from commands(each, f"{said} {name}")


ALL = dict(
    each
    for name, make in (("services", everything), ("triage", triage), ("intake", intake), ("audit", audit))
    for each in commands(make(), name)
)


@pytest.mark.parametrize("said", ALL)
def test_it_takes_the_data_folder(said: str) -> None:
    assert any("--data" in action.option_strings for action in ALL[said]._actions)
