"""Who refers to the MARAC: police and partners all year round, as one would expect of any month."""

from collections import Counter

from tests.support.builders.rehearsal import a_plan, london_day


def test_police_and_partners_refer_in_every_quarter_of_the_year_alike() -> None:
    plan = a_plan()
    by_quarter: dict[int, Counter[bool]] = {}
    for referral, hearing in plan.hearings:
        number = (london_day(hearing.listing.referred_at) - plan.year.first).days // 92
        by_quarter.setdefault(number, Counter())[referral.agency == "police"] += 1
    for counted in (by_quarter[number] for number in range(4)):
        assert 0.5 < counted[True] / counted.total() < 0.8, by_quarter
