"""Who has been here before: found by blind indexes only, and gone when forgotten."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import ForgetPerson
from services.intake.read_models.people import Seen, found, referrals_of, seen, view
from tests.support.builders.intake import NOW, LittleIntake


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(view(running.keyring, running.keyring))
    yield running
    running.close()


def references(intake: LittleIntake, sign: str, typed: str) -> list[str]:
    with intake.views.reading() as connection:
        return [row.reference for row in found(connection, intake.keyring, sign, typed)]


def times(intake: LittleIntake, sign: str, typed: str, days: int = 180) -> int:
    with intake.views.reading() as connection:
        return seen(connection, intake.keyring, sign, typed, NOW - timedelta(days=days)).referrals


def forget(intake: LittleIntake, person_id: str) -> None:
    minted = intake.keyring.recognise(())
    intake.do(ForgetPerson(at=NOW, person_id=person_id, authority="IG-1", reason="Merged.", reason_under=minted))
    intake.do(finish_forgetting(intake.keyring, person_id, NOW))


@pytest.mark.parametrize(
    ("sign", "typed"),
    [
        ("name", "amina okafor"),
        ("name", "OKAFOR, Amina"),
        ("name", "Okafor"),
        ("name", "Penrose"),
        ("phone", "+44 7700 900 123"),
        ("email", "AMINA@example.org"),
        ("postcode", "SW191AA"),
        ("uprn", "12345678"),
        ("place", "SW19 1AA|14|"),
    ],
)
def test_a_referral_is_found_however_the_sign_is_typed(intake: LittleIntake, sign: str, typed: str) -> None:
    reference = intake.receive().reference
    assert references(intake, sign, typed) == [reference]


@pytest.mark.parametrize(
    ("sign", "typed"),
    [
        ("name", "Amina Penrose"),
        ("name", "unknown"),
        ("name", ""),
        ("phone", "07700 900124"),
        ("phone", "999"),
        ("postcode", "SW19 1AB"),
        ("email", "okafor"),
    ],
)
def test_what_nobody_bears_finds_nobody(intake: LittleIntake, sign: str, typed: str) -> None:
    intake.receive()
    assert references(intake, sign, typed) == []
    assert times(intake, sign, typed) == 0


def test_the_newest_stands_first(intake: LittleIntake) -> None:
    old = intake.receive(received_at="2026-01-23T09:12:00Z").reference
    new = intake.receive().reference
    assert references(intake, "phone", "07700 900123") == [new, old]


def test_the_same_place_and_telephone_are_counted_since_a_day(intake: LittleIntake) -> None:
    intake.receive(received_at="2026-01-23T09:12:00Z")
    intake.receive()
    intake.receive(reporter={"full_name": "Grace Hall"})
    assert times(intake, "postcode", "sw19 1aa") == 2
    assert times(intake, "postcode", "sw19 1aa", days=365) == 3
    assert times(intake, "phone", "07700900123") == 1
    assert times(intake, "name", "Mark Penrose") == 2


def test_one_house_is_counted_however_its_address_is_typed_and_its_neighbour_is_not(intake: LittleIntake) -> None:
    intake.receive(received_at="2026-10-23T09:12:00Z", location={"address": "14, Example Rd.", "postcode": "SW191AA"})
    looked_at = intake.receive(location={"address": "14 EXAMPLE ROAD, London SW19 1AA"}).reference
    intake.receive(location={"address": "Flat 2, 14 Example Road", "postcode": "SW19 1AA"})
    intake.receive(location={"address": "15 Example Road", "postcode": "SW19 1AA"})
    with intake.views.reading() as connection:
        found_here = seen(connection, intake.keyring, "place", "SW19 1AA|14|", NOW - timedelta(days=180))
        besides = seen(connection, intake.keyring, "place", "SW19 1AA|14|", NOW - timedelta(days=180), looked_at)
    assert found_here == Seen(2, datetime(2026, 10, 23, 9, 12, tzinfo=UTC))
    assert besides.referrals == 1


def test_nothing_stands_in_the_index_in_clear(intake: LittleIntake, tmp_path: Path) -> None:
    intake.receive()
    files = b"".join(path.read_bytes() for path in tmp_path.glob("views.sqlite*")).lower()
    assert b"people_index" in files
    assert [
        words
        for words in (b"amina", b"okafor", b"00900123", b"0 900123", b"sw19 1aa", b"12345678", b"penrose")
        if words in files
    ] == []


def test_whoever_is_forgotten_is_found_no_more_and_others_are(intake: LittleIntake) -> None:
    command = intake.receive()
    forget(intake, command.reporter_id)
    for sign, typed in (("name", "Amina"), ("phone", "07700 900123"), ("postcode", "SW19 1AA")):
        assert references(intake, sign, typed) == []
    assert references(intake, "name", "Mark Penrose") == [command.reference]


def test_the_index_built_anew_after_a_forgetting_is_the_same(intake: LittleIntake) -> None:
    forget(intake, intake.receive().reporter_id)
    intake.receive()
    intake.views.compare("people")


def test_a_persons_referrals_are_listed_oldest_first(intake: LittleIntake) -> None:
    command = intake.receive(received_at="2026-01-23T09:12:00Z")
    later = intake.receive()
    assert later.reporter_id == command.reporter_id
    with intake.views.reading() as connection:
        rows = referrals_of(connection, command.reporter_id)
    assert [row.reference for row in rows] == [command.reference, later.reference]
    assert {row.roles for row in rows} == {"reporter victim"}
