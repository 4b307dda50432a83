"""Nobody outside is told without a lawful basis: what is asked, what is missing at which field, what a panel hears."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.assessment import DECIDER, open_assessment
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.disclosure.commands import RecordDisclosure
from services.triage.domain.disclosure.disclosing import consider_threshold, record_disclosure
from services.triage.domain.disclosure.events import DisclosureRecorded, PanelInformed, ThresholdConsidered
from services.triage.domain.events import AnswersAdded, CaseClosed, MarkedForPanel
from services.triage.domain.protection import PROTECTION, Protection
from services.triage.domain.refusals import ReferralAlreadyClosed
from services.triage.domain.risk.refusals import NotBeforePanel, ThresholdMet, ThresholdNotConsidered
from shared.kernel.messages import Fact
from shared.kernel.refusals import InvalidInput
from tests.support.builders.protection import WORDING, considered, told
from tests.support.builders.triage import ABUSE, NOW, PERSISTENT, SCREENED, a_referral, the_judge

HIGH = {**ABUSE, "answers": {**ABUSE["answers"], "dash_yes_count": 15}}
NEEDY: dict[str, Any] = {
    "category": "rowdy_behaviour",
    "answers": {**SCREENED, "subject_age": 40, "complex_needs": "yes"},
}


def before(*further: Fact, **referral: Any) -> Protection:
    opening = OpenAssessment(at=NOW, referral=a_referral(victim_id="person-2", **(referral or HIGH)))
    return PROTECTION.fold([*open_assessment(opening, DECIDER.initial, the_judge()), *further])


def record(command: RecordDisclosure, state: Protection | None = None) -> list[Fact]:
    return list(record_disclosure(command, state or before(), WORDING))


def errors_of(command: RecordDisclosure, state: Protection | None = None) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        record(command, state)
    return {error.pointer: error.code for error in caught.value.errors}


def test_the_basis_is_kept_in_codes_and_the_words_are_sealed_under_the_victim() -> None:
    recorded, informed = record(told())
    assert isinstance(recorded, DisclosureRecorded)
    assert (recorded.basis.lawful_basis, recorded.basis.consent, recorded.basis.wording) == (
        "public_task",
        "not_sought",
        WORDING.version,
    )
    assert {wish.question for wish in recorded.wishes} == set(WORDING.wishes)
    assert {wish.text.person_id for wish in recorded.wishes} == {"person-2"}  # type: ignore[attr-defined]
    assert "Serious harm" not in repr(recorded)
    assert isinstance(informed, PanelInformed)
    assert (informed.panel, informed.basis) == ("marac", recorded.basis)
    assert isinstance(informed.marked, MarkedForPanel)


@pytest.mark.parametrize(
    ("member", "pointer"),
    [
        ("lawful_basis", "/lawful_basis"),
        ("condition", "/condition"),
        ("consent", "/consent"),
        ("consent_why", "/consent_why"),
        ("necessity", "/necessity"),
        ("proportionality", "/proportionality"),
        ("police", "/police"),
        ("police_why", "/police_why"),
    ],
)
def test_each_part_that_is_missing_is_said_at_its_field(member: str, pointer: str) -> None:
    assert errors_of(told(**{member: ""})) == {pointer: "missing"}


@pytest.mark.parametrize("question", list(WORDING.wishes))
def test_each_of_the_four_questions_is_asked_or_it_is_said_why_not(question: str) -> None:
    wishes = told().wishes
    left_out = {code: said for code, said in wishes.items() if code != question}
    assert errors_of(told(wishes=left_out)) == {f"/wishes/{question}": "missing"}
    unsaid = wishes | {question: ("not_asked", " ")}
    assert errors_of(told(wishes=unsaid)) == {f"/wishes/{question}/text": "missing"}
    assert record(told(wishes=wishes | {question: ("not_asked", "Not alone.")}))


def test_there_are_four_questions() -> None:
    assert len(WORDING.wishes) == 4


def test_agreement_needs_no_reason_and_its_refusal_does() -> None:
    assert record(told(consent="given", consent_why=""))
    assert errors_of(told(consent="refused", consent_why="")) == {"/consent_why": "missing"}


def test_agreement_is_no_basis_for_a_panel_and_none_elsewhere_where_it_was_not_given() -> None:
    assert errors_of(told(lawful_basis="consent", consent="given")) == {"/lawful_basis": "missing"}
    assert errors_of(told("landlord", lawful_basis="consent")) == {"/lawful_basis": "no_consent"}
    assert record(told("landlord", lawful_basis="consent", consent="given"))


def test_an_agency_is_named() -> None:
    assert errors_of(told("police", to="")) == {"/to": "missing"}


def test_who_is_told_of_anti_social_behaviour_is_not_asked_about_a_marac() -> None:
    (recorded,) = record(told("landlord", wishes={}), before(**PERSISTENT))
    assert isinstance(recorded, DisclosureRecorded)
    assert recorded.wishes == ()
    assert set(errors_of(told("landlord", wishes={}))) == {f"/wishes/{code}" for code in WORDING.wishes}


def test_too_many_words_are_refused_at_their_field() -> None:
    assert errors_of(told(necessity="x" * 2_001)) == {"/necessity": "too_long"}


def test_a_panel_whose_criteria_are_not_met_is_not_told() -> None:
    with pytest.raises(NotBeforePanel):
        record(told(), before(**ABUSE))
    assert errors_of(told("nobody")) == {"/recipient": "unknown_value"}


def test_recorded_twice_is_recorded_once_and_a_later_one_counts() -> None:
    facts = record(told())
    assert record(told(), before(*facts)) == []
    later = record(told(disclosure_id="disclosure-2", consent="given"), before(*facts))
    assert isinstance(later[-1], PanelInformed)
    assert later[-1].basis is not None
    assert later[-1].basis.consent == "given"


def test_a_closed_case_is_not_told_of() -> None:
    closed = CaseClosed(referral_id="referral-1", reference="WM-2222-2", reason="resolved")
    with pytest.raises(ReferralAlreadyClosed):
        record(told(), before(closed))


def consider(state: Protection, **changes: Any) -> list[Fact]:
    return list(consider_threshold(considered(**changes), state, WORDING, the_judge()))


def test_community_marac_is_told_only_where_a_threshold_was_considered_and_is_not_met() -> None:
    state = before(**NEEDY)
    assert set(state.marked) == {"cmarac"}
    with pytest.raises(ThresholdNotConsidered):
        record(told("cmarac"), state)
    facts = consider(state)
    assert isinstance(facts[0], ThresholdConsidered)
    assert facts[0].considered_by.person_id == "person-2"  # type: ignore[attr-defined]
    assert isinstance(record(told("cmarac"), before(*facts, **NEEDY))[-1], PanelInformed)
    met = consider(before(*facts, **NEEDY), threshold="mental_health_act", result="met")
    with pytest.raises(ThresholdMet):
        record(told("cmarac"), before(*facts, *met, **NEEDY))


def test_the_rules_hear_of_a_threshold_and_are_asked_again_only_where_it_changes_something() -> None:
    state = before(**NEEDY)
    added = [fact for fact in consider(state, result="met") if isinstance(fact, AnswersAdded)]
    assert [fact.answers for fact in added] == [{"statutory_threshold_met": "yes"}]
    once = consider(state)
    assert len(consider(before(*once, **NEEDY), threshold="other")) == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"threshold": "no_law"}, "/threshold"),
        ({"result": "perhaps"}, "/result"),
        ({"considered_by": " "}, "/considered_by"),
        ({"considered_on": date(2026, 11, 24)}, "/considered_on"),
        ({"why": ""}, "/threshold_why"),
    ],
)
def test_a_threshold_is_written_down_whole(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        consider(before(**NEEDY), **changes)
    assert [error.pointer for error in caught.value.errors] == [pointer]
