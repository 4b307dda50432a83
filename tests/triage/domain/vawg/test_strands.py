"""Handling of strands: what counts in which case, what a duty asks for, and that an open one keeps the case open."""

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.commands import CloseCase
from services.triage.domain.events import AnswersAdded, MarkedForPanel, ReferralTriaged
from services.triage.domain.vawg import strands
from services.triage.domain.vawg.commands import NameStrand, SettleStep
from services.triage.domain.vawg.events import HandlingStepSettled, StrandNamed
from services.triage.domain.vawg.file import AbuseFile, applies, is_open
from services.triage.domain.vawg.refusals import (
    DutyApplies,
    DutyCannotBeLeft,
    DutyStillOpen,
    NoAbuseSeen,
    NotYetHappened,
    StrandDoesNotApply,
    StrandNamedAlready,
)
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.refusals import InvalidInput
from tests.support.builders.triage import PERSISTENT, the_judge
from tests.support.builders.vawg import TODAY, an_abuse_case, at, further, on_case, the_handlings

CLOSE = CloseCase(at=at(9), referral_id="referral-1", reason="resolved")


def settling(
    handling: str, step: str, came_of: str = "done", text: str = "Told them, 4521/26", day: int = 3
) -> SettleStep:
    members = {"handling": handling, "step": step, "came_of": came_of, "done_at": at(day), "text": text}
    return SettleStep.model_validate({**on_case(at(3)), **members})


def settled(file: AbuseFile, *steps: tuple[str, str]) -> AbuseFile:
    for handling, step in steps:
        file = further(file, strands.settle_step(settling(handling, step), file, the_handlings()))
    return file


def handled(file: AbuseFile) -> set[str]:
    return {code for code, each in the_handlings().on(TODAY).items() if applies(each, file)}


def left(file: AbuseFile) -> set[tuple[str, str]]:
    return {(each.code, step.code) for each, step in strands.open_duties(file, the_handlings().on(TODAY).values())}


@pytest.mark.parametrize(
    "strand",
    ["sexual_violence", "stalking_and_harassment", "female_genital_mutilation", "forced_marriage", "honour_based",
     "faith_based", "trafficking", "prostitution", "abuse_and_exploitation"],
)  # fmt: skip
def test_each_strand_has_a_handling_of_its_own_with_what_must_never_happen(strand: str) -> None:
    assert handled(an_abuse_case(strand)) == {strand}
    handling = the_handlings().on(TODAY)[strand]
    assert handling.never
    assert any("domain.md" in source for source in handling.sources)


@pytest.mark.parametrize(
    ("answer", "handling"),
    [("strangulation", "strangulation"), ("stalking", "stalking_and_harassment"), ("honour_based", "honour_based"),
     ("hate_motive", "hate"), ("exploitation_indicator", "trafficking")],
)  # fmt: skip
def test_a_sign_said_on_a_case_of_domestic_abuse_brings_its_handling_and_stays(answer: str, handling: str) -> None:
    file = an_abuse_case(**{answer: "yes"})
    assert handled(file) == {handling}
    unsaid = further(file, [AnswersAdded(referral_id="referral-1", answers={answer: "no"})])
    assert handled(unsaid) == {handling}


def test_no_strand_that_may_be_reported_is_without_a_handling() -> None:
    handled_strands = {strand for each in the_handlings().on(TODAY).values() for strand in each.applies.strands}
    assert set(VOCABULARY.strands) - handled_strands == {"domestic_violence_and_abuse"}


EXPLOITING = ("trafficking", "prostitution", "abuse_and_exploitation")


@pytest.mark.parametrize("strand", EXPLOITING)
def test_what_stands_in_safeguarding_is_led_to_and_has_no_second_clock(strand: str) -> None:
    step = the_handlings().on(TODAY)[strand].step("exploitation")
    assert step is not None
    assert (step.leads_to, step.duty, step.hours, step.working_days) == ("exploitation", False, None, None)


