"""Silences and the clocks that protect, on both databases: as asked for, and the same when made anew."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.triage.domain.commands import AddAnswers, CloseCase, RecordSupportOffer
from services.triage.domain.desk.commands import RecordReceipt
from services.triage.domain.safeguarding.referral_commands import ReferSafeguarding
from services.triage.read_models import families, silences
from tests.support.builders.protection import told
from tests.support.builders.triage import ABUSE, MONDAY, PERSISTENT, LittleTriage

pytestmark = pytest.mark.slow

CHILD = {**ABUSE["answers"], "child_at_risk": "yes"}
PEOPLE = (("Amina Okafor", "victim"), ("Mark Penrose", "perpetrator"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def triage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LittleTriage]:
    """Triage with its databases in files, or on PostgreSQL."""
    environment = None
    if request.param == "postgres":
        environment = request.getfixturevalue("postgres_addresses").environment(str(tmp_path / "data"))
    running = LittleTriage(tmp_path, environment)
    yield running
    running.close()


def everything(triage: LittleTriage) -> dict[str, Any]:
    with triage.service.views.reading() as connection:
        waiting = silences.protecting_now(connection)
        some = silences.protecting_of(connection, ["referral-1", "referral-2"])
        return {
            "waiting": [(row.referral_id, row.awaits, row.due_at) for row in waiting],
            "some": {of: [row.awaits for row in rows] for of, rows in some.items()},
            "standing": {(row.referral_id, row.rule) for row in silences.standing_now(connection)},
            "overdue": [each.referral_id for each in silences.overdue(connection, triage.clock())],
            "where": [(each.referral_id, each.roles) for each in families.standing_of(connection, "referral-1").stands],
        }


def refer_to_those_who_protect(triage: LittleTriage, referral_id: str) -> None:
    about: dict[str, Any] = {"at": triage.clock(), "referral_id": referral_id}
    basis = {"recipient": "childrens_services", "to": "The duty desk", "today": triage.clock().date()}
    triage.do(told(**about, **basis))
    triage.do(
        ReferSafeguarding(
            **about,
            handover_id="handover-1",
            route="children_mash",
            how="telephone",
            to="",
            concerning_ids=(),
            words="A child is hurt.",
            with_name=False,
            their_reference="",
            code="",
            by="officer-1",
        )
    )


def test_clocks_run_and_are_silences_each_once_and_the_same_when_made_anew(triage: LittleTriage) -> None:
    triage.clock.set(MONDAY + timedelta(days=14))
    for _ in range(2):
        triage.refer(*PEOPLE, **{**ABUSE, "answers": CHILD, "received_at": triage.clock()})
    midnight = "2026-12-07T23:59:00.000000Z"
    first = everything(triage)
    assert [(of, awaits) for of, awaits, _ in first["waiting"]] == [
        ("referral-1", "childrens_referral"), ("referral-2", "childrens_referral"),
    ]  # fmt: skip
    assert {due_at[:16] for _, _, due_at in first["waiting"]} == {midnight[:16]}
    assert first["standing"] == set()
    assert first["where"] == [("referral-1", ("victim",)), ("referral-1", ("perpetrator",))]
    triage.clock.set(triage.clock() + timedelta(days=1))
    triage.settle()
    missed = "not_referred_to_childrens_services"
    assert {(of, missed) for of in ("referral-1", "referral-2")} <= everything(triage)["standing"]
    refer_to_those_who_protect(triage, "referral-1")
    triage.do(RecordSupportOffer(at=triage.clock(), referral_id="referral-2", outcome="declined"))
    triage.do(RecordReceipt(at=triage.clock(), referral_id="referral-2"))
    assert ("referral-2", missed) in everything(triage)["standing"], "no other receipt answers for a child"
    triage.do(CloseCase(at=triage.clock(), referral_id="referral-2", reason="moved_away"))
    after = everything(triage)
    assert after["some"] == {"referral-1": ["childrens_receipt", "childrens_answer"]}
    assert not {each for each in after["standing"] if missed in each}
    for view in ("silences", "families"):
        triage.service.views.rebuild(view)
    assert everything(triage) == after


def standing(triage: LittleTriage) -> list[tuple[str, str]]:
    with triage.service.views.reading() as connection:
        return [(row.referral_id, row.priority) for row in silences.standing_now(connection)]


def test_the_most_dangerous_silence_comes_first_and_moves_up_when_the_danger_is_learnt(triage: LittleTriage) -> None:
    triage.clock.set(MONDAY)
    triage.refer(**{**PERSISTENT, "received_at": MONDAY})
    triage.clock.set(MONDAY + timedelta(days=15))
    triage.refer(*PEOPLE, **{**ABUSE, "received_at": triage.clock()})
    triage.clock.set(triage.clock() + timedelta(days=2))
    triage.settle()
    assert standing(triage) == [("referral-2", "high"), ("referral-1", "standard")]
    learnt = {"child_at_risk": "yes"}
    triage.do(AddAnswers(at=triage.clock(), referral_id="referral-1", answers=learnt))
    first, *others = standing(triage)
    assert first == ("referral-1", "urgent")
    assert ("referral-1", "standard") not in others
    triage.service.views.rebuild("silences")
    assert standing(triage) == [first, *others]
