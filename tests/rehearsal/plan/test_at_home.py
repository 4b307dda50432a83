"""Diaries are kept within their days, a few callers are met again misspelt, and a refuge is no planned home."""

from services.intake.adapters.likeness import likeness
from services.intake.domain.addresses import building_signs, house
from services.intake.domain.likeness import Details
from services.rehearsal.plan.intake_deeds import GiveDiary, HidePlace, WriteDiary
from tests.support.builders.rehearsal import a_plan, deeds_of, london_day

PLAN = a_plan()


def test_a_diary_is_written_on_its_own_days_and_the_newest_go_on() -> None:
    given = {deed.referral.key: deed for deed in deeds_of(PLAN, GiveDiary)}
    assert len(given) >= 3
    for deed in deeds_of(PLAN, WriteDiary):
        diary = given[deed.referral.key]
        assert 0 <= (deed.on - diary.first_on).days < diary.days
        assert london_day(deed.at) > deed.on
    assert any((PLAN.year.today - deed.first_on).days < deed.days for deed in given.values())


def test_a_few_called_before_under_nearly_the_same_name() -> None:
    by_phone: dict[str, set[str]] = {}
    for _, report in PLAN.reports:
        reporter = report.document["reporter"] or {}
        if report.channel == "phone" and reporter.get("phone"):
            by_phone.setdefault(reporter["phone"], set()).add(reporter["full_name"])
    pairs = [sorted(names) for names in by_phone.values() if len(names) == 2]
    alike = [
        (one, other)
        for one, other in pairs
        if likeness(Details(full_name=one, phone="07700 900001"), Details(full_name=other, phone="07700 900001")).alike
    ]
    assert len(alike) >= 3, pairs


def test_the_refuge_is_no_planned_home() -> None:
    (place,) = deeds_of(PLAN, HidePlace)
    signs = {sign for address in place.addresses for sign in building_signs(house(address))}
    assert signs
    for _, report in PLAN.reports:
        where = report.document["location"]
        assert not signs & set(building_signs(house(where["address"], where["postcode"])))
