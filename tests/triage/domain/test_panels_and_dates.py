"""The panels' criteria at and below each threshold, repeat windows to the day, and what each dated set changed."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.anniversary import months_after, within_months
from services.triage.domain.destinations import Destinations
from tests.triage.domain.shipped import SCREENED, TODAY, a_case, current, decided, rule_sets


def abuse(received_on: str = TODAY, **facts: Any) -> dict[str, Any]:
    return a_case(
        kind="domestic_abuse", received_on=received_on, **{"victim_age": 30, "immediate_danger": "no", **facts}
    )


@pytest.mark.parametrize(
    ("facts", "marac"),
    [
        pytest.param({"dash_yes_count": 14}, True, id="fourteen of the checklist"),
        pytest.param({"dash_yes_count": 13}, False, id="thirteen of the checklist"),
        pytest.param({"judgement_high_risk": "yes"}, True, id="judgement counts at once, without a reason yet"),
        pytest.param({"judgement_high_risk": "unknown"}, False, id="judgement not given"),
        pytest.param({"incidents_in_12_months": 3}, True, id="three incidents"),
        pytest.param({"incidents_in_12_months": 2}, False, id="two incidents"),
        pytest.param({"dash_yes_count": 14, "victim_age": 16}, True, id="a victim of 16"),
        pytest.param({"dash_yes_count": 14, "victim_age": 15}, False, id="a victim of 15"),
        pytest.param({"dash_yes_count": 14, "victim_age": None}, True, id="a victim of unknown age"),
    ],
)
def test_marac(facts: dict[str, Any], marac: bool) -> None:
    assert ("marac" in decided(abuse(**facts)).panels) is marac


@pytest.mark.parametrize(
    ("last", "received", "repeat"),
    [
        ("2026-05-10", "2026-05-10", True),
        ("2026-05-11", "2026-05-10", False),
        ("2026-05-10", "2027-05-10", True),
        ("2026-05-10", "2027-05-11", False),
        ("2028-02-29", "2029-02-28", True),
        ("2028-02-29", "2029-03-01", False),
        ("2027-02-28", "2028-02-28", True),
        ("2027-02-28", "2028-02-29", False),
    ],
)
def test_a_repeat_is_within_the_same_day_a_year_later(last: str, received: str, repeat: bool) -> None:
    assert ("marac" in decided(abuse(received, last_marac_referral_on=last)).panels) is repeat


@pytest.mark.parametrize(
    ("fact", "value", "repeat"),
    [
        ("new_incident_since_last_marac", "no", False),
        ("new_incident_since_last_marac", "unknown", True),
        ("new_incident_same_perpetrator", "no", False),
        ("new_incident_same_perpetrator", "unknown", True),
        ("new_incident_criminal", "no", True),
    ],
)
def test_a_repeat_needs_no_certainty_but_a_no_ends_it(fact: str, value: str, repeat: bool) -> None:
    document = abuse(last_marac_referral_on="2026-06-01", **{fact: value})
    assert ("marac" in decided(document).panels) is repeat


@pytest.mark.parametrize(("criminal", "repeat"), [("yes", True), ("unknown", False), ("no", False)])
def test_the_earlier_repeat_definition_needs_a_crime(criminal: str, repeat: bool) -> None:
    document = abuse("2026-03-31", last_marac_referral_on="2026-01-10", new_incident_criminal=criminal)
    assert ("marac" in decided(document).panels) is repeat


def adult(**facts: Any) -> dict[str, Any]:
    given = {"subject_age": 18, "complex_needs": "yes", **facts}
    return a_case(given.pop("category", None), kind=given.pop("kind", "asb"), **given)


@pytest.mark.parametrize(
    ("document", "cmarac"),
    [
        pytest.param(adult(), True, id="an adult of 18"),
        pytest.param(adult(subject_age=17), False, id="17"),
        pytest.param(adult(subject_age=None), False, id="an age not known"),
        pytest.param(adult(kind="unsure"), True, id="unsure"),
        pytest.param(adult(kind="vawg_other"), False, id="another kind"),
        pytest.param(adult(kind="domestic_abuse"), False, id="domestic abuse"),
        pytest.param(adult(domestic_abuse="yes"), False, id="domestic abuse found out"),
        pytest.param(adult(statutory_threshold_met="yes"), False, id="over a service's threshold"),
        pytest.param(adult(statutory_threshold_met="no"), True, id="considered, not met"),
        pytest.param(adult(complex_needs="no"), False, id="no complex needs"),
        pytest.param(adult(complex_needs="no", mental_health="yes"), True, id="mental health counts against a no"),
        pytest.param(adult(complex_needs="unknown", alcohol="yes"), True, id="alcohol"),
        pytest.param(adult(complex_needs="unknown", drugs="yes"), True, id="drugs"),
    ],
)
def test_the_community_panel(document: dict[str, Any], cmarac: bool) -> None:
    assert ("cmarac" in decided(document).panels) is cmarac


@pytest.mark.parametrize(
    ("facts", "persists"),
    [
        ({"reports_in_6_months": 3}, True),
        ({"reports_in_6_months": 2}, False),
        ({"contacts_in_180_days": 10}, True),
        ({"contacts_in_180_days": 9}, False),
        ({"reports_in_6_months": 3, "persistent": "no"}, True),
        ({"persistent": "yes", "reports_in_6_months": 0}, True),
    ],
)
def test_persistence_by_counts(facts: dict[str, Any], persists: bool) -> None:
    assert (decided(a_case("other", **SCREENED, **facts)).primary.route == "asb_case") is persists


@pytest.mark.parametrize(
    ("received", "version"),
    [
        ("2015-01-01", "2016-07-01"),
        ("2016-07-01", "2016-07-01"),
        ("2017-10-20", "2016-07-01"),
        ("2017-10-21", "2017-10-21"),
        ("2021-07-04", "2017-10-21"),
        ("2021-07-05", "2021-07-05"),
        ("2026-03-31", "2021-07-05"),
        ("2026-04-01", "2026-04-01"),
        ("2031-01-01", "2026-04-01"),
    ],
)
def test_the_day_of_receipt_picks_the_set(received: str, version: str) -> None:
    assert decided(a_case(received_on=received)).rules.version == version


def test_before_the_spaces_order_there_is_none_to_tell_of() -> None:
    assert decided(a_case("street_drinking", received_on="2017-10-20")).give == ()
    assert decided(a_case("street_drinking", received_on="2017-10-21")).give == ("pspo_information",)


def test_the_offer_of_support_speaks_of_priority_need_from_the_day_it_is_law() -> None:
    said = {rules.used.version: rules.document.give[1].text for rules in rule_sets().all}
    assert "has a priority need" not in said["2017-10-21"]
    assert "as having a priority need" in said["2021-07-05"]


@pytest.mark.parametrize(
    ("priority", "frame"), [("urgent", "P1D"), ("high", "P2D"), ("standard", "P5D")]
)  # fmt: skip
def test_a_case_is_answered_in_working_days_by_its_priority(priority: str, frame: str) -> None:
    routes = Destinations(current().document)
    assert routes.time_frame("asb_case", priority) == frame  # type: ignore[arg-type]  # a literal
    assert current().clock_of("asb_case") == "working_days"
    assert current().clock_of("domestic_abuse") == "clock"


@pytest.mark.parametrize(
    ("document", "destination"),
    [
        (a_case("noise", tenure_of_source="supported", landlord=" Alder Homes "), "Alder Homes"),
        (a_case("noise", tenure_of_source="supported", landlord=" "), "The landlord's neighbourhood team"),
        (a_case("noise", tenure_of_source="council", landlord="Alder Homes"), "Council housing: neighbourhood office"),
        (a_case(strands=("sexual_violence",)), "Sexual violence support and advice service"),
        (a_case(kind="vawg_other"), "Specialist service for violence against women and girls"),
    ],
)
def test_destinations(document: dict[str, Any], destination: str) -> None:
    assert decided(document).primary.destination == destination


def test_months_end_where_the_month_ends() -> None:
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2024, 2, 29), -12) == date(2023, 2, 28)
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert not within_months(date(2026, 1, 2), date(2026, 1, 1), 12)
