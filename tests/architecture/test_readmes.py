"""Each service's README tells every fact of its log and every event it publishes, and names none that is not there."""

import importlib
import re

import pytest

from shared.contracts.registry import PUBLISHED
from tests.support.tree import ROOT, SERVICES

FACTS_OF = {"triage": "services.triage.domain.facts"}
# `triage.review_asked`, `…_held`: the second begins as the first.
NAMED = re.compile(r"`(?:(?P<service>[a-z]+)\.)?(?P<name>[a-z]+(?:_[a-z]+)+)(?:\.v\d+)?`|`…(?P<end>_[a-z_]+)`")


def told(text: str) -> set[str]:
    """The names of facts and events that a text tells, a shortened one in full in each way it may be read."""
    found: set[str] = set()
    whole = ""
    for name in NAMED.finditer(text):
        if name["end"] is None:
            whole = name["name"]
            found.add(whole)
        words = whole.split("_")
        found |= {"_".join(words[:count]) + name["end"] for count in range(1, len(words)) if name["end"]}
    return found


def untold(service: str, text: str) -> list[str]:
    """The facts of the log and the events of the service that its README does not tell."""
    facts = importlib.import_module(FACTS_OF.get(service, f"services.{service}.domain.events")).FACTS
    names = [kind.name for kind in facts] + [each.type().rpartition(".v")[0] for each in PUBLISHED.get(service, ())]
    return sorted({name for name in names if name.partition(".")[2] not in told(text)})


def readme_of(service: str) -> str:
    return (ROOT / "services" / service / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("service", SERVICES)
def test_a_readme_tells_every_fact_and_every_event(service: str) -> None:
    assert untold(service, readme_of(service)) == []


def test_what_a_readme_leaves_out_is_found() -> None:
    text = readme_of("panels").replace("case_banded", "case_x").replace("`panels.action_closed`", "")
    assert untold("panels", text) == ["panels.action_closed", "panels.case_banded"]


def test_a_shortened_name_is_read_as_the_one_before_it_begins() -> None:
    assert {"review_asked", "review_held"} <= told("`triage.review_asked`, `…_held`")
    assert "order_held" not in told("`triage.review_asked`, `…_held`")
