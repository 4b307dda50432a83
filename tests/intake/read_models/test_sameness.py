"""What was decided about people and referrals: groups, where a reference leads, and the suggestions left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.domain.record_commands import (
    LinkReferrals,
    MergePeople,
    MergeReferral,
    SuggestSamePerson,
    TellPeopleApart,
    UnlinkReferrals,
    UnmergePeople,
    UnmergeReferral,
)
from services.intake.read_models import sameness
from tests.support.builders.intake import NOW, LittleIntake

A, B, C, D = "WM-2345-6", "WM-3456-7", "WM-4567-8", "WM-5678-9"


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, sameness.VIEW)
    yield running
    running.close()


def pair(one: str, other: str) -> dict[str, Any]:
    return {"at": NOW, "one_id": one, "other_id": other, "because": "same_details"}


def two(reference: str) -> dict[str, Any]:
    return {"at": NOW, "reference": reference, "words_under": "person-1", "because": "same_words"}


def test_one_person_are_all_who_were_merged_over_however_many_steps(intake: LittleIntake) -> None:
    for one, other in (("p1", "p2"), ("p3", "p2"), ("p4", "p5")):
        intake.do(MergePeople(**pair(one, other)))
    with intake.views.reading() as connection:
        assert sameness.one_person(connection, "p1") == {"p1", "p2", "p3"}
    intake.do(UnmergePeople(**pair("p2", "p1")))
    with intake.views.reading() as connection:
        assert sameness.one_person(connection, "p1") == {"p1"}
        assert sameness.one_person(connection, "p2") == {"p2", "p3"}


def test_the_likeliest_stands_first_page_by_page_and_what_is_decided_stands_no_more(
    intake: LittleIntake,
) -> None:
    for number, score in enumerate((8, 21, 12, 12)):
        intake.do(
            SuggestSamePerson(
                at=NOW, one_id=f"p{number}", other_id="q", score=score, because=("name", "birth"), matcher="m"
            )
        )
    intake.do(TellPeopleApart(**pair("q", "p1")))
    with intake.views.reading() as connection:
        first = sameness.suggestions(connection, limit=2)
        rest = sameness.suggestions(connection, sameness.behind(first[-1]))
    assert [row.one_id for row in first + rest] == ["p2", "p3", "p0"]


def test_an_old_reference_leads_along_all_mergings_and_back_to_itself_when_undone(intake: LittleIntake) -> None:
    intake.do(MergeReferral(**two(A), into_reference=B))
    intake.do(MergeReferral(**two(B), into_reference=C))
    with intake.views.reading() as connection:
        assert [sameness.read_in(connection, each) for each in (A, B, C, D)] == [C, C, C, D]
        assert [(each.reference, each.standing) for each in sameness.related(connection, B)] == [
            (A, "read_here"),
            (C, "merged"),
        ]
    intake.do(UnmergeReferral(**two(A), into_reference=B))
    with intake.views.reading() as connection:
        assert sameness.read_in(connection, A) == A
    intake.views.compare("sameness")


def test_one_incident_is_everybody_who_tells_of_it_and_not_the_trouble_before(intake: LittleIntake) -> None:
    for one, other in ((A, B), (C, B)):
        intake.do(LinkReferrals(**two(one), other_reference=other, link="same_incident"))
    intake.do(LinkReferrals(**two(D), other_reference=B, link="same_trouble"))
    with intake.views.reading() as connection:
        assert sameness.same_incident(connection, A) == [B, C]
        assert [each.link for each in sameness.related(connection, D)] == ["same_trouble"]
    intake.do(UnlinkReferrals(**two(B), other_reference=A))
    with intake.views.reading() as connection:
        assert sameness.same_incident(connection, A) == []
