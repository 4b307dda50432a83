"""Hearings, both sides of the programme's wall, and what we count: as asked for, and the same when made anew."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.triage.domain.programme import commands as programme
from services.triage.domain.vawg import commands as asked
from services.triage.read_models import hearings, programme_signals, programmes, vawg_counts
from tests.support.builders.triage import ABUSE, LittleTriage

pytestmark = pytest.mark.slow

VIEWS = ("hearings", "programmes", "programme_signals", "vawg_counts")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def triage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LittleTriage]:
    """Triage with its databases in files, or on PostgreSQL."""
    environment = None
    if request.param == "postgres":
        environment = request.getfixturevalue("postgres_addresses").environment(str(tmp_path / "data"))
    running = LittleTriage(tmp_path, environment)
    yield running
    running.close()


def heard(triage: LittleTriage, hearing_id: str, days_ago: int, held: bool | None) -> None:
    """A hearing so many days ago, about what happened ten days before it."""
    now = triage.clock()
    base: dict[str, Any] = {"at": now, "referral_id": "referral-1", "by": "officer-1", "hearing_id": hearing_id}
    day = now - timedelta(days=days_ago)
    told = {"court": "crown", "what": "trial", "measures": "agreed", "hearing_at": day}
    triage.do(asked.ListHearing(**base, **told, incident_on=(day - timedelta(days=10)).date()))
    if held is not None:
        triage.do(asked.EndHearing(**base, held=held, result="convicted" if held else "vacated"))


def in_programme(triage: LittleTriage) -> None:
    """Whoever does the harm was taken in, came once and then no more."""
    base: dict[str, Any] = {"at": triage.clock(), "enrolment_id": "enrolment-1", "by": "worker-1"}
    whom = {"referral_id": "referral-1", "person_id": "person-1-1", "called": "Mark Penrose"}
    triage.do(programme.ReferToProgramme(**base, **whom, programme="adults", lever="none", home="victim"))
    triage.do(programme.DecideOnProgramme(**base, taken=True, text="He wants to change"))
    for day, attendance in ((9, "attended"), (16, "missed"), (20, "missed")):
        session = {"at": triage.clock(), "session_on": date(2026, 11, day), "attendance": attendance}
        triage.do(programme.RecordSession.model_validate({**base, **session}))


def everything(triage: LittleTriage) -> dict[str, Any]:
    with triage.service.views.reading() as connection:
        signals = programme_signals.of(connection, "referral-1")
        return {
            "to come": [row.hearing_id for row in hearings.to_come(connection)],
            "waits": hearings.first_held(connection, date(2026, 1, 1)),
            "in it": [(row.enrolment_id, row.state, row.missed) for row in programmes.in_state(connection, ("taken",))],
            "one": programmes.one(connection, "enrolment-1") is not None,
            "told": [(row.because, row.answered) for row in signals],
            "waiting": [row.because for row in programme_signals.waiting(connection)],
            "open": [row.because for row in programme_signals.open_of(signals)],
            "counts": vawg_counts.by_quarter(connection),
            "began": vawg_counts.first_quarter(connection),
        }


def test_each_view_says_what_happened_and_the_same_when_made_anew(triage: LittleTriage) -> None:
    answers = {**ABUSE["answers"], "perpetrator_age": 34, "hate_motive": "yes"}
    people = (("Amina Okafor", "victim"), ("Mark Penrose", "perpetrator"))
    triage.refer(*people, **{**ABUSE, "answers": answers, "strands": ("stalking_and_harassment",)})
    triage.refer(**ABUSE)
    heard(triage, "hearing-1", 30, held=False)
    heard(triage, "hearing-2", 20, held=True)
    heard(triage, "hearing-3", 5, held=True)
    heard(triage, "hearing-4", -5, held=None)
    in_programme(triage)
    found = everything(triage)
    with triage.service.views.reading() as connection:
        signal_id = programme_signals.waiting(connection)[0].signal_id
    assert found["to come"] == ["hearing-4"]
    assert [(held - incident).days for incident, held in found["waits"]] == [10]
    assert found["in it"] == [("enrolment-1", "taken", 2)]
    assert found["told"] == [("referred", "referred"), ("attendance_dropped", None)]
    assert found["waiting"] == found["open"] == ["attendance_dropped"]
    assert found["counts"] == {
        (2026, 4, "domestic_abuse"): 2, (2026, 4, "stalking_and_harassment"): 1, (2026, 4, "hate"): 1,
    }  # fmt: skip
    assert found["began"] == (2026, 4)
    answer = {"at": triage.clock(), "referral_id": "referral-1", "by": "idva-1", "signal_id": signal_id}
    triage.do(asked.AnswerSafetySignal.model_validate({**answer, "came_of": "not_reached"}))
    assert everything(triage)["waiting"] == ["attendance_dropped"]
    triage.do(asked.AnswerSafetySignal.model_validate({**answer, "came_of": "plan_changed"}))
    before = everything(triage)
    assert before["waiting"] == before["open"] == []
    for view in VIEWS:
        triage.service.views.rebuild(view)
    assert everything(triage) == before
