"""Each row, each suppression, each change of a signpost and each gift of the policy, as a named situation."""

from typing import Any

import pytest

from tests.triage.domain.shipped import SCREENED, a_case, decided, routes

SAFE = SCREENED
FGM = ("female_genital_mutilation",)


def situation(says: str, expected: list[str], category: str | None = None, **given: Any) -> Any:
    return pytest.param(a_case(category, **given), expected, id=says)


ROWS = [
    situation("1: danger now", ["emergency_999"], immediate_danger="yes"),
    situation("1: a serious crime now", ["emergency_999"], serious_crime_now="yes"),
    situation("1: a weapon there now", ["emergency_999"], weapon_present_now="yes"),
    situation("2: a sign of exploitation", ["modern_slavery"], exploitation_indicator="yes"),
    situation("2: trafficking alone is not for row 4", ["modern_slavery"], strands=("trafficking",)),
    situation("2: prostitution, exploitation not known", ["modern_slavery"], "prostitution_related"),
    situation("2: prostitution, exploitation ruled out", ["advice_and_record"], "prostitution_related", **SAFE),
    situation("2: a suspected brothel is also a crime", ["modern_slavery", "police_101"], "suspected_brothel"),
    situation("3: by its kind", ["domestic_abuse"], kind="domestic_abuse"),
    situation("3: by its kind against a no", ["domestic_abuse"], kind="domestic_abuse", domestic_abuse="no"),
    situation("3: by the answer", ["domestic_abuse"], "noise", domestic_abuse="yes"),
    situation("3: by the strand", ["domestic_abuse"], strands=("domestic_violence_and_abuse",)),
    situation("3: victim of 15", ["children_mash", "domestic_abuse"], kind="domestic_abuse", victim_age=15),
    situation("3: victim of 16", ["domestic_abuse", "children_mash"], kind="domestic_abuse", victim_age=16),
    situation("3: victim of 18", ["domestic_abuse"], kind="domestic_abuse", victim_age=18),
    situation("4: by its kind", ["vawg_specialist"], kind="vawg_other"),
    situation("4: by a strand, read whatever the kind", ["vawg_specialist"], strands=("forced_marriage",)),
    situation("5: a girl of 17", ["vawg_specialist", "police_101", "children_mash"], strands=FGM, victim_age=17),
    situation("5: a woman of 18", ["vawg_specialist"], strands=FGM, victim_age=18),
    situation(
        "5: age not known and a child at risk",
        ["vawg_specialist", "police_101", "children_mash"],
        strands=FGM,
        child_at_risk="yes",
    ),
    situation("6: a child at risk", ["children_mash"], child_at_risk="yes"),
    situation(
        "6: children where there is abuse",
        ["domestic_abuse", "children_mash"],
        kind="domestic_abuse",
        children_in_household="yes",
    ),
    situation("6: children where there is noise", ["advice_and_record"], "noise", children_in_household="yes"),
    situation(
        "6: a boy of 17 in hate crime",
        ["children_mash", "hate_crime_police", "asb_case"],
        hate_motive="yes",
        perpetrator_age=17,
    ),
    situation("6: drugs and a victim of 17", ["children_mash", "police_101"], drug_dealing="yes", victim_age=17),
    situation("6: drugs and a victim of 18", ["police_101"], drug_dealing="yes", victim_age=18),
    situation("6: of concern at 17 with needs", ["children_mash"], subject_age=17, alcohol="yes"),
    situation("6: of concern at 17 without needs", ["advice_and_record"], subject_age=17, complex_needs="no"),
    situation("7: an adult at risk", ["adult_safeguarding"], adult_at_risk="yes"),
    situation("7: suicidal, though violence is ruled out", ["adult_safeguarding"], **SAFE, suicidal="yes"),
    situation("8: hate brings a case", ["hate_crime_police", "asb_case"], hate_motive="yes"),
    situation("9: violence", ["police_101"], violence_or_threats="yes"),
    situation("9: a flag counts as violence", ["police_101"], violence_or_threats="no", stalking="yes"),
    situation("9: dealing that persists", ["police_101", "asb_case"], drug_dealing="yes", persistent="yes"),
    situation("9: a suspected brothel", ["police_101"], "suspected_brothel", **SAFE),
    situation("10: another borough ends the table", ["neighbouring_borough"], "fly_tipping", in_borough="no"),
    situation("10: beside the police", ["police_101", "neighbouring_borough"], drug_dealing="yes", in_borough="no"),
    situation("11: abandoned vehicle that persists", ["street_services"], "vehicle_abandoned", persistent="yes"),
    situation("12: a boundary", ["civil_advice"], "parking_or_boundary"),
    situation("13: nuisance", ["environmental_health"], "smell_or_smoke", statutory_nuisance_likely="yes"),
    situation(
        "13: nuisance that persists, before the landlord",
        ["environmental_health", "asb_case"],
        "noise",
        statutory_nuisance_likely="yes",
        persistent="yes",
        tenure_of_source="council",
    ),
    situation(
        "14: the council was told and it goes on",
        ["asb_case", "council_housing"],
        "other",
        **SAFE,
        tenure_of_source="council",
        landlord_contacted="yes",
        persistent="yes",
    ),
    situation(
        "14: with harm not ruled out the landlord does not stand beside the case",
        ["asb_case"],
        tenure_of_source="council",
        landlord_contacted="yes",
        persistent="yes",
    ),
    situation("15: supported housing", ["social_landlord"], "vehicle_nuisance", tenure_of_source="supported"),
    situation(
        "15: the source's home before the reporter's",
        ["council_housing"],
        "noise",
        tenure_of_source="council",
        tenure_of_reporter="housing_association",
    ),
    situation("15: the reporter's home", ["council_housing"], "animal_problem", tenure_of_reporter="council"),
    situation("15: not for trouble in the street", ["advice_and_record"], "fireworks", tenure_of_reporter="council"),
    situation(
        "15: not where the source owns", ["mediation"], "neighbour_dispute",
        tenure_of_reporter="council", tenure_of_source="owner",
    ),
    situation("16: living noise", ["mediation"], "noise", noise_kind="living"),
    situation("16: a party is not living noise", ["advice_and_record"], "noise", noise_kind="party"),
    situation("17: it persists", ["asb_case"], "other", persistent="yes"),
    situation("18: nothing else", ["advice_and_record"]),
]  # fmt: skip

