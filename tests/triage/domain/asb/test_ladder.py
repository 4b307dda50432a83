"""The enforcement ladder refuses what the law of the day does not allow, says what fails and what would satisfy it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import ladder
from services.triage.domain.asb.events import StepTaken
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.refusals import (
    AgeNotShown,
    DomesticAbuseApart,
    LawDoesNotAllow,
    NoLawThatDay,
    PersonNotInReferral,
    StepNotInForce,
    SubjectIsSomebodyElse,
    SubjectNotKnown,
)
from services.triage.domain.asb.register import Authorities
from services.triage.domain.events import CaseClosed
from services.triage.domain.refusals import ReferralAlreadyClosed
from tests.support.builders.asb import (
    BAD_NEIGHBOUR,
    NEIGHBOUR,
    SUBJECT,
    a_case,
    a_step,
    after,
    an_order,
    at,
    everything_allowed,
    on_case,
    taken,
    the_law,
    with_incident,
    with_subject,
)
from tests.support.builders.triage import ABUSE, PERSISTENT, REFERENCE

CPW, CPN, FPN = "community_protection_warning", "community_protection_notice", "fixed_penalty"
COMPLY_BY = date(2026, 11, 12)


def refused(file: CaseFile, step: asked.TakeStep) -> str:
    with pytest.raises(LawDoesNotAllow) as refusal:
        ladder.take_step(step, file, the_law())
    return refusal.value.says


def step_of(file: CaseFile, step: asked.TakeStep) -> StepTaken:
    (fact,) = ladder.take_step(step, file, the_law())
    assert isinstance(fact, StepTaken)
    return fact


def warned(age: int | None = 34, **subject: Any) -> CaseFile:
    """Warned on 5 November, with a week to comply."""
    file = with_incident(with_subject(a_case(), age, **subject), at(3))
    return taken(file, a_step(CPW, at(5), comply_by=COMPLY_BY))


def noticed() -> CaseFile:
    """Served with a notice on 16 November, after an incident on the 14th."""
    file = with_incident(warned(), at(14))
    return taken(file, a_step(CPN, at(16), comply_by=date(2026, 11, 20)))


def test_a_warning_names_its_law_its_authority_and_its_time_to_comply() -> None:
    step = step_of(with_incident(with_subject(a_case()), at(3)), a_step(CPW, at(5), comply_by=COMPLY_BY))
    assert (step.law_version, step.authority_id, step.comply_by) == (
        "enforcement-2020-12-01",
        "authority-1",
        COMPLY_BY,
    )


def test_a_notice_needs_a_warning_its_time_over_and_an_evidenced_incident_since() -> None:
    bare = with_incident(with_subject(a_case()), at(3))
    assert "What must come first is missing." in refused(bare, a_step(CPN, at(5), comply_by=COMPLY_BY))
    early = refused(with_incident(warned(), at(12, 20)), a_step(CPN, at(12, 22), comply_by=date(2026, 11, 20)))
    assert "The time to comply is not over. They have until the end of 12 November 2026." in early
    quiet = refused(warned(), a_step(CPN, at(16), comply_by=date(2026, 11, 20)))
    assert "Record an incident that happened after 12 November 2026" in quiet
    unproven = with_incident(warned(), at(14), evidenced=False)
    assert "No evidenced incident since" in refused(unproven, a_step(CPN, at(16), comply_by=date(2026, 11, 20)))
    assert noticed().steps[-1].tool == CPN


def test_an_incident_that_happened_before_the_time_was_over_never_counts_however_late_it_is_told() -> None:
    told_late = with_incident(warned(), at(11), received_at=at(15), at=at(15))
    assert "No evidenced incident since" in refused(told_late, a_step(CPN, at(16), comply_by=date(2026, 11, 20)))


def test_a_warning_that_was_withdrawn_carries_nothing() -> None:
    file = warned()
    ending = asked.EndStep(**on_case(at(6)), step_id=file.steps[0].step_id, result="withdrawn")
    file = with_incident(after(file, ladder.end_step(ending, file)), at(14))
    assert "What must come first is missing." in refused(file, a_step(CPN, at(16), comply_by=date(2026, 11, 20)))


def test_a_person_under_sixteen_or_of_unknown_age_gets_neither_warning_nor_notice() -> None:
    young = with_incident(with_subject(a_case(), 15), at(3))
    assert "The person is under 16." in refused(young, a_step(CPW, at(5), comply_by=COMPLY_BY))
    unknown = with_incident(with_subject(a_case(), None), at(3))
    says = refused(unknown, a_step(CPW, at(5), comply_by=COMPLY_BY))
    assert "The age of the person is not known." in says
    assert "children’s services" in says


def test_a_fixed_penalty_is_a_hundred_pounds_in_fourteen_days_and_less_in_ten() -> None:
    file = with_incident(noticed(), at(22))
    step = step_of(file, a_step(FPN, at(23)))
    assert (step.amount_pence, step.pay_by) == (10_000, date(2026, 12, 7))
    assert (step.early_pence, step.early_by) == (7_500, date(2026, 12, 3))


def test_a_penalty_for_breach_of_an_order_needs_the_order_in_force_there_and_knows_no_discount() -> None:
    file = with_incident(with_subject(a_case()), at(3))
    assert "No order of this kind was in force" in refused(file, a_step("order_penalty", at(5)))
    elsewhere = an_order(wards=("Figge’s Marsh",))
    assert "No order of this kind" in refused(file, a_step("order_penalty", at(5), orders=elsewhere))
    step = step_of(file, a_step("order_penalty", at(5), orders=an_order(wards=("Abbey",))))
    assert (step.order_id, step.amount_pence, step.pay_by, step.early_pence) == (
        "order-1",
        10_000,
        date(2026, 11, 19),
        None,
    )


def test_an_injunction_is_for_ten_or_over_and_under_eighteen_for_a_year_at_most() -> None:
    child = with_incident(with_subject(a_case(), 9), at(3))
    assert "under 10" in refused(child, a_step("injunction_application", at(5)))
    file = with_incident(with_subject(a_case(), 15), at(3))
    assert "the youth justice team was consulted" in refused(file, a_step("injunction_application", at(5)))
    file = taken(file, a_step("injunction_application", at(5), confirmed=("youth_team_consulted",)))
    assert "within 12 months" in refused(file, a_step("injunction", at(20)))
    assert "not after 19 November 2027" in refused(file, a_step("injunction", at(20), until_on=date(2027, 11, 20)))
    assert "the youth court made it" in refused(file, a_step("injunction", at(20), until_on=date(2027, 11, 19)))
    made = a_step("injunction", at(20), until_on=date(2027, 11, 19), confirmed=("youth_court",))
    assert step_of(file, made).ends_at is not None


def test_an_injunction_for_an_adult_needs_no_end() -> None:
    file = taken(with_incident(with_subject(a_case()), at(3)), a_step("injunction_application", at(5)))
    assert step_of(file, a_step("injunction", at(20))).ends_at is None


def test_the_same_application_is_not_made_twice_while_one_is_under_way() -> None:
    file = taken(with_incident(with_subject(a_case()), at(3)), a_step("injunction_application", at(5)))
    assert "There is one in force already." in refused(file, a_step("injunction_application", at(6)))
    decided = taken(file, a_step("injunction", at(7), until_on=date(2027, 1, 1)))
    assert step_of(decided, a_step("injunction_application", at(20)))


def test_an_abatement_notice_may_be_appealed_for_twenty_one_days_and_is_never_served_on_the_council_itself() -> None:
    file = with_incident(with_subject(a_case(), kind="body"), at(3))
    step = step_of(file, a_step("abatement_notice", at(5), comply_by=COMPLY_BY))
    assert step.appeal_by == date(2026, 11, 26)
    own = with_incident(with_subject(a_case(), kind="council"), at(3))
    assert "addressed to the council itself" in refused(own, a_step("abatement_notice", at(5), comply_by=COMPLY_BY))


def test_vulnerability_is_considered_before_a_person_is_warned() -> None:
    file = with_incident(with_subject(a_case(), considered=False), at(3))
    assert "Nobody has recorded whether the person is vulnerable." in refused(
        file, a_step(CPW, at(5), comply_by=COMPLY_BY)
    )


def considered(file: CaseFile, finding: str) -> CaseFile:
    asking = asked.ConsiderVulnerability.model_validate({**on_case(at(4)), "subject_id": SUBJECT, "finding": finding})
    return after(file, ladder.consider_vulnerability(asking, file))


def test_where_another_way_was_found_better_nothing_is_served_until_it_is_considered_again() -> None:
    file = with_incident(with_subject(a_case(), considered=False), at(3))
    warning = a_step(CPW, at(5), comply_by=COMPLY_BY)
    assert "another way is better than enforcement" in refused(considered(file, "other_way_chosen"), warning)
    assert step_of(considered(considered(file, "other_way_chosen"), "support_offered"), warning)


def test_where_the_community_marac_is_to_hear_the_case_it_agrees_first() -> None:
    """Haringey asks its panel before anybody vulnerable is enforced against (domain 3.5 (d))."""
    complex_case = a_case(answers={**PERSISTENT["answers"], "complex_needs": "yes", "subject_age": 34})
    file = with_incident(with_subject(complex_case, considered=False), at(3))
    warning = a_step(CPW, at(5), comply_by=COMPLY_BY)
    for finding in ("not_found", "support_offered"):
        assert "The Community MARAC is to hear this case" in refused(considered(file, finding), warning)
    assert step_of(considered(file, "community_marac_agreed"), warning)


@pytest.mark.parametrize("register", [Authorities(), everything_allowed(until=date(2026, 11, 4))])
def test_nobody_issues_without_an_authority_that_counts_that_day(register: Authorities) -> None:
    file = with_incident(with_subject(a_case()), at(3))
    says = refused(file, a_step(CPW, at(5), comply_by=COMPLY_BY, authorities=register))
    assert "Whoever issues it has no authority for this on that day." in says


def test_every_condition_that_fails_is_said_at_once() -> None:
    file = with_subject(a_case(), considered=False)
    says = refused(file, a_step(CPW, at(5), comply_by=COMPLY_BY, authorities=Authorities()))
    assert all(part in says for part in ("Too few evidenced incidents", "vulnerable", "no authority"))


def test_times_must_be_given_and_possible() -> None:
    file = with_incident(with_subject(a_case()), at(3))
    assert "No time to comply was given." in refused(file, a_step(CPW, at(5)))
    assert "No time to comply was given." in refused(file, a_step(CPW, at(5), comply_by=date(2026, 11, 5)))
    assert "in the future" in refused(file, a_step(CPW, at(5), at=at(4), comply_by=COMPLY_BY))


def test_there_is_one_warning_at_a_time() -> None:
    assert "There is one in force already." in refused(warned(), a_step(CPW, at(6), comply_by=COMPLY_BY))


def test_a_step_ends_once() -> None:
    file = warned()
    ending = asked.EndStep(**on_case(at(6)), step_id=file.steps[0].step_id, result="complied")
    with pytest.raises(StepNotInForce):
        ladder.end_step(ending, after(file, ladder.end_step(ending, file)))
    with pytest.raises(StepNotInForce):
        ladder.end_step(ending, a_case())


def test_before_there_was_a_law_and_for_what_it_does_not_know_nothing_is_recorded() -> None:
    file = with_incident(with_subject(a_case()), at(3))
    for step in (a_step(CPW, at(5, year=2013)), a_step("curfew", at(5)), a_step("injunction", at(5, 12, 1, 2015))):
        with pytest.raises(NoLawThatDay):
            ladder.take_step(step, file, the_law())


def named(file: CaseFile, **changes: Any) -> CaseFile:
    members = {"subject_id": SUBJECT, "kind": "individual", "called": "The occupier", **changes}
    command = asked.NameSubject.model_validate({**on_case(at(8)), **members})
    return after(file, ladder.name_subject(command, file))


def test_what_was_served_on_one_never_becomes_what_was_served_on_another() -> None:
    found = named(warned(), person_id=BAD_NEIGHBOUR)
    assert found.subjects[0].finding == "not_found"
    with pytest.raises(SubjectIsSomebodyElse):
        named(found, person_id=NEIGHBOUR)
    with pytest.raises(SubjectIsSomebodyElse):
        named(found, person_id=None)
    with pytest.raises(SubjectIsSomebodyElse):
        named(warned(), kind="body")
    other = named(named(with_subject(a_case()), person_id=BAD_NEIGHBOUR), person_id=NEIGHBOUR)
    assert other.subjects[0].finding is None


@pytest.mark.parametrize(
    "shown",
    [
        {"age_known_on": date(2026, 11, 8)},
        {"age_source": "told_us"},
        {"age_known_on": date(2026, 11, 9), "age_source": "told_us"},
    ],
    ids=["nobody says how", "nobody says when", "known tomorrow"],
)
def test_an_age_counts_only_with_how_and_when_it_was_known(shown: dict[str, Any]) -> None:
    with pytest.raises(AgeNotShown):
        named(a_case(), age=34, **shown)
    assert named(a_case(), age=34, age_known_on=date(2026, 11, 8), age_source="told_us").subjects


def test_a_subject_is_said_first_and_is_somebody_of_the_referral() -> None:
    with pytest.raises(SubjectNotKnown):
        ladder.take_step(a_step(CPW, at(5)), a_case(), the_law())
    considering = asked.ConsiderVulnerability(**on_case(at(5)), subject_id="nobody", finding="not_found")
    with pytest.raises(SubjectNotKnown):
        ladder.consider_vulnerability(considering, a_case())
    stranger = asked.NameSubject(
        **on_case(at(5)), subject_id=SUBJECT, kind="individual", person_id="person-9", called="Somebody"
    )
    with pytest.raises(PersonNotInReferral):
        ladder.name_subject(stranger, a_case())


def test_nothing_is_recorded_on_a_closed_case_or_where_abuse_was_seen() -> None:
    closed = CaseClosed(referral_id="referral-1", reference=REFERENCE, reason="resolved")
    file = after(warned(), [closed])
    with pytest.raises(ReferralAlreadyClosed):
        ladder.take_step(a_step(CPN, at(16)), file, the_law())
    with pytest.raises(DomesticAbuseApart):
        ladder.take_step(a_step(CPW, at(5)), a_case(**ABUSE), the_law())


@settings(max_examples=60)
@for_all(
    served=st.integers(0, 20),
    to_comply=st.integers(1, 20),
    happened=st.integers(0, 60),
    noticed_after=st.integers(0, 60),
)
def test_a_notice_is_recorded_exactly_when_the_law_allows_it(
    served: int, to_comply: int, happened: int, noticed_after: int
) -> None:
    """Whatever the days: after the warning, after its time to comply, and after an incident since then."""
    start = at(3)
    warning, incident, notice = (start + timedelta(days=days) for days in (served, happened, noticed_after))
    comply_by = (warning + timedelta(days=to_comply)).date()
    file = with_incident(with_subject(a_case()), start)
    file = taken(file, a_step(CPW, warning, comply_by=comply_by))
    file = with_incident(file, incident)
    step = a_step(CPN, notice, comply_by=notice.date() + timedelta(days=7))
    allowed = comply_by < incident.date() <= notice.date()
    if allowed:
        assert ladder.take_step(step, file, the_law())
    else:
        refused(file, step)
