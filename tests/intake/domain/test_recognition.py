"""Who is known again, and which entries of one referral are one person."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.intake.domain.recognition import Chosen, choose_people, identity_keys
from tests.support.builders.intake import a_document, read

BORN = date(1990, 2, 13)


class Register:
    """Known signs to ids, as the keyring keeps them; nobody for no signs."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.minted = 0

    def __call__(self, people: Sequence[Sequence[str]]) -> list[str]:
        return [self.recognise(signs) for signs in people]

    def recognise(self, signs: Sequence[str]) -> str:
        person_id = next((self.known[sign] for sign in signs if sign in self.known), None)
        if person_id is None:
            self.minted += 1
            person_id = f"person-{self.minted}"
        for sign in signs:
            self.known.setdefault(sign, person_id)
        return person_id


def chosen(register: Register | None = None, **changes: Any) -> Chosen:
    return choose_people(read(a_document(**changes)), register or Register())


def test_the_signs_are_name_with_birth_number_or_address() -> None:
    assert identity_keys("Amina Okafor", BORN, "+44 7700 900123", "Amina@Example.org") == [
        "name+dob|amina okafor|1990-02-13",
        "name+phone|amina okafor|+447700900123",
        "name+email|amina okafor|amina@example.org",
    ]


def test_two_agencies_writing_the_same_woman_share_a_sign() -> None:
    ours = identity_keys("Ms Amina OKAFOR", None, "0044 7700 900 123", None)
    theirs = identity_keys("Okafor, Amina", BORN, "07700-900123", "a.okafor@example.org")
    assert set(ours) & set(theirs)


@pytest.mark.parametrize("name", [None, "", "unknown", "Anonymous", "Mr"])
def test_nobody_is_known_again_without_a_name(name: str | None) -> None:
    assert identity_keys(name, BORN, "07700 900123", "amina@example.org") == []


def test_a_first_name_and_a_birthday_are_shared_by_too_many() -> None:
    assert identity_keys("Amina", BORN, None, None) == []
    assert identity_keys("Amina", BORN, "07700 900123", None) == ["name+phone|amina|+447700900123"]


def test_a_name_alone_is_no_sign() -> None:
    assert identity_keys("Amina Okafor", None, "withheld", "none") == []


def test_somebody_who_comes_back_keeps_her_id() -> None:
    register = Register()
    first = chosen(register)
    again = chosen(register, reporter={"full_name": "AMINA OKAFOR", "phone": "+447700900123"})
    assert again.reporter_id == first.reporter_id
    assert again.person_ids == first.person_ids


def test_whoever_gives_no_name_is_somebody_new_each_time() -> None:
    register = Register()
    ids = {chosen(register, reporter={"anonymous": True, "phone": "07700 900123"}).reporter_id for _ in range(3)}
    assert len(ids) == 3
    assert chosen(register, reporter=None).reporter_id not in ids


def test_the_reporter_named_again_as_the_victim_is_one_person() -> None:
    victim = {"roles": ["victim"], "full_name": "Amina OKAFOR", "date_of_birth": "1988-05-01"}
    assert chosen(people=[victim]).person_ids == ("person-1",)


def test_a_victim_without_a_name_is_the_reporter_to_whom_it_happens() -> None:
    people = [{"roles": ["perpetrator"]}, {"roles": ["victim"], "date_of_birth": "1988-05-01"}]
    who = chosen(people=people)
    assert who.person_ids[1] == who.reporter_id != who.person_ids[0]


@pytest.mark.parametrize(
    "people",
    [
        pytest.param([{"roles": ["victim"], "full_name": "Grace Hall"}], id="another name"),
        pytest.param([{"roles": ["victim"]}, {"roles": ["victim"]}], id="two victims"),
    ],
)
def test_another_victim_is_another_person(people: list[dict[str, Any]]) -> None:
    who = chosen(people=people)
    assert who.reporter_id not in who.person_ids


def test_a_friend_who_reports_is_not_joined_to_the_victim_even_under_one_name_and_number() -> None:
    friend = {"full_name": "Amina Okafor", "phone": "07700 900123", "is_victim": False}
    victim = {"roles": ["victim"], "full_name": "Amina Okafor", "phone": "07700 900123"}
    who = chosen(reporter=friend, people=[victim])
    assert who.reporter_id not in who.person_ids


def test_a_son_who_does_harm_is_not_joined_to_the_father_whose_name_and_number_he_shares() -> None:
    register = Register()
    shared = {"full_name": "Joseph Bell", "phone": "020 7946 0123"}
    people = [{"roles": ["perpetrator"], **shared}, {"roles": ["witness"], **shared}]
    within = chosen(register, reporter={**shared, "is_victim": True}, people=people)
    assert within.reporter_id != within.person_ids[0]
    assert within.reporter_id == within.person_ids[1]
    later = chosen(register, reporter=None, people=[{"roles": ["perpetrator"], **shared}])
    assert later.person_ids == within.person_ids[:1]


def test_signs_join_few_strangers_in_a_set_of_invented_people(datasets: Path) -> None:
    """Joining is for ever, so it must be nearly always right; finding everybody is not promised."""
    with (datasets / "person-linkage" / "splink_fake_1000.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    clusters: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        born = date.fromisoformat(row["dob"]) if row["dob"] else None
        for sign in identity_keys(f"{row['first_name']} {row['surname']}", born, None, row["email"]):
            clusters[sign].add(row["cluster"])
    wrong = [sign for sign, people in clusters.items() if len(people) > 1]
    assert len(clusters) > 800
    assert len(wrong) / len(clusters) < 0.01