SUPPRESSED = [
    situation(
        "with domestic abuse no later row and no case",
        ["domestic_abuse", "hate_crime_police", "police_101"],
        "neighbour_dispute",
        domestic_abuse="yes", hate_motive="yes", drug_dealing="yes", persistent="yes", in_borough="no",
    ),
    situation(
        "slavery is not sent to another borough",
        ["modern_slavery"], exploitation_indicator="yes", in_borough="no", persistent="yes",
    ),
    situation(
        "a specialist matter is not sent to the landlord, and the next row is tried",
        ["vawg_specialist", "asb_case"],
        kind="vawg_other", tenure_of_source="council", landlord_contacted="yes", persistent="yes",
    ),
    situation(
        "no mediation beside harm, and the next row is tried",
        ["adult_safeguarding", "asb_case"], "neighbour_dispute", adult_at_risk="yes", persistent="yes",
    ),
    situation(
        "no case outside the borough",
        ["hate_crime_police", "neighbouring_borough"], hate_motive="yes", in_borough="no",
    ),
    situation(
        "a landlord does not stand beside while hate is not ruled out",
        ["police_101"], "noise", **{**SAFE, "hate_motive": "unknown"}, drug_dealing="yes", tenure_of_source="council",
    ),
    situation(
        "a landlord stands beside once harm is ruled out",
        ["police_101", "council_housing"], "noise", **SAFE, drug_dealing="yes", tenure_of_source="council",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("document", "expected"), ROWS)
def test_each_row(document: dict[str, Any], expected: list[str]) -> None:
    assert routes(decided(document)) == expected


@pytest.mark.parametrize(("document", "expected"), SUPPRESSED)
def test_each_suppression(document: dict[str, Any], expected: list[str]) -> None:
    assert routes(decided(document)) == expected


HOME = {"tenure_of_source": "private_renter", "persistent": "no"}
QUIET = {**SAFE, **HOME, "statutory_nuisance_likely": "no", "noise_kind": "party", "tenure_of_reporter": "owner"}


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        situation("nothing left to ask", "signpost", "noise", **QUIET),
        situation("a case beside it", "open_case", drug_dealing="yes", persistent="yes"),
        situation("urgent, danger not known: ask", "ask", threats_to_kill="yes"),
        situation("urgent, danger ruled out: ours", "open_case", threats_to_kill="yes", immediate_danger="no"),
        situation("a case beside it comes before asking", "open_case", threats_to_kill="yes", persistent="yes"),
        situation("an open question", "ask", "noise", **{**QUIET, "adult_at_risk": "unknown"}),
        situation("an open question about the home", "ask", "noise", **{**QUIET, "tenure_of_source": "unknown"}),
        situation("persistence is no question for a boundary", "signpost", "parking_or_boundary", **SAFE),
        situation("rubbish asks nothing", "signpost", "litter_or_drug_paraphernalia"),
        situation("graffiti asks about hate", "ask", "graffiti_or_vandalism"),
        situation("graffiti, hate ruled out", "signpost", "graffiti_or_vandalism", hate_motive="no"),
        situation("a panel keeps it ours", "open_case", "noise", **QUIET, subject_age=30, drugs="yes"),
        situation("asking comes before a panel", "ask", "noise", **HOME, subject_age=30, drugs="yes"),
        situation("a panel beside street services", "open_case", "fly_tipping", subject_age=30, drugs="yes"),
        situation(
            "the landlord is asked about where it may persist", "ask", "noise",
            **{**QUIET, "tenure_of_source": "council", "persistent": "unknown"}, reports_in_6_months=3,
        ),
    ],
)  # fmt: skip
def test_a_signpost_changes_in_the_order_of_the_policy(document: dict[str, Any], outcome: str) -> None:
    assert decided(document).outcome == outcome


