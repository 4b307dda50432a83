"""Where a referral stands in triage, and what may be done to it there."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from services.triage.domain import assessment, overriding
from services.triage.domain.assessment import (
    DECIDER,
    close_case,
    confirm_decision,
    confirm_signpost,
    note_late_response,
)
from services.triage.domain.commands import (
    AddAnswers,
    CloseCase,
    ConfirmDecision,
    ConfirmSignpost,
    NoteLateResponse,
    NoteSafeContact,
    OpenAssessment,
    OverrideDecision,
    RecordSupportOffer,
)
from services.triage.domain.desk.events import ReceiptRecorded
from services.triage.domain.events import (
    AnswersAdded,
    AssessmentOpened,
    CaseClosed,
    CaseOpened,
    DecisionConfirmed,
    DecisionOverridden,
    Person,
    ReferralSignposted,
    ReferralTriaged,
    ResponseMissed,
    SafeContact,
    SafeContactNoted,
    SupportOffered,
    WaySafety,
    Words,
)
from services.triage.domain.refusals import (
    AlreadyConfirmed,
    DomesticAbuseStaysOpen,
    HarmNotRuledOut,
    NoCaseOpen,
    NotAVictim,
    NotYetTriaged,
    ReceiptAwaited,
    ReferralAlreadyClosed,
    SafeguardingStands,
    StaysWithUs,
    StillAsking,
    SupportNotOffered,
)
from services.triage.domain.state import Standing
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import Refusal
from tests.support.builders.triage import (
    ABUSE,
    FLY_TIP,
    LIVING_NOISE,
    NOW,
    PERSISTENT,
    REFERENCE,
    SCREENED,
    a_referral,
    judged,
    opened,
    the_judge,
)
from tests.support.scenario import given

ID = "referral-1"
CONFIRM = ConfirmDecision(at=NOW, referral_id=ID)
OFFER = RecordSupportOffer(at=NOW, referral_id=ID, outcome="declined")
CLOSE = CloseCase(at=NOW, referral_id=ID, reason="resolved")
CONFIRMED = DecisionConfirmed(referral_id=ID, reference=REFERENCE, round=1)
OFFERED = SupportOffered(referral_id=ID, reference=REFERENCE, outcome="declined")
CLOSED = CaseClosed(referral_id=ID, reference=REFERENCE, reason="resolved")
SCREENED_NOISE: dict[str, Any] = {
    "category": "noise",
    "answers": {
        **SCREENED,
        "noise_kind": "living",
        "tenure_of_source": "private_renter",
        "tenure_of_reporter": "owner",
        "persistent": "no",
        "statutory_nuisance_likely": "no",
    },
}


def open_assessment(command: OpenAssessment, state: Standing) -> tuple[Fact, ...]:
    return tuple(assessment.open_assessment(command, state, the_judge()))


def add_answers(command: AddAnswers, state: Standing) -> tuple[Fact, ...]:
    return tuple(assessment.add_answers(command, state, the_judge()))


def override(command: OverrideDecision, state: Standing) -> tuple[Fact, ...]:
    return tuple(overriding.override_decision(command, state, the_judge()))


def otherwise(route: str, text: str = "I know the yard.") -> OverrideDecision:
    return OverrideDecision(
        at=NOW, referral_id=ID, route=route, code="local_knowledge", text=text, overridden_by="account-1"
    )


def adding(words: dict[str, str] | None = None, **answers: str | int | None) -> AddAnswers:
    return AddAnswers(at=NOW, referral_id=ID, answers=answers, words=words or {})


def a_past(**referral: object) -> tuple[Fact, ...]:
    """A referral that reached triage just as the rules have it, with all that follows."""
    return open_assessment(OpenAssessment(at=NOW, referral=a_referral(**referral)), DECIDER.initial)


def test_a_referral_is_judged_when_it_reaches_triage() -> None:
    referral = a_referral(**LIVING_NOISE)
    asked = given(DECIDER).when(open_assessment, OpenAssessment(at=NOW, referral=referral))
    asked.then(AssessmentOpened(referral=referral), judged(referral))


def test_a_referral_is_judged_once_however_often_it_is_heard_of() -> None:
    referral = a_referral()
    given(DECIDER, *opened(referral)).when(open_assessment, OpenAssessment(at=NOW, referral=referral)).then_nothing()


def test_new_answers_have_it_triaged_again_and_only_what_changed_is_kept() -> None:
    referral = a_referral(**LIVING_NOISE)
    command = adding(noise_kind="living", child_at_risk="no")
    asked = given(DECIDER, *opened(referral)).when(add_answers, command)
    asked.then(
        AnswersAdded(referral_id=ID, answers={"child_at_risk": "no"}),
        judged(referral, 2, child_at_risk="no"),
    )


def test_answers_already_known_change_nothing() -> None:
    referral = a_referral(**LIVING_NOISE)
    given(DECIDER, *opened(referral)).when(add_answers, adding(noise_kind="living")).then_nothing()


def test_words_are_sealed_under_the_victim_else_under_whoever_told_it() -> None:
    for victim, key in ((None, "person-1"), ("person-2", "person-2")):
        referral = a_referral(victim_id=victim)
        (added, _) = given(DECIDER, *opened(referral)).when(add_answers, adding({"landlord": "Alder"})).then_facts()
        words = (Words(name="landlord", text=private(key, Narrative, "Alder")),)
        assert added == AnswersAdded(referral_id=ID, answers={}, words=words)


def test_a_confirmed_signpost_closes_the_referral_with_what_was_shown() -> None:
    shown = ReferralSignposted(
        referral_id=ID,
        reference=REFERENCE,
        route="street_services",
        destination="Street services: report it online",
        done_by="resident",
        give=(),
    )
    given(DECIDER, *opened(a_referral(**FLY_TIP))).when(confirm_decision, CONFIRM).then(CONFIRMED, shown)


def test_a_caller_shown_the_recommended_door_needs_no_second_confirmation() -> None:
    told = ConfirmSignpost(at=NOW, referral_id=ID, route="street_services")
    past = given(DECIDER, *opened(a_referral(**FLY_TIP)))
    confirmed, shown = past.when(confirm_signpost, told).then_facts()
    assert confirmed == CONFIRMED
    assert isinstance(shown, ReferralSignposted)
    given(DECIDER, *opened(a_referral(**FLY_TIP)), confirmed, shown).when(confirm_signpost, told).then_nothing()
    given(DECIDER).when(confirm_signpost, told).then_refused(NotYetTriaged)


@pytest.mark.parametrize("case", [PERSISTENT, ABUSE, LIVING_NOISE, FLY_TIP], ids=["ours", "abuse", "asking", "other"])
def test_a_caller_shown_another_door_than_the_rules_recommend_waits_for_a_person(case: dict[str, Any]) -> None:
    told = ConfirmSignpost(at=NOW, referral_id=ID, route="mediation")
    given(DECIDER, *opened(a_referral(**case))).when(confirm_signpost, told).then_nothing()


def test_confirming_a_case_confirms_and_closes_nothing() -> None:
    given(DECIDER, *a_past(**PERSISTENT)).when(confirm_decision, CONFIRM).then(CONFIRMED)


def test_what_still_asks_cannot_be_confirmed() -> None:
    given(DECIDER, *a_past(**LIVING_NOISE)).when(confirm_decision, CONFIRM).then_refused(StillAsking)


def test_an_open_case_that_turns_out_to_be_a_signpost_is_not_closed_on_the_way() -> None:
    past = a_past(**PERSISTENT)
    again = given(DECIDER, *past).when(
        add_answers, adding(persistent="no", drug_dealing="no", tenure_of_source="owner", in_borough="yes")
    )
    facts = again.then_facts()
    triaged = facts[1]
    assert isinstance(triaged, ReferralTriaged)
    assert triaged.decision.outcome == "signpost"
    confirmed = DecisionConfirmed(referral_id=ID, reference=REFERENCE, round=2)
    given(DECIDER, *past, *facts).when(confirm_decision, CONFIRM).then(confirmed)


def test_an_override_with_an_open_case_leaves_the_case_to_be_closed_as_one() -> None:
    (only,) = given(DECIDER, *a_past(**PERSISTENT)).when(override, otherwise("children_mash")).then_facts()
    assert isinstance(only, DecisionOverridden)


def test_an_override_says_what_was_recommended_and_why_it_was_not_taken() -> None:
    facts = given(DECIDER, *a_past(**SCREENED_NOISE)).when(override, otherwise("environmental_health")).then_facts()
    overridden, signposted = facts
    assert overridden == DecisionOverridden(
        referral_id=ID,
        reference=REFERENCE,
        round=1,
        recommended="mediation",
        route="environmental_health",
        code="local_knowledge",
        text=private("person-1", Narrative, "I know the yard."),
    )
    assert isinstance(signposted, ReferralSignposted)
    assert (signposted.route, signposted.done_by) == ("environmental_health", "us")


def test_an_override_to_a_route_of_ours_opens_a_case_due_from_then() -> None:
    (_, case) = given(DECIDER, *a_past(**SCREENED_NOISE)).when(override, otherwise("asb_case")).then_facts()
    assert isinstance(case, CaseOpened)
    assert (case.route, case.opened_at, case.case_reference) == ("asb_case", NOW, REFERENCE)
    assert case.due_at is not None
    assert case.due_at > NOW


def test_what_still_asks_may_be_decided_by_a_person() -> None:
    past = given(DECIDER, *a_past(**LIVING_NOISE))
    (_, signposted) = past.when(override, otherwise("environmental_health")).then_facts()
    assert isinstance(signposted, ReferralSignposted)


@pytest.mark.parametrize("unknown", ["domestic_abuse", "violence_or_threats", "hate_motive", "child_at_risk"])
@pytest.mark.parametrize("route", ["mediation", "civil_advice", "social_landlord", "council_housing"])
def test_nobody_ends_a_matter_while_harm_is_not_ruled_out(unknown: str, route: str) -> None:
    answers = {**SCREENED_NOISE["answers"], unknown: "unknown"}
    past = given(DECIDER, *a_past(category="noise", answers=answers))
    past.when(override, otherwise(route)).then_refused(HarmNotRuledOut)


def test_what_is_urgent_is_not_left_to_the_caller_by_an_override() -> None:
    threats = {**SCREENED, "threats_to_kill": "yes", "immediate_danger": "unknown"}
    past = given(DECIDER, *a_past(category="neighbour_dispute", answers=threats))
    past.when(override, otherwise("police_101")).then_refused(StaysWithUs)
    (_, case) = past.when(override, otherwise("adult_safeguarding")).then_facts()
    assert isinstance(case, CaseOpened)


def test_what_goes_before_a_panel_is_not_left_to_the_caller_by_an_override() -> None:
    answers = {**SCREENED, "subject_age": 40, "alcohol": "yes"}
    past = given(DECIDER, *a_past(category="street_drinking", answers=answers))
    past.when(override, otherwise("street_services")).then_refused(StaysWithUs)


def test_who_says_that_it_is_an_emergency_leaves_an_open_case() -> None:
    past = given(DECIDER, *a_past(**SCREENED_NOISE))
    (_, case) = past.when(override, otherwise("emergency_999")).then_facts()
    assert isinstance(case, CaseOpened)
    assert (case.route, case.due_at) == ("emergency_999", NOW)


def test_abuse_once_seen_is_never_sent_to_a_landlord_whatever_was_answered_later() -> None:
    past = a_past(category="noise", answers={**SCREENED, "domestic_abuse": "yes"})
    again = given(DECIDER, *past).when(add_answers, adding(domestic_abuse="no")).then_facts()
    given(DECIDER, *past, *again).when(override, otherwise("council_housing")).then_refused(DomesticAbuseStaysOpen)


@pytest.mark.parametrize("route", ["mediation", "social_landlord", "advice_and_record", "asb_case"])
def test_domestic_abuse_is_never_overridden_into_something_it_is_not(route: str) -> None:
    given(DECIDER, *a_past(**ABUSE)).when(override, otherwise(route)).then_refused(DomesticAbuseStaysOpen)


@pytest.mark.parametrize("answer", ["immediate_danger", "child_at_risk", "adult_at_risk", "exploitation_indicator"])
def test_an_override_cannot_drop_what_protects_somebody(answer: str) -> None:
    past = a_past(category="noise", answers={**SCREENED, answer: "yes"})
    given(DECIDER, *past).when(override, otherwise("mediation")).then_refused(SafeguardingStands)
    given(DECIDER, *past).when(override, otherwise("police_101")).then_refused(SafeguardingStands)


def test_an_override_may_add_protection() -> None:
    (_, case) = given(DECIDER, *a_past(**SCREENED_NOISE)).when(override, otherwise("children_mash")).then_facts()
    assert isinstance(case, CaseOpened)
    assert case.route == "children_mash"


@pytest.mark.parametrize("decide", ["confirm", "override"])
def test_a_decision_is_settled_once_a_round(decide: str) -> None:
    past = given(DECIDER, *a_past(**PERSISTENT), CONFIRMED)
    asked = past.when(confirm_decision, CONFIRM) if decide == "confirm" else past.when(override, otherwise("asb_case"))
    asked.then_refused(AlreadyConfirmed)


def test_new_answers_open_a_settled_decision_again() -> None:
    past = (*a_past(**PERSISTENT), CONFIRMED)
    again = given(DECIDER, *past).when(add_answers, adding(hate_motive="yes")).then_facts()
    confirmed = DecisionConfirmed(referral_id=ID, reference=REFERENCE, round=2)
    given(DECIDER, *past, *again).when(confirm_decision, CONFIRM).then(confirmed)


def test_how_somebody_may_be_reached_is_kept_even_of_a_closed_referral_and_never_before_there_is_one() -> None:
    contact = SafeContact(phone=WaySafety(safe="yes"))
    note = NoteSafeContact(at=NOW, referral_id=ID, contacts={"person-1": contact})
    noted = SafeContactNoted(referral_id=ID, reference=REFERENCE, person_id="person-1", safe_contact=contact)
    for past in ((), (CLOSED,)):
        given(DECIDER, *a_past(**PERSISTENT), *past).when(assessment.note_safe_contact, note).then(noted)
    given(DECIDER).when(assessment.note_safe_contact, note).then_refused(NotYetTriaged)


def test_each_of_several_victims_is_offered_support_before_the_case_closes() -> None:
    people = tuple(Person(person_id=name, roles=("victim",)) for name in ("mother", "daughter"))
    past = (*a_past(**ABUSE, people=people, victim_id="mother"), OFFERED)
    named = [msgspec.structs.replace(OFFERED, person_id=each.person_id) for each in people]
    asked = given(DECIDER, *a_past(**ABUSE, people=people, victim_id="mother"))
    asked.when(assessment.record_support_offer, OFFER).then(named[0])
    other = OFFER.model_copy(update={"person_id": "daughter"})
    asked.when(assessment.record_support_offer, other).then(named[1])
    stranger = OFFER.model_copy(update={"person_id": "neighbour"})
    asked.when(assessment.record_support_offer, stranger).then_refused(NotAVictim)
    one = (*a_past(**ABUSE, people=people, victim_id="mother"), named[0])
    given(DECIDER, *one).when(close_case, CLOSE).then_refused(SupportNotOffered)
    for known in ((*one, named[1]), past):  # what was recorded when nobody was named counts for all
        assert given(DECIDER, *known).when(close_case, CLOSE).then_facts()


def test_every_offer_of_support_is_kept() -> None:
    given(DECIDER, *a_past(**ABUSE), OFFERED).when(assessment.record_support_offer, OFFER).then(OFFERED)


def test_a_case_is_closed_with_its_reason() -> None:
    given(DECIDER, *a_past(**PERSISTENT)).when(close_case, CLOSE).then(CLOSED)


def test_domestic_abuse_is_not_closed_without_a_recorded_offer() -> None:
    given(DECIDER, *a_past(**ABUSE)).when(close_case, CLOSE).then_refused(SupportNotOffered)
    given(DECIDER, *a_past(**ABUSE), OFFERED).when(close_case, CLOSE).then(CLOSED)


def test_an_offer_once_owed_stays_owed_whatever_is_answered_later() -> None:
    past = a_past(category="noise", answers={**SCREENED, "domestic_abuse": "yes"})
    again = given(DECIDER, *past).when(add_answers, adding(domestic_abuse="no")).then_facts()
    given(DECIDER, *past, *again).when(close_case, CLOSE).then_refused(SupportNotOffered)


@pytest.mark.parametrize("risk", ["child_at_risk", "adult_at_risk", "exploitation_indicator"])
def test_whoever_must_be_protected_by_others_is_not_let_go_before_they_have_it(risk: str) -> None:
    past = a_past(category="noise", answers={**SCREENED, risk: "yes"})
    received = ReceiptRecorded(referral_id=ID, reference=REFERENCE)
    given(DECIDER, *past).when(close_case, CLOSE).then_refused(ReceiptAwaited)
    given(DECIDER, *past, received).when(close_case, CLOSE).then(CLOSED)


def test_there_must_be_a_case_to_close() -> None:
    given(DECIDER, *a_past(**FLY_TIP)).when(close_case, CLOSE).then_refused(NoCaseOpen)


@pytest.mark.parametrize(
    ("facts", "refusal"), [((), NotYetTriaged), ((*a_past(**PERSISTENT), CLOSED), ReferralAlreadyClosed)]
)
def test_before_triage_and_after_closing_nothing_can_be_done(facts: tuple[Fact, ...], refusal: type[Refusal]) -> None:
    past = given(DECIDER, *facts)
    past.when(add_answers, adding(persistent="no")).then_refused(refusal)
    past.when(confirm_decision, CONFIRM).then_refused(refusal)
    past.when(override, otherwise("mediation")).then_refused(refusal)
    past.when(assessment.record_support_offer, OFFER).then_refused(refusal)
    past.when(close_case, CLOSE).then_refused(refusal)


def test_a_signposted_referral_is_closed() -> None:
    past = given(DECIDER, *opened(a_referral(**FLY_TIP)))
    facts = past.when(confirm_decision, CONFIRM).then_facts()
    given(DECIDER, *opened(a_referral(**FLY_TIP)), *facts).when(confirm_decision, CONFIRM).then_refused(
        ReferralAlreadyClosed
    )


def test_a_response_nobody_gave_in_time_is_noted() -> None:
    late = NoteLateResponse(at=NOW + timedelta(days=9), referral_id=ID, due_at=NOW)
    missed = ResponseMissed(referral_id=ID, reference=REFERENCE, due_at=NOW)
    given(DECIDER, *a_past(**PERSISTENT)).when(note_late_response, late).then(missed)
    for settled in (CONFIRMED, CLOSED):
        given(DECIDER, *a_past(**PERSISTENT), settled).when(note_late_response, late).then_nothing()
    given(DECIDER).when(note_late_response, late).then_nothing()
