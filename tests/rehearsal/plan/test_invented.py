"""Invented people: nobody twice, of the age asked for, and reached only on numbers and addresses that lead nowhere."""

import re
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.rehearsal.plan.at_home import MET_AGAIN
from services.rehearsal.plan.deeds import Submit
from services.rehearsal.plan.invented import Invented, age_on
from tests.support.builders.rehearsal import a_plan, deeds_of

DRAMA = re.compile(r"07700 900\d{3}|020 7946 0\d{3}")


def everything(value: object) -> list[str]:
    """Every text in a document."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in everything(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in everything(each)]
    return [value] if isinstance(value, str) else []


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(16, 60), st.integers(0, 20))
def test_everybody_is_as_old_as_was_asked_for(day: date, youngest: int, more: int) -> None:
    person = Invented(Random(f"{day}")).anybody(day, youngest, youngest + more)
    assert youngest <= age_on(person.born, day) <= youngest + more


def test_nobody_comes_twice_and_no_number_before_all_were_given_out() -> None:
    invented = Invented(Random(1))
    people = [invented.anybody(date(2026, 11, 28)) for _ in range(2000)]
    assert len({person.full_name for person in people}) == len({person.email for person in people}) == 2000
    assert len({invented.mobile() for _ in range(1000)}) == 1000
    assert DRAMA.fullmatch(invented.mobile())


def test_birthdays_fall_on_all_days_of_a_month() -> None:
    invented = Invented(Random(1))
    assert len({invented.anybody(date(2026, 11, 28)).born.day for _ in range(400)}) == 31


def test_only_numbers_for_drama_and_addresses_for_examples_stand_in_the_years_documents() -> None:
    for deed in deeds_of(a_plan(), Submit):
        for text in everything(deed.referral.document):
            assert not re.search(r"\d{5} ?\d{5,}", text) or DRAMA.search(text)
            if "@" in text:
                assert text.endswith(("@example.org", ".example.org"))


def test_no_two_residents_of_the_year_share_a_telephone_but_the_few_who_are_met_again() -> None:
    reporters = [report.document["reporter"] for _, report in a_plan().reports]
    phones = [said["phone"] for said in reporters if str(said.get("phone")).startswith("07")]
    assert len(set(phones)) == len(phones) - MET_AGAIN > 200