@pytest.mark.parametrize("strand", EXPLOITING)
@pytest.mark.parametrize("age", [15, 17, None, 18, 40])
def test_a_child_who_is_exploited_is_a_child_first_and_so_is_whoever_may_be_one(strand: str, age: int | None) -> None:
    file = an_abuse_case(strand, victim_age=age)
    assert ((strand, "childrens_services") in left(file)) is (age is None or age < 18)
    with pytest.raises(DutyStillOpen):
        strands.refuse_with_open_duties(CLOSE, file, the_handlings())


def test_nothing_of_it_counts_where_no_abuse_was_seen() -> None:
    file = an_abuse_case(kind="asb", **{**PERSISTENT["answers"], "stalking": "unknown", "hate_motive": "yes"})
    assert handled(file) == set()
    with pytest.raises(NoAbuseSeen):
        strands.settle_step(settling("hate", "police_as_hate"), file, the_handlings())


def test_whoever_does_harm_under_eighteen_is_a_child_first_and_childrens_services_hear_at_once() -> None:
    file = an_abuse_case(perpetrator_age=17)
    assert handled(file) == {"child_first"}
    assert ("child_first", "childrens_services") in left(file)
    assert handled(an_abuse_case(perpetrator_age=18)) == set()
    standing = file.protection.open
    assert "children_mash" in {also.route for also in standing.decision.also}


def test_the_report_of_mutilation_is_a_duty_under_eighteen_and_while_the_age_is_not_known() -> None:
    duty = ("female_genital_mutilation", "police_report")
    strand = "female_genital_mutilation"
    assert duty in left(an_abuse_case(strand, victim_age=17))
    assert duty in left(an_abuse_case(strand, victim_age=None))
    assert duty not in left(an_abuse_case(strand, victim_age=18))


def test_the_handling_of_a_day_is_that_of_its_law() -> None:
    books = the_handlings()
    before, after = books.on(at(6, month=6, year=2022).date()), books.on(at(7, month=6, year=2022).date())
    assert before["strangulation"].step("own_offence") is None
    assert after["strangulation"].step("own_offence") is not None
    assert books.on(at(19, month=1, year=2020).date())["stalking_and_harassment"].step("protection_order") is None
    assert books.on(at(20, month=1, year=2020).date())["stalking_and_harassment"].step("protection_order") is not None
    assert books.on(at(26, month=2, year=2023).date())["forced_marriage"].version == "2016-07-01"
    assert books.on(at(27, month=2, year=2023).date())["forced_marriage"].version == "2023-02-27"


def test_a_strand_that_was_found_later_is_judged_at_once_with_what_protects() -> None:
    file = an_abuse_case("faith_based", victim_age=15)
    naming = NameStrand(**on_case(at(3)), strand="female_genital_mutilation")
    named, added, judged, *_ = strands.name_strand(naming, file, the_judge())
    assert isinstance(named, StrandNamed)
    assert isinstance(added, AnswersAdded)
    assert isinstance(judged, ReferralTriaged)
    assert added.strands == ("faith_based", "female_genital_mutilation")
    assert "police_101" in {also.route for also in judged.decision.also}
    with pytest.raises(StrandNamedAlready):
        strands.name_strand(naming, further(file, [named, added, judged]), the_judge())


def test_domestic_abuse_found_in_another_strand_opens_the_way_to_the_adviser_and_the_panel() -> None:
    file = an_abuse_case("stalking_and_harassment", dash_yes_count=15)
    naming = NameStrand(**on_case(at(3)), strand="domestic_violence_and_abuse")
    facts = strands.name_strand(naming, file, the_judge())
    assert {"marac"} == {fact.panel for fact in facts if isinstance(fact, MarkedForPanel)}
    assert further(file, facts).protection.abuse_seen


