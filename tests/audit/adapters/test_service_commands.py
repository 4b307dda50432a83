"""Each service compares its own views, as a program of its own; what it cannot say is not taken for agreement."""

import subprocess
from collections.abc import Sequence

import pytest

from services.audit.adapters.service_commands import ServiceCommands
from services.audit.application.ports import ComparedViews


def answering(text: str, asked: list[list[str]] | None = None) -> ServiceCommands:
    def run(arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        if asked is not None:
            asked.append(list(arguments))
        return subprocess.CompletedProcess(list(arguments), 0, text, "")

    return ServiceCommands(("--data", "somewhere"), run)


def test_each_service_is_asked_where_the_data_is() -> None:
    asked: list[list[str]] = []
    answering("{}", asked).compare(["intake", "triage"])
    assert sorted(asked) == [
        ["services.intake", "views", "--json", "--data", "somewhere"],
        ["services.triage", "views", "--json", "--data", "somewhere"],
    ]


def test_views_that_differ_are_named() -> None:
    said = answering('{"worklist": null, "people": "view people, table people: row"}').compare(["intake"])
    assert said == [
        ComparedViews(source="intake", compared=2, differing=[("people", "view people, table people: row")])
    ]


@pytest.mark.parametrize("text", ["", "Traceback", "[]", "null"])
def test_no_answer_is_no_agreement(text: str) -> None:
    assert answering(text).compare(["intake"])[0].not_done == "its command gave no answer"


def test_a_command_that_cannot_be_run_or_hangs_is_no_agreement() -> None:
    def run(arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        raise subprocess.TimeoutExpired(list(arguments), 1)

    assert ServiceCommands((), run).compare(["intake"])[0].not_done == "its command gave no answer"