@pytest.mark.parametrize(
    ("document", "priority"),
    [
        situation("row 1", "urgent", immediate_danger="yes"),
        situation("row 2", "urgent", exploitation_indicator="yes"),
        situation("row 6, not primary", "urgent", kind="vawg_other", child_at_risk="yes"),
        situation("row 7", "urgent", adult_at_risk="yes"),
        situation("MARAC", "urgent", kind="domestic_abuse", immediate_danger="no", judgement_high_risk="yes"),
        situation("strangulation", "urgent", "noise", strangulation="yes", immediate_danger="no"),
        situation("violence and danger not known", "urgent", violence_or_threats="yes"),
        situation("violence and no danger", "high", violence_or_threats="yes", immediate_danger="no"),
        situation("domestic abuse and danger not known", "urgent", kind="domestic_abuse"),
        situation("domestic abuse and no danger", "high", kind="domestic_abuse", immediate_danger="no"),
        situation("row 4", "high", kind="vawg_other"),
        situation("row 8", "high", hate_motive="yes"),
        situation("row 9 for dealing", "high", drug_dealing="yes"),
        situation("the community panel", "high", subject_age=18, complex_needs="yes"),
        situation("persistent noise", "standard", "noise", persistent="yes"),
    ],
)
def test_priority(document: dict[str, Any], priority: str) -> None:
    assert decided(document).priority == priority


@pytest.mark.parametrize(
    ("document", "given"),
    [
        situation("row 1", ["emergency_advice"], immediate_danger="yes"),
        situation("row 3", ["offer_of_support"], kind="domestic_abuse"),
        situation("row 4", ["offer_of_support"], kind="vawg_other"),
        situation("three reports", ["case_review_rights"], "other", reports_in_6_months=3),
        situation("two reports", [], "other", reports_in_6_months=2),
        situation("ten contacts", ["case_review_rights"], "other", contacts_in_180_days=10),
        situation("nine contacts", [], "other", contacts_in_180_days=9),
        situation(
            "row 14",
            ["case_review_rights", "landlord_receipt"],
            **SAFE, tenure_of_source="council", landlord_contacted="yes", persistent="yes",
        ),
        situation("never with row 3", ["offer_of_support"], domestic_abuse="yes", reports_in_6_months=3),
        situation("a diary with the case", ["diary_sheet"], "rowdy_neighbours", persistent="yes"),
        situation("no diary beside an adult at risk", [], "noise", adult_at_risk="yes", persistent="yes"),
        situation("a diary beside hate", ["diary_sheet"], "noise", hate_motive="yes"),
        situation("street drinking", ["pspo_information"], "street_drinking"),
        situation("a landlord", ["landlord_receipt"], "noise", tenure_of_source="supported"),
    ],
)  # fmt: skip
def test_what_is_given(document: dict[str, Any], given: list[str]) -> None:
    assert list(decided(document).give) == given
