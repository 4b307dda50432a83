"""An extract taken in by intake's own command: each row once, whatever the file repeats and however often it comes."""

import asyncio
import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.extract_import import ExtractImport, Tally, write_rejected
from services.intake.adapters.extract_mapping import ExtractMapping
from services.intake.adapters.extract_rows import Unreadable
from services.intake.domain.events import ReferralSubmitted
from tests.support.builders.intake import LittleIntake

MAPPING = ExtractMapping.model_validate(
    {
        "source": {"format": "csv", "key": "id", "name": "city"},
        "kind": {"column": "type", "default": "asb"},
        "channel": {"column": "source", "values": {"Phone": "phone", "Web": "online"}},
        "category": {"column": "type", "values": {"Noise": "noise"}, "default": "other"},
        "fields": {"description": {"column": "text"}, "location.postcode": {"column": "code"}},
    }
)


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    yield running
    running.close()


def a_row(key: Any, **cells: Any) -> Mapping[str, Any]:
    return {"id": key, "type": "Noise", "source": "Phone", "text": "Loud music.", "code": ""} | cells


def taken(intake: LittleIntake, *rows: Any) -> Tally:
    run = ExtractImport(MAPPING, intake.dispatch, intake.keyring.recognise_each, intake.clock)
    told: list[int] = []
    tally = asyncio.run(run.run(enumerate(rows, 1), told.append))
    assert told[-1] == len(rows)
    return tally


def submitted(intake: LittleIntake) -> list[ReferralSubmitted]:
    return [each.fact for each in intake.recorded() if isinstance(each.fact, ReferralSubmitted)]


def test_each_row_becomes_a_referral_that_says_it_was_imported(intake: LittleIntake) -> None:
    tally = taken(intake, a_row(1), a_row(2, source="Web", type="Else"))
    assert (tally.read, tally.accepted, tally.already_known, tally.rejected) == (2, 2, 0, [])
    assert tally.by_channel == {"phone": 1, "online": 1}
    assert [fact.category for fact in submitted(intake)] == ["noise", "other"]
    assert {each.context.origin for each in intake.recorded()} == {"import"}
    assert {each.context.actor for each in intake.recorded()} == {"import/city"}


def test_silence_in_a_file_stays_unknown(intake: LittleIntake) -> None:
    taken(intake, a_row(1))
    (fact,) = submitted(intake)
    assert (fact.answers, fact.language, fact.people) == ({}, "und", ())
    assert {fact.safe_contact.phone.safe, fact.safe_contact.email.safe, fact.safe_contact.post.safe} == {"unknown"}


def test_the_same_file_again_takes_in_nothing(intake: LittleIntake) -> None:
    rows = [a_row(number) for number in range(5)]
    first, again = taken(intake, *rows), taken(intake, *rows)
    assert (again.accepted, again.already_known) == (0, 5)
    assert sorted(again.referrals) == sorted(first.referrals)
    assert again.by_channel == first.by_channel
    assert len(submitted(intake)) == 5


def test_a_key_that_stands_three_times_is_taken_in_once(intake: LittleIntake) -> None:
    tally = taken(intake, a_row(1), a_row(1), a_row(2), a_row(1))
    assert (tally.accepted, tally.already_known) == (2, 2)
    assert len(submitted(intake)) == 2


def test_a_longer_export_brings_only_its_new_rows(intake: LittleIntake) -> None:
    taken(intake, *(a_row(number) for number in range(250)))
    tally = taken(intake, *(a_row(number) for number in range(260)))
    assert (tally.accepted, tally.already_known, len(submitted(intake))) == (10, 250, 260)


def test_rows_that_cannot_be_taken_are_told_by_number_key_and_codes_alone(intake: LittleIntake) -> None:
    tally = taken(
        intake,
        a_row(1),
        a_row(2, source="Fax"),
        a_row("", text="Ada Example"),
        Unreadable("too_few_cells"),
        a_row(5, code="Ada Example"),
    )
    assert (tally.read, tally.accepted) == (5, 1)
    assert sorted(tally.rejected) == [
        (2, "2", "/channel:unmapped_value"),
        (3, "", "/:no_key"),
        (4, "", "/:too_few_cells"),
        (5, "5", "/location/postcode:postcode"),
    ]
    assert len(submitted(intake)) == 1


def test_a_row_mended_since_is_taken_in_the_next_time(intake: LittleIntake) -> None:
    taken(intake, a_row(1, source="Fax"))
    assert taken(intake, a_row(1)).accepted == 1


def test_the_file_of_rejected_rows_is_in_the_order_of_the_extract(tmp_path: Path) -> None:
    file = tmp_path / "imports" / "city.rejected.csv"
    write_rejected(file, [(12, "b", "/channel:unmapped_value"), (3, "a", "/:no_key")])
    with file.open(encoding="utf-8", newline="") as opened:
        assert list(csv.reader(opened)) == [
            ["row", "key", "codes"],
            ["3", "a", "/:no_key"],
            ["12", "b", "/channel:unmapped_value"],
        ]
