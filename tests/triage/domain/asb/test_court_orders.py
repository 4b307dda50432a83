"""What courts, the police and landlords do besides: refused where the law does not know it so, else recorded."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import ladder
from services.triage.domain.asb.events import StepTaken
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.law import Tool
from services.triage.domain.asb.refusals import LawDoesNotAllow
from services.triage.web.asb import wording
from tests.support.builders.asb import a_case, a_step, at, taken, the_law, with_incident, with_subject

CBO, DISPERSAL = "criminal_behaviour_order", "dispersal_direction"
ABSOLUTE = ("absolute_ground", "landlord_decided", "review_offered")


def refused(file: CaseFile, step: asked.TakeStep) -> str:
    with pytest.raises(LawDoesNotAllow) as refusal:
        ladder.take_step(step, file, the_law())
    return refusal.value.says


def step_of(file: CaseFile, step: asked.TakeStep) -> StepTaken:
    (fact,) = ladder.take_step(step, file, the_law())
    assert isinstance(fact, StepTaken)
    return fact


def a_case_on(age: int | None = 34, **subject: Any) -> CaseFile:
    return with_incident(with_subject(a_case(), age, **subject), at(3))


def prosecuted() -> CaseFile:
    file = taken(a_case_on(), a_step("community_protection_warning", at(5), comply_by=date(2026, 11, 8)))
    file = with_incident(file, at(9))
    file = taken(file, a_step("community_protection_notice", at(10), comply_by=date(2026, 11, 12)))
    return taken(with_incident(file, at(13)), a_step("prosecution", at(14)))


def test_a_remedial_order_follows_a_prosecution_and_a_conviction() -> None:
    assert "What must come first is missing" in refused(a_case_on(), a_step("remedial_order", at(20)))
    assert "they were convicted" in refused(prosecuted(), a_step("remedial_order", at(20)))
    step = step_of(prosecuted(), a_step("remedial_order", at(20), confirmed=("convicted",)))
    assert (step.issued_by, step.ends_at) == (None, None)


def test_a_behaviour_order_for_an_adult_is_for_two_years_or_longer_or_without_an_end() -> None:
    convicted: dict[str, Any] = {"confirmed": ("convicted",)}
    assert "they were convicted" in refused(a_case_on(), a_step(CBO, at(20)))
    assert "shorter than 24 months" in refused(
        a_case_on(), a_step(CBO, at(20), until_on=date(2028, 11, 18), **convicted)
    )
    assert step_of(a_case_on(), a_step(CBO, at(20), until_on=date(2028, 11, 19), **convicted)).ends_at is not None
    assert step_of(a_case_on(), a_step(CBO, at(20), **convicted)).ends_at is None


def test_a_behaviour_order_for_a_child_is_from_ten_on_for_one_to_three_years() -> None:
    convicted: dict[str, Any] = {"confirmed": ("convicted",)}
    assert "under 10" in refused(a_case_on(9), a_step(CBO, at(20), **convicted))
    young = a_case_on(15)
    assert "within 36 months" in refused(young, a_step(CBO, at(20), **convicted))
    assert "within 36 months" in refused(young, a_step(CBO, at(20), until_on=date(2029, 11, 20), **convicted))
    assert "shorter than 12 months" in refused(young, a_step(CBO, at(20), until_on=date(2027, 11, 18), **convicted))
    assert step_of(young, a_step(CBO, at(20), until_on=date(2029, 11, 19), **convicted)).ends_at is not None


def test_the_prosecutor_is_asked_with_an_incident_and_after_the_youth_team() -> None:
    ask = "behaviour_order_request"
    assert "Too few evidenced incidents" in refused(with_subject(a_case()), a_step(ask, at(5)))
    assert "youth justice team" in refused(a_case_on(15), a_step(ask, at(5)))
    assert step_of(a_case_on(15), a_step(ask, at(5), confirmed=("youth_team_heard",))).authority_id is None


def test_the_sentencing_act_stands_behind_an_order_from_its_day_on() -> None:
    laws = [the_law().on(day) for day in (date(2020, 11, 30), date(2020, 12, 1))]
    tools = [law.tool(CBO) for law in laws if law is not None]
    assert [tool.law if tool else "" for tool in tools] == [
        "2014 Act, sections 22 to 33",
        "Sentencing Act 2020, sections 330 to 342",
    ]


def test_a_direction_to_leave_holds_two_days_from_ten_on_and_needs_an_inspector() -> None:
    assert "under 10" in refused(a_case_on(9), a_step(DISPERSAL, at(5)))
    assert "rank of inspector" in refused(a_case_on(12), a_step(DISPERSAL, at(5)))
    step = step_of(a_case_on(12), a_step(DISPERSAL, at(5), confirmed=("inspector_authorised",)))
    assert step.ends_at == at(7)
    with_one = taken(a_case_on(12), a_step(DISPERSAL, at(5), confirmed=("inspector_authorised",)))
    assert "one in force already" in refused(with_one, a_step(DISPERSAL, at(6), confirmed=("inspector_authorised",)))
    assert step_of(with_one, a_step(DISPERSAL, at(7, 13), confirmed=("inspector_authorised",)))


def test_possession_is_ordered_after_a_notice_and_the_absolute_ground_needs_its_condition_and_the_review() -> None:
    assert "What must come first is missing" in refused(a_case_on(), a_step("possession_order", at(20)))
    for missing in ABSOLUTE:
        given = tuple(each for each in ABSOLUTE if each != missing)
        assert "It has not been confirmed" in refused(
            a_case_on(), a_step("possession_notice_absolute", at(5), confirmed=given)
        )
    file = taken(a_case_on(), a_step("possession_notice_absolute", at(5), confirmed=ABSOLUTE))
    assert step_of(file, a_step("possession_order", at(20))).issued_by is None
    assert "vulnerable" in refused(
        a_case_on(considered=False), a_step("possession_notice", at(5), confirmed=("landlord_decided",))
    )
    file = taken(a_case_on(), a_step("possession_notice", at(5), confirmed=("landlord_decided",)))
    assert step_of(file, a_step("possession_order", at(20)))


def tools() -> list[Tool]:
    law = the_law().on(date(2026, 11, 1))
    assert law is not None
    return list(law.tools)


@pytest.mark.parametrize("tool", tools(), ids=lambda tool: tool.code)
def test_every_tool_and_all_that_is_confirmed_has_its_words_on_pages(tool: Tool) -> None:
    assert tool.code in wording.TOOLS
    assert [each for each in tool.confirms if each not in wording.CONFIRMED] == []
