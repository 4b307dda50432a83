"""Whether there is recourse to public funds is asked of some, and those without are led each of the three ways."""

from collections import Counter

from services.rehearsal.plan.case_deeds import FillIn
from services.triage.domain.support.commands import NoteRecourse
from services.triage.domain.support.recourse import way_without_recourse
from tests.support.builders.rehearsal import a_plan, deeds_of

NOTED = [deed for deed in deeds_of(a_plan(), FillIn) if deed.command is NoteRecourse]


def test_some_have_it_some_have_not_and_some_do_not_know() -> None:
    answers = Counter(deed.said["no_recourse"] for deed in NOTED)
    assert answers["no"] > answers["yes"] > 8
    assert answers["unknown"] > 3
    assert len({deed.referral.key for deed in NOTED}) == len(NOTED)


def test_those_without_are_led_every_way_that_there_is() -> None:
    ways = set()
    for deed in NOTED:
        if deed.said["no_recourse"] == "yes":
            panels = ["marac"] if deed.referral.key.startswith("marac/") else []
            ways.add(way_without_recourse(panels, deed.referral.document["facts"]))
    assert ways == {"high_risk", "care_needs", "otherwise"}
