"""Reports as people make them: desks are staffed when somebody is written down as having come, and words fit."""

import re
from datetime import datetime

from services.rehearsal.plan.asb_mix import MATTERS, REFERRALS, REFERRED_OUT
from services.rehearsal.plan.words.reports import HAPPENS, NOISE
from tests.support.builders.rehearsal import TIMETABLE, a_plan, london_day

REPORTS = a_plan().reports
AT_A_DESK = ("phone", "in_person", "partner", "councillor")


def test_nobody_is_spoken_to_on_a_day_off() -> None:
    for _, report in REPORTS:
        if report.channel in AT_A_DESK and report.listing is None:
            assert TIMETABLE.days.worked(london_day(report.at)), report


def test_what_happened_began_before_it_was_reported() -> None:
    for referral, report in REPORTS:
        began = datetime.fromisoformat(referral.document["occurred"]["from"]).date()
        assert began <= london_day(report.at)


def test_every_matter_has_words_and_the_account_is_one_of_its_own() -> None:
    assert sum(matter.count for matter in MATTERS) == REFERRALS
    assert sum(matter.count for matter in MATTERS if matter.out) == REFERRED_OUT
    for referral, report in REPORTS:
        if report.listing is not None:
            continue
        matter = report.matter
        own = NOISE[matter.answers["noise_kind"]] if matter.category == "noise" else HAPPENS[matter.category]
        assert referral.document["description"].startswith(own)


def test_accounts_vary() -> None:
    told = [referral.document["description"] for referral, report in REPORTS if report.matter.category == "noise"]
    assert len(set(told)) > 60


def test_public_places_are_given_as_such_and_homes_as_homes() -> None:
    for referral, report in REPORTS:
        outside = referral.document["location"]["address"].startswith("Outside")
        assert outside == (
            report.matter.category
            not in (
                "noise",
                "rowdy_neighbours",
                "neighbour_dispute",
                "drug_use",
                "nuisance_communications",
                "trespass",
                "animal_problem",
                "suspected_brothel",
            )
        )


def test_who_is_complained_of_lives_next_door() -> None:
    for referral, report in REPORTS:
        for person in referral.document.get("people", []) if report.listing is None else []:
            street = re.sub(r"^(Flat \d+, )?\d+ ", "", referral.document["location"]["address"])
            assert person["address"].endswith(f" {street}")
            assert person["address"] != referral.document["location"]["address"]
