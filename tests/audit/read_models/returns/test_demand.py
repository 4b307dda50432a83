"""Demand is counted where a referral was received, in London's months, from the ledger's rows alone."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from services.audit.read_models.returns.answer import as_csv
from tests.support.builders.audited_borough import Borough, ReferralSignposted, a_borough, submitted

YEAR = (date(2026, 4, 1), date(2027, 3, 31))


@pytest.fixture
def borough(tmp_path: Path) -> Borough:
    made = a_borough(tmp_path)
    made.ground.keyring.mint("person-caller")
    # The last second of June in London, and the first of July, which is still June in Greenwich.
    times = [datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), datetime(2026, 6, 30, 23, 0, tzinfo=UTC)]
    times += [datetime(2026, 7, day, 12, 0, tzinfo=UTC) for day in range(1, 8)]
    for number, received_at in enumerate(times):
        referral = submitted(f"WM-{number}", f"referral-{number}", received_at=received_at)
        made.record("intake", f"referral-WM-{number}", referral, about=(f"referral-{number}",))
    for number in (0, 1, 2):
        fact = ReferralSignposted(referral_id=f"referral-{number}", route="social_landlord")
        made.record("triage", f"assessment-{number}", fact, about=(f"referral-{number}",))
    made.work()
    return made


def test_a_referral_counts_in_the_month_it_was_received_and_so_does_its_signposting(borough: Borough) -> None:
    assert borough.evidence().compute_return("demand", *YEAR)["rows"] == [
        {"financial_year": "2026-27", "month": "2026-06", "channel": "phone", "referrals": 1, "signposted": 1},
        {"financial_year": "2026-27", "month": "2026-07", "channel": "phone", "referrals": 8, "signposted": 2},
    ]


def test_both_days_are_included_and_others_are_not(borough: Borough) -> None:
    [row] = borough.evidence().compute_return("demand", date(2026, 7, 1), date(2026, 7, 1))["rows"]
    assert row["referrals"] == 2


def test_it_says_what_it_was_computed_from_and_comes_out_the_same_as_of_then(borough: Borough) -> None:
    evidence = borough.evidence()
    before = evidence.compute_return("demand", *YEAR)
    later = submitted("WM-9", "referral-9", received_at=datetime(2026, 7, 9, tzinfo=UTC))
    borough.record("intake", "referral-WM-9", later, about=("referral-9",))
    borough.work()
    assert evidence.compute_return("demand", *YEAR)["rows"] != before["rows"]
    again = evidence.compute_return("demand", *YEAR, as_of=int(before["as_of"]))
    assert again == before
    assert before["computed_from"] == {"ledger_position": before["as_of"], "tree_head": evidence.tree_head(17)}


def test_the_form_for_publication_leaves_out_one_to_five(borough: Borough) -> None:
    document = borough.evidence().compute_return("demand", *YEAR, public=True)
    assert [(row["referrals"], row["signposted"]) for row in document["rows"]] == [
        ("5 or under", "5 or under"),
        (8, "5 or under"),
    ]
    assert document["form"] == "public"


def test_as_csv_it_has_the_same_columns(borough: Borough) -> None:
    lines = as_csv(borough.evidence().compute_return("demand", *YEAR)).splitlines()
    assert lines == [
        "financial_year,month,channel,referrals,signposted",
        "2026-27,2026-06,phone,1,1",
        "2026-27,2026-07,phone,8,2",
    ]