def test_what_became_of_a_step_is_kept_with_its_edition_and_its_words_sealed_under_the_victim() -> None:
    file = an_abuse_case("forced_marriage")
    (fact,) = strands.settle_step(settling("forced_marriage", "seen_alone"), file, the_handlings())
    assert isinstance(fact, HandlingStepSettled)
    assert (fact.edition, fact.came_of, fact.done_by) == ("2023-02-27", "done", "officer-1")
    assert fact.text is not None
    assert "Told them" not in repr(fact)
    assert "person-2" in repr(fact.text)


def test_what_was_not_safe_stays_open_and_what_was_not_wanted_does_not() -> None:
    file = an_abuse_case("forced_marriage")
    handling = the_handlings().on(TODAY)["forced_marriage"]
    alone, unit = handling.step("seen_alone"), handling.step("forced_marriage_unit")
    assert alone is not None
    assert unit is not None
    unsafe = further(
        file, strands.settle_step(settling("forced_marriage", "seen_alone", "not_safe_now"), file, the_handlings())
    )
    assert is_open(handling, alone, unsafe)
    declined = settling("forced_marriage", "forced_marriage_unit", "not_wanted", text="")
    assert not is_open(handling, unit, further(file, strands.settle_step(declined, file, the_handlings())))


def test_a_duty_is_neither_declined_nor_left_without_words_nor_talked_away_where_the_age_is_known() -> None:
    file = an_abuse_case("female_genital_mutilation", victim_age=12)
    duty = ("female_genital_mutilation", "police_report")
    with pytest.raises(DutyCannotBeLeft):
        strands.settle_step(settling(*duty, came_of="not_wanted"), file, the_handlings())
    with pytest.raises(InvalidInput):
        strands.settle_step(settling(*duty, text="  "), file, the_handlings())
    with pytest.raises(DutyApplies):
        strands.settle_step(settling(*duty, came_of="does_not_apply"), file, the_handlings())
    unknown = an_abuse_case("female_genital_mutilation", victim_age=None)
    assert strands.settle_step(settling(*duty, came_of="does_not_apply", text="She is 23"), unknown, the_handlings())


@pytest.mark.parametrize(
    ("handling", "step"), [("honour_based", "interpreter"), ("forced_marriage", "nothing"), ("nothing", "seen_alone")]
)
def test_a_step_of_another_strand_is_refused(handling: str, step: str) -> None:
    with pytest.raises(StrandDoesNotApply):
        strands.settle_step(settling(handling, step), an_abuse_case("forced_marriage"), the_handlings())


def test_nothing_is_done_in_the_future() -> None:
    late = settling("forced_marriage", "seen_alone", day=4)
    with pytest.raises(NotYetHappened):
        strands.settle_step(late, an_abuse_case("forced_marriage"), the_handlings())


def test_a_case_stays_open_while_a_duty_is_and_the_refusal_names_it() -> None:
    file = an_abuse_case("forced_marriage")
    with pytest.raises(DutyStillOpen, match="see them alone"):
        strands.refuse_with_open_duties(CLOSE, file, the_handlings())
    done = settled(file, *((each, step) for each, step in left(file)))
    strands.refuse_with_open_duties(CLOSE, done, the_handlings())


@settings(max_examples=40, deadline=None)
@for_all(
    st.sets(st.sampled_from(sorted(the_handlings().on(TODAY))), min_size=1),
    st.sampled_from([None, 0, 12, 17, 18, 60]),
    st.data(),
)
def test_a_case_may_be_closed_exactly_when_each_duty_that_counts_was_done(
    named: set[str], age: int | None, data: st.DataObject
) -> None:
    file = an_abuse_case(*sorted(named - {"strangulation", "child_first", "hate"}), "faith_based", victim_age=age)
    duties = sorted(left(file))
    done = data.draw(st.sets(st.sampled_from(duties)) if duties else st.just(set()))
    file = settled(file, *done)
    if set(duties) - done:
        with pytest.raises(DutyStillOpen):
            strands.refuse_with_open_duties(CLOSE, file, the_handlings())
    else:
        strands.refuse_with_open_duties(CLOSE, file, the_handlings())
