"""What panels make of triage's message, from the golden example both services test."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from services.panels.application.policies import policies
from services.panels.domain.commands import ListCase
from services.panels.domain.refusals import PanelNotKnown
from services.panels.domain.values.referrals import Details
from shared.contracts.envelope import from_json
from shared.contracts.json_schema import FOLDER
from tests.support.builders.panels import TIMETABLE

GOLDEN = (FOLDER / "examples" / "triage.marked_for_panel.v1.json").read_bytes()
POLICY = policies(TIMETABLE)[0]
PEOPLE = json.loads(GOLDEN)["data"]["people"]
VICTIM = PEOPLE[0]["person_id"]


def reacted(**changes: Any) -> ListCase:
    """The command for the example, with members of its data changed."""
    envelope = json.loads(GOLDEN)
    envelope["data"] |= changes
    (command,) = POLICY.react(from_json(json.dumps(envelope).encode()))
    assert isinstance(command, ListCase)
    return command


def with_answer(answer: str, **changes: Any) -> ListCase:
    answers = json.loads(GOLDEN)["data"]["answers"] | {"children_in_household": answer}
    return reacted(answers=answers, people=PEOPLE[:2], **changes)


def test_the_example_becomes_a_command_about_the_victim() -> None:
    command = reacted()
    assert command.panel == "marac"
    assert command.subject_id == VICTIM
    assert command.at == datetime(2026, 11, 23, 9, 17, 0, 412305, UTC)
    referral = command.referral
    assert (referral.reference, referral.case_reference) == ("WM-KGCR-A", "WM-7HMT-9")
    assert (referral.criteria, referral.flags, referral.priority) == (("visible_high_risk",), ("stalking",), "urgent")
    assert (referral.children, referral.children_in_household) == (1, "yes")


def test_names_stay_sealed_and_addresses_and_telephones_stay_behind() -> None:
    first = reacted().referral.people[0]
    assert first.full_name is not None
    assert first.full_name.p == VICTIM
    assert first.full_name.c == PEOPLE[0]["full_name"]["c"]
    assert PEOPLE[0]["address"]["c"] not in repr(reacted())
    assert PEOPLE[0]["phone"]["c"] not in repr(reacted())


def test_the_policy_listens_to_the_published_name() -> None:
    assert (POLICY.name, POLICY.event) == ("list_case_when_marked_for_panel", json.loads(GOLDEN)["type"])


def test_an_unknown_panel_is_not_taken_in_silence() -> None:
    with pytest.raises(PanelNotKnown):
        reacted(panel="mase")


def test_a_transfer_says_where_it_came_from() -> None:
    assert reacted(transferred_from="croydon").referral.transferred_from == "croydon"
    assert reacted().referral.transferred_from is None


@pytest.mark.parametrize(
    ("command", "may_have_children"),
    [
        pytest.param(with_answer("yes", children=None), True, id="yes, number unknown"),
        pytest.param(with_answer("unknown", children=None), True, id="not asked"),
        pytest.param(with_answer("no", children=None), False, id="no"),
        pytest.param(with_answer("unknown", children=0), False, id="counted as none"),
        pytest.param(with_answer("no", children=2), True, id="named although denied"),
    ],
)
def test_children_are_only_ruled_out_by_a_no(command: ListCase, may_have_children: bool) -> None:
    assert Details(referrals=(command.referral,)).may_have_children is may_have_children


def person(person_id: str, *roles: str) -> dict[str, Any]:
    return {"person_id": person_id, "roles": list(roles)}


@pytest.mark.parametrize(
    ("panel", "victim", "people", "subject"),
    [
        pytest.param("cmarac", None, [person("a", "subject"), person("b", "victim")], "a", id="called the subject"),
        pytest.param("cmarac", "b", [person("a", "perpetrator")], "b", id="the victim somebody else speaks for"),
        pytest.param(
            "cmarac",
            "b",
            [person("b", "victim", "reporter"), person("a", "perpetrator")],
            "a",
            id="the one complained of",
        ),
        pytest.param("cmarac", "b", [person("b", "victim", "reporter")], "b", id="somebody who asks for herself"),
        pytest.param("cmarac", None, [person("a", "perpetrator")], "a", id="the only one blamed"),
        pytest.param("cmarac", None, [person("a", "perpetrator"), person("b", "perpetrator")], None, id="two blamed"),
        pytest.param("marac", None, [person("a", "victim")], "a", id="the only victim named"),
        pytest.param("marac", None, [person("a", "perpetrator")], None, id="never the perpetrator before the MARAC"),
        pytest.param("marac", None, [], None, id="nobody known"),
    ],
)
def test_whom_a_case_is_about(
    panel: str, victim: str | None, people: list[dict[str, Any]], subject: str | None
) -> None:
    assert reacted(panel=panel, victim_id=victim, people=people).subject_id == subject


def test_two_referrals_of_one_victim_are_one_case() -> None:
    assert reacted().case_id == reacted(referral_id="another", reference="WM-WQW3-K").case_id
    assert reacted(victim_id=None, people=[]).case_id != reacted(victim_id=None, people=[], referral_id="b").case_id
