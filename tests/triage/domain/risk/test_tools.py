"""Risk tools as data: their bands, their escalators, what is not asked, and that a bad definition is refused."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.triage.adapters.dated_files import TOOLS, load_tools
from services.triage.domain.risk.tools import GRADES, NO, NOT_ASKED, NOT_KNOWN, OPEN, YES, Tool, ToolProblem, tool_from
from shared.contracts.vocabulary import VOCABULARY

SHIPPED = load_tools(VOCABULARY.answers)
TODAY = SHIPPED.on(date(2026, 11, 28))
DASH, ASB, MERIT, S_DASH = (TODAY[name] for name in ("dash", "asb", "merit", "s_dash"))
FEW = settings(max_examples=15, deadline=None)


def values_of(question: Any) -> list[str]:
    """Every answer to a question that is worth trying, the mildest first, what is open last."""
    if question.kind == "total":
        return ["0", "71", "72", str(question.most), *OPEN]
    return [*(question.levels or (NO, YES)), *OPEN]


def answers_to(tool: Tool) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({q.code: st.sampled_from(values_of(q)) for q in tool.questions})


def yes_to(tool: Tool, count: int) -> dict[str, str]:
    """So many answers yes, all others no."""
    return {q.code: YES if number < count else NO for number, q in enumerate(tool.questions)}


def grade(tool: Tool, answers: dict[str, str]) -> int:
    band = tool.score(answers).band
    return GRADES.index(band.grade) if band else 0


def test_each_tool_asks_as_many_questions_as_its_own_practice_has() -> None:
    assert {tool.id: len(tool.questions) for tool in TODAY.values() if tool.id != "asb"} == {
        "dash": 24,
        "s_dash": 11,
        "merit": 1,
    }
    assert len([q for q in ASB.questions if q.at_most]) == 12


@pytest.mark.parametrize(
    ("count", "band"), [(0, "standard"), (9, "standard"), (10, "medium"), (13, "medium"), (14, "high"), (24, "high")]
)
def test_the_bands_of_dash_are_those_of_practice(count: int, band: str) -> None:
    scored = DASH.score(yes_to(DASH, count))
    assert (scored.yes, scored.band and scored.band.code) == (count, band)


@pytest.mark.parametrize(("total", "band"), [("0", "below_gold"), ("71", "below_gold"), ("72", "gold")])
def test_merit_refers_at_72(total: str, band: str) -> None:
    scored = MERIT.score({"total": total})
    assert scored.band is not None
    assert (scored.band.code, scored.band.grade == "high") == (band, band == "gold")


def test_stalking_questions_make_no_score() -> None:
    assert S_DASH.score(yes_to(S_DASH, 11)).band is None


def test_the_worst_of_the_asb_matrix_is_forty_points_and_each_question_counts_as_agreed() -> None:
    worst = {q.code: q.at_most for q in ASB.questions if q.at_most}
    assert (sum(worst.values()), worst["hate"], worst["violence"]) == (40, 5, 5)
    assert {points for code, points in worst.items() if code not in ("hate", "violence")} == {3}


@pytest.mark.parametrize("code", ["hate", "violence", "weapon", "suicidal", "child", "domestic_abuse", "exploitation"])
def test_each_hard_escalator_alone_makes_the_risk_high(code: str) -> None:
    mild = {q.code: values_of(q)[0] for q in ASB.questions}
    assert grade(ASB, mild) == GRADES.index("standard")
    assert grade(ASB, mild | {code: YES}) == GRADES.index("high")


@FEW
@given(answers=answers_to(ASB))
def test_a_hard_escalator_always_wins(answers: dict[str, str]) -> None:
    escalated = any(q.escalates and answers[q.code] == YES for q in ASB.questions)
    assert not escalated or grade(ASB, answers) == GRADES.index("high")


@pytest.mark.parametrize("tool", TODAY.values(), ids=lambda tool: tool.id)
@FEW
@given(data=st.data())
def test_a_worse_answer_never_makes_the_risk_lower(tool: Tool, data: st.DataObject) -> None:
    answers = data.draw(answers_to(tool))
    question = data.draw(st.sampled_from(tool.questions))
    order = [value for value in values_of(question) if value not in OPEN]
    worse = data.draw(
        st.sampled_from(order[order.index(answers[question.code]) :] if answers[question.code] in order else order)
    )
    before, after = tool.score(answers), tool.score(answers | {question.code: worse})
    assert after.score >= before.score
    assert grade(tool, answers | {question.code: worse}) >= grade(tool, answers)
    assert set(before.escalators) <= set(after.escalators)
    assert set(before.clusters) <= set(after.clusters)


@pytest.mark.parametrize("tool", TODAY.values(), ids=lambda tool: tool.id)
@FEW
@given(data=st.data())
def test_what_is_not_asked_is_never_a_no(tool: Tool, data: st.DataObject) -> None:
    answers = data.draw(answers_to(tool))
    asked = {code: value for code, value in answers.items() if value != NOT_ASKED}
    scored = tool.score(answers)
    assert tool.score(asked) == scored
    assert scored.unanswered == sum(value in OPEN for value in answers.values())
    assert tool.fed(answers) == tool.fed(asked)
    told = {part.feeds for q in tool.questions for part in q.parts if asked.get(part.code) in (YES, NO)}
    assert set(tool.fed(answers)) <= told


@pytest.mark.parametrize("tool", TODAY.values(), ids=lambda tool: tool.id)
@FEW
@given(data=st.data())
def test_no_way_of_filling_in_what_is_open_ends_above_what_it_could_be(tool: Tool, data: st.DataObject) -> None:
    answers = data.draw(answers_to(tool))
    filled = {code: value for code, value in data.draw(answers_to(tool)).items() if answers[code] in OPEN}
    scored = tool.score(answers)
    assert scored.could_be is None or grade(tool, answers | filled) <= GRADES.index(scored.could_be.grade)


def test_where_two_questions_tell_the_same_a_yes_goes_before_a_no() -> None:
    assert S_DASH.fed({"threats": YES, "violence_to_others": NO}) == {"violence_or_threats": YES}
    assert S_DASH.fed({"threats": NO, "violence_to_others": YES}) == {"violence_or_threats": YES}
    assert S_DASH.fed({"threats": NO, "violence_to_others": NOT_KNOWN}) == {"violence_or_threats": NO}


def test_every_flag_the_policy_reads_is_fed_by_dash() -> None:
    everything = {part.code: YES for q in DASH.questions for part in q.parts}
    flags = "strangulation threats_to_kill stalking honour_based suicidal weapon_ever separation_last_year"
    assert {*flags.split(), "pregnancy_or_new_baby", "child_at_risk"} <= DASH.fed(everything).keys()


def test_separation_control_and_grave_violence_weigh_together() -> None:
    cluster = {"separation": YES, "control": YES}
    assert DASH.score(cluster).clusters == ()
    assert DASH.score(cluster | {"weapons": YES}).clusters == ("separation_and_control",)


def test_five_things_come_before_asking_anybody() -> None:
    for tool in (DASH, S_DASH, ASB):
        assert list(tool.gates) == ["time", "safe_now", "contact", "whereabouts", "explained"]


def test_domestic_abuse_and_anti_social_behaviour_share_no_tool() -> None:
    assert not [tool for tool in SHIPPED.all if {"domestic_abuse", "asb"} <= set(tool.pathways)]


BROKEN = {
    "two questions are called breach": lambda raw: raw["questions"].append(dict(raw["questions"][22])),
    "the first band starts at 1": lambda raw: raw["bands"][0].update({"from": 1}),
    "the bands are not in order": lambda raw: raw["bands"][1].update({"from": 15}),
    "a higher band has a lower grade": lambda raw: raw["bands"][2].update(grade="standard"),
    "no answers reach 25": lambda raw: raw["bands"][2].update({"from": 25}),
    "there is no answer strangled in a referral": lambda raw: raw["questions"][14].update(feeds="strangled"),
    "the answer victim_age is not of the kind yes_no": lambda raw: raw["questions"][14].update(feeds="victim_age"),
    "cluster escalation reads often, which is not asked": lambda raw: raw["clusters"][2].update(all=["often"]),
    "only a yes counts": lambda raw: raw["questions"][0].update(points={"no": 1}),
    "Give no points below 0": lambda raw: raw["questions"][0].update(points={"yes": -1}),
    "unknown field `pointz`": lambda raw: raw["questions"][0].update(pointz=3),
    "Name it after its first day": lambda raw: raw.update(version="new"),
    "missing required field `training`": lambda raw: raw.pop("training"),
    "there is no question": lambda raw: raw.update(questions=[], clusters=[], bands=[]),
}  # fmt: skip


@pytest.mark.parametrize("says", BROKEN)
def test_a_definition_with_a_planted_fault_is_refused_with_one_clear_message(says: str) -> None:
    raw = tomllib.loads((TOOLS / "dash" / "2016-07-01.toml").read_text("utf-8"))
    BROKEN[says](raw)
    with pytest.raises(ToolProblem, match=says.replace("`", ".")):
        tool_from(raw, VOCABULARY.answers)


BROKEN_SCALES = {
    "a level counts less than the one before it": lambda q: q["points"].update(once=3),
    "points for each of them": lambda q: q.update(points={"once": 0}),
    "are no levels": lambda q: q.update(levels={"not_asked": "x", "daily": "y"}, points={"not_asked": 0, "daily": 1}),
    "only a question answered yes or no escalates": lambda q: q.update(escalates=True),
}  # fmt: skip


@pytest.mark.parametrize("says", BROKEN_SCALES)
def test_a_planted_fault_in_a_scale_is_refused(says: str) -> None:
    raw = tomllib.loads((TOOLS / "asb" / "2026-04-01.toml").read_text("utf-8"))
    BROKEN_SCALES[says](raw["questions"][0])
    with pytest.raises(ToolProblem, match=says):
        tool_from(raw, VOCABULARY.answers)


def test_a_scorer_that_takes_not_asked_for_a_no_would_be_caught() -> None:
    """The planted fault of the property above: a tool in which an open question counts as if it were answered no."""

    class Careless(Tool, frozen=True, kw_only=True):
        def score(self, answers: Any) -> Any:
            return super().score({q.code: answers.get(q.code, NO) for q in self.questions})

    raw = tomllib.loads((TOOLS / "dash" / "2016-07-01.toml").read_text("utf-8"))
    careless = Careless(**{name: getattr(tool_from(raw, VOCABULARY.answers), name) for name in Tool.__struct_fields__})
    assert careless.score({}).unanswered != DASH.score(dict.fromkeys(yes_to(DASH, 0), NOT_ASKED)).unanswered
