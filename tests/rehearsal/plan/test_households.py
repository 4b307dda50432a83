"""Households as they might be: ages that fit, children their parents could have, repeats that are the same people."""

from datetime import date
from itertools import pairwise
from random import Random

import pytest

from services.rehearsal.plan.households import Families, Household
from services.rehearsal.plan.invented import Invented, age_on
from tests.support.builders.rehearsal import TODAY, a_plan


@pytest.fixture(scope="module")
def many() -> list[Household]:
    random = Random("households")
    families = Families(Invented(random), random)
    return [families.another(TODAY) for _ in range(1500)]


def age(born: str | date) -> int:
    return age_on(born if isinstance(born, date) else date.fromisoformat(born), TODAY)


def test_every_child_could_be_its_parents(many: list[Household]) -> None:
    for household in many:
        for child in household.children:
            assert 18 <= age(household.victim.born) - age(child["date_of_birth"]) <= 45
            assert age(child["date_of_birth"]) < 18
            assert child["full_name"].endswith(household.victim.family_name)


def test_brothers_and_sisters_are_born_at_least_a_year_apart_and_named_differently(many: list[Household]) -> None:
    for household in many:
        born = sorted(date.fromisoformat(child["date_of_birth"]) for child in household.children)
        assert all((later - earlier).days > 364 for earlier, later in pairwise(born))
        assert len({child["full_name"] for child in household.children}) == len(household.children)


def test_a_son_is_younger_by_a_generation_and_partners_are_of_an_age(many: list[Household]) -> None:
    assert {household.relation for household in many} == {"together", "apart", "son"}
    for household in many:
        gap = age(household.victim.born) - age(household.perpetrator.born)
        if household.relation == "son":
            assert gap >= 19
            assert household.perpetrator.family_name == household.victim.family_name
        else:
            assert -12 <= gap <= 8


def test_men_are_a_few_in_a_hundred_and_the_young_very_few(many: list[Household]) -> None:
    men = sum(not household.victim.woman for household in many) / len(many)
    young = sum(age(household.victim.born) < 18 for household in many) / len(many)
    assert men == pytest.approx(0.064, abs=0.02)
    assert young == pytest.approx(0.013, abs=0.01)
    assert sum(len(household.children) for household in many) / len(many) == pytest.approx(1.24, abs=0.06)


def test_a_repeat_is_the_same_people_within_a_year_of_the_referral_before() -> None:
    for referral, hearing in a_plan().hearings:
        last = referral.document["facts"].get("last_marac_referral_on")
        if last is None:
            continue
        assert 0 < (hearing.listing.referred_at.date() - date.fromisoformat(last)).days <= 366
        names = [person["full_name"] for person in referral.document["people"]]
        assert hearing.household.victim.full_name in names
    returned = [hearing for _, hearing in a_plan().hearings if len(hearing.household.referred_on) > 1]
    assert len(returned) > 50


def test_the_national_number_of_children_a_case_is_kept() -> None:
    heard = [hearing for _, hearing in a_plan().hearings if hearing.listing.heard]
    assert sum(len(hearing.household.children) for hearing in heard) / 299 == pytest.approx(1.24, abs=0.05)
