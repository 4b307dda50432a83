"""The housing needs panel: asked on an open case of abuse, told as little as it needs, and heard whatever it says."""

from typing import Any

import pytest

from services.triage.domain.assessment import open_assessment
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.disclosure.events import Basis, DisclosureRecorded, PanelInformed
from services.triage.domain.events import CaseClosed, MarkedForPanel, Person
from services.triage.domain.panel_news import news_for_panels
from services.triage.domain.protection import PROTECTION
from services.triage.domain.support.events import PlacementMade
from services.triage.domain.support.panel import ask_housing_panel, note_panel_band
from services.triage.domain.support.panel_commands import AskHousingPanel, NotePanelBand
from services.triage.domain.support.panel_events import HousingPanelAsked, PanelBanded
from services.triage.domain.support.refusals import NotProtectedHere, PanelAskedAlready, PanelAskedToday
from shared.kernel.personal import Personal
from shared.kernel.refusals import InvalidInput
from tests.support.builders.support import ABUSER, CHILD, OFFICER, VICTIM, a_case, after, at
from tests.support.builders.triage import ABUSE, a_referral, judged, the_judge

WORDS: Any = Personal(VICTIM, "sealed")
PHONE: Any = Personal(VICTIM, "phone")
FAMILY = (
    Person(person_id=VICTIM, roles=("reporter", "victim"), full_name=WORDS, phone=PHONE, email=PHONE, address=PHONE),
    Person(person_id=CHILD, roles=("child",), address=PHONE),
    Person(person_id=ABUSER, roles=("perpetrator",)),
)


def asking(day: int = 24, **changes: Any) -> AskHousingPanel:
    members: dict[str, Any] = {"referral_id": "referral-1", "by": OFFICER, "person_id": VICTIM, "asks": "band"}
    return AskHousingPanel(at=at(day), **{**members, "why": "She must leave.", **changes})


def said(result: str = "awarded") -> NotePanelBand:
    banded = {"band": "band_2", "reason": "abuse", "effective_on": at(24).date(), "review_on": at(28).date()}
    return NotePanelBand(
        at=at(25),
        referral_id="referral-1",
        meeting_id="meeting-1",
        decided_on=at(25).date(),
        result=result,
        words=WORDS,
        **(banded if result == "awarded" else dict.fromkeys(banded)),
    )


def marked_in(facts: Any) -> MarkedForPanel:
    (found,) = [fact for fact in facts if isinstance(fact, MarkedForPanel)]
    return found


def test_the_panel_learns_who_needs_the_home_and_of_the_children_and_nothing_that_leads_to_them() -> None:
    facts = ask_housing_panel(asking(), a_case(people=FAMILY))
    told = marked_in(facts)
    assert [each.person_id for each in told.people] == [VICTIM, CHILD]
    assert {(each.phone, each.email, each.address) for each in told.people} == {(None, None, None)}
    assert (told.panel, told.criteria, told.answers, told.agency) == ("housing_needs", ("band",), {}, None)
    assert told.flags == ()
    assert (told.victim_id, told.children, told.is_repeat) == (VICTIM, 1, False)
    assert isinstance(facts[0], HousingPanelAsked)


def test_of_a_refuge_the_panel_learns_that_it_is_one_and_not_even_its_code() -> None:
    placed = PlacementMade(
        referral_id="referral-1",
        reference="WM-2223-X",
        placement_id="placement-1",
        person_id=VICTIM,
        place="refuge",
        code="R-7",
        borough=None,
        ward=None,
        outside="yes",
        children=1,
        area_ids=(),
        starts_on=at(23).date(),
        found="not_checked",
        despite=None,
        placed_by=OFFICER,
    )
    told = marked_in(ask_housing_panel(asking(), a_case(placed)))
    assert told.flags == ("stays_in_refuge",)
    assert "R-7" not in repr(told)


def test_it_is_asked_once_until_it_has_answered_and_then_again_as_a_new_hearing() -> None:
    file = after(a_case(), ask_housing_panel(asking(), a_case()))
    for waiting in (file, after(file, note_panel_band(said("deferred"), file))):
        with pytest.raises(PanelAskedAlready):
            ask_housing_panel(asking(25), waiting)
    answered = after(file, note_panel_band(said(), file))
    with pytest.raises(PanelAskedToday):
        ask_housing_panel(asking(24, asks="review"), answered)
    again = marked_in(ask_housing_panel(asking(26, asks="review"), answered))
    assert (again.is_repeat, again.last_referral_on) == (True, at(24).date())


def test_names_go_with_a_basis_that_was_recorded_for_this_panel_and_for_no_other() -> None:
    basis = Basis(lawful_basis="public_task", condition="safeguarding", consent="given", police="no", wording="w")
    bare: dict[str, Any] = dict.fromkeys(("to", "consent_why"))
    bare |= dict.fromkeys(("necessity", "proportionality", "police_why"), WORDS)

    def recorded(recipient: str) -> DisclosureRecorded:
        return DisclosureRecorded(
            referral_id="referral-1",
            reference="WM-2223-X",
            disclosure_id=recipient,
            recipient=recipient,
            title=recipient,
            basis=basis,
            wishes=(),
            **bare,
        )

    elsewhere, here = a_case(recorded("marac")), a_case(recorded("housing_needs"))
    assert not [each for each in ask_housing_panel(asking(), elsewhere) if isinstance(each, PanelInformed)]
    (informed,) = [each for each in ask_housing_panel(asking(), here) if isinstance(each, PanelInformed)]
    assert (informed.basis, informed.panel) == (basis, "housing_needs")


def test_what_is_learnt_later_of_the_abuse_does_not_reach_the_housing_panel() -> None:
    referral = a_referral(**ABUSE, people=FAMILY, victim_id=VICTIM, account_of=VICTIM)
    opening = open_assessment(OpenAssessment(at=at(23), referral=referral), PROTECTION.initial.standing, the_judge())
    before = PROTECTION.fold([*opening, *ask_housing_panel(asking(), a_case(people=FAMILY))])
    worse = judged(referral, 2, strangulation="yes", last_marac_referral_on="2026-10-01", dash_yes_count=20)
    told = [each for each in news_for_panels(before, [worse]) if isinstance(each, PanelInformed)]
    for each in told:
        if each.panel == "housing_needs":
            assert (each.marked.flags, each.marked.last_referral_on, each.marked.answers) == ((), None, {})
            assert [person.person_id for person in each.marked.people] == [VICTIM, CHILD]
    assert worse.decision.priority == "urgent"
    assert [each.marked.priority for each in told if each.panel == "housing_needs"] == ["urgent"]


@pytest.mark.parametrize("why", ["", "  ", "x" * 2_001])
def test_why_is_said_and_not_in_a_book(why: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask_housing_panel(asking(why=why), a_case())
    assert [error.pointer for error in refused.value.errors] == ["/why"]


def test_nobody_is_put_before_it_who_does_the_harm() -> None:
    with pytest.raises(NotProtectedHere):
        ask_housing_panel(asking(person_id=ABUSER), a_case())


def test_an_answer_is_noted_even_when_the_case_is_closed_by_then() -> None:
    closed = a_case(CaseClosed(referral_id="referral-1", reference="WM-2223-X", reason="resolved"))
    (noted,) = note_panel_band(said(), closed)
    assert isinstance(noted, PanelBanded)
    assert (noted.result, noted.band, noted.words) == ("awarded", "band_2", WORDS)
