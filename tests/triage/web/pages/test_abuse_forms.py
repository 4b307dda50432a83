"""Work on a case of abuse by its forms, as an officer and an adviser do it; and none of it on any other case."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.triage.application.publication import PUBLISH
from services.triage.domain.disclosure.events import PanelInformed
from services.triage.domain.vawg.events import FurtherIncidentRecorded, HandlingStepSettled, RepeatFound
from services.triage.web.pages.abuse_forms import TASKS
from services.triage.web.pages.asb_forms import TASKS as ASB_TASKS
from shared.access.roles import Role
from shared.contracts.triage import MarkedForPanel
from shared.kernel.personal import ERASED, Narrative
from tests.support.builders.abuse_reader import Reader, day
from tests.support.builders.triage import ABUSE, PERSISTENT, LittleTriage

pytestmark = pytest.mark.slow

FORCED: dict[str, Any] = {**ABUSE, "kind": "vawg_other", "strands": ("forced_marriage",)}
WORDS = "Seen alone at school, report 4521/26"


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    """One for all: each test has a case of its own."""
    running = LittleTriage(tmp_path_factory.mktemp("abuse"))
    yield running
    for name in running.service.views.names():
        running.service.views.compare(name)
    running.close()


@pytest.fixture(scope="module")
def officer(triage: LittleTriage) -> Reader:
    return Reader(triage)


@pytest.fixture(scope="module")
def idva(triage: LittleTriage) -> Reader:
    return Reader(triage, Role.IDVA)


def a_case(triage: LittleTriage, **changes: Any) -> str:
    return triage.refer(("Amina Okafor", "victim"), ("Mark Penrose", "perpetrator"), **{**ABUSE, **changes})


def facts(triage: LittleTriage, reference: str, kind: type[Any]) -> list[Any]:
    return [fact for fact in triage.facts_of(reference) if isinstance(fact, kind)]


def settle(officer: Reader, reference: str, handling: str, step: str, came_of: str = "done") -> None:
    typed = {"came_of_it": came_of, "text": WORDS, **day("done", 23, time="09:20")}
    officer.work(reference, "step", handling=handling, step=step, **typed)


def test_the_case_says_what_must_never_happen_what_is_due_and_what_it_stands_on(
    officer: Reader, triage: LittleTriage
) -> None:
    reference = a_case(triage, **FORCED)
    front = officer.read(f"/triage/cases/{reference}")
    assert front.index("What must never happen") < front.index("Do not write, ring or leave a message at home")
    assert front.index("Do not write, ring or leave a message at home") < front.index(" Next ")
    assert "See them alone and at once" in front
    assert "Due 23 November 2026, 11:12" in front
    page = officer.read(f"/triage/cases/{reference}/handling")
    assert "There may be only one chance to speak to them" in page
    assert "Do not write, ring or leave a message at home" in page
    assert "See them alone and at once" in page
    assert "the one chance rule" in page


def test_a_case_closes_only_after_its_duties_and_what_was_done_stands_on_it(
    officer: Reader, triage: LittleTriage
) -> None:
    reference = a_case(triage, **FORCED)
    close = f"/triage/cases/{reference}/close"
    officer.send(f"/triage/cases/{reference}/support-offer", outcome="accepted")
    officer.send(f"/triage/cases/{reference}/receipt")
    refused = officer.send(close, 409, reason="no_further_action")
    assert "a duty is open" in refused
    assert "see them alone" in refused
    for step in ("seen_alone", "way_back", "details_kept"):
        settle(officer, reference, "forced_marriage", step)
    page = officer.read(f"/triage/cases/{reference}/handling")
    assert WORDS in page
    assert page.count("Duty, open") == 0
    officer.send(close, reason="no_further_action")


def test_a_duty_needs_words_and_what_was_typed_is_kept(officer: Reader, triage: LittleTriage) -> None:
    reference = a_case(triage, **FORCED)
    chosen = {"handling": "forced_marriage", "step": "seen_alone", "came_of_it": "done"}
    said = officer.work(reference, "step", 422, **chosen, **day("done", 23, time="09:20"))
    assert "Who did what: this is missing" in said
    assert "This is a duty" in said
    late = officer.work(reference, "step", 409, **chosen, text="x", **day("done", 24, time="09:20"))
    assert "It was done in the future" in late
    officer.raw(f"/triage/cases/{reference}/abuse/step?handling=hate&step=advocate", 404)
    assert facts(triage, reference, HandlingStepSettled) == []


def test_a_strand_that_was_found_is_judged_with_at_once(officer: Reader, triage: LittleTriage) -> None:
    reference = a_case(triage, **{**FORCED, "answers": {**ABUSE["answers"], "victim_age": 15}})
    officer.work(reference, "strand", strand="female_genital_mutilation")
    assert "Report to the police on 101" in officer.read(f"/triage/cases/{reference}/handling")
    story = officer.read(f"/triage/cases/{reference}/history")
    assert "It was found to be this too: Female genital mutilation." in story


def test_a_further_incident_goes_back_to_marac_as_a_repeat_and_is_gone_with_its_key(
    officer: Reader, triage: LittleTriage
) -> None:
    reference = a_case(triage, answers={**ABUSE["answers"], "dash_yes_count": 15})
    codes = {"same_person": "yes", "criminal": "no", "sexual": "no", "police_told": "no"}
    officer.work(reference, "incident", text="He waited at her work", **codes, **day("occurred", 23))
    (incident,) = facts(triage, reference, FurtherIncidentRecorded)
    assert [fact.kind for fact in facts(triage, reference, RepeatFound)] == ["marac"]
    recorded = next(
        each
        for each in triage.service.store.page(0, 100_000)
        if isinstance(each.fact, PanelInformed) and each.fact.reference == reference
    )
    told = PUBLISH[PanelInformed](recorded)
    assert isinstance(told, MarkedForPanel)
    assert told.is_repeat
    page = officer.read(f"/triage/cases/{reference}/since")
    assert "a repeat, so it goes back to MARAC" in page
    assert "He waited at her work" in page
    triage.ground.keyring.destroy(incident.text.p)
    assert triage.ground.keyring.open(incident.text, Narrative) == ERASED
    assert "He waited at her work" not in officer.read(f"/triage/cases/{reference}/since")


def test_a_hearing_is_listed_moved_and_held_and_the_wait_is_counted(officer: Reader, triage: LittleTriage) -> None:
    reference = a_case(triage)
    typed = {"court": "magistrates_abuse", "what": "trial", "measures": "asked_for"}
    when = day("hearing", 20, time="10:00") | day("incident", 1)
    officer.work(reference, "hearing", **typed, **when)
    page = officer.raw(f"/triage/cases/{reference}/since")
    found = re.search(r"hearing-ended\?hearing=([0-9a-f-]+)", page)
    assert found is not None
    assert "19 days after it happened" in officer.read(f"/triage/cases/{reference}/since")
    officer.work(reference, "hearing-moved", hearing=found[1], why="no_court_time", **day("moved_to", 22, time="10:00"))
    assert "Moved once" in officer.read(f"/triage/cases/{reference}/since")
    officer.work(reference, "hearing-ended", hearing=found[1], result="convicted")
    page = officer.read(f"/triage/cases/{reference}/since")
    assert "21 days after it happened" in page
    assert "Convicted" in page
    officer.raw(f"/triage/cases/{reference}/abuse/hearing-ended?hearing={found[1]}", 404)
    board = officer.read("/triage/court")
    assert "2026, quarter 4" in board
    assert "21 days" in board


def test_a_transfer_out_keeps_the_case_until_the_other_area_has_it(officer: Reader, triage: LittleTriage) -> None:
    reference = a_case(triage)
    officer.send(f"/triage/cases/{reference}/support-offer", outcome="accepted")
    typed = {"direction": "out", "area": "lambeth", "lasting": "for_good", "heard": "yes", "agenda_out": "no"}
    officer.work(reference, "transfer", **typed)
    assert "Send the pack to Lambeth" in officer.read(f"/triage/cases/{reference}")
    assert "a transfer is under way" in officer.send(f"/triage/cases/{reference}/close", 409, reason="transferred")
    half = {"holds_referral": "yes", "holds_risk": "yes", "holds_safe_contact": "yes"}
    said = officer.work(reference, "pack", 409, **half, **day("done", 23, time="09:20"))
    assert "The pack lacks: minutes of each hearing" in said
    officer.work(reference, "pack", **half, holds_minutes="yes", holds_plan="yes", **day("done", 23, time="09:20"))
    officer.work(reference, "pack-acknowledged")
    officer.work(reference, "support-over")
    officer.send(f"/triage/cases/{reference}/close", reason="transferred")


def test_the_adviser_reads_the_handling_and_records_steps_where_support_is_owed_and_nowhere_else(
    idva: Reader, triage: LittleTriage
) -> None:
    owed = a_case(triage, answers={**ABUSE["answers"], "strangulation": "yes"})
    assert "Do not take the lack of a mark for the lack of an injury" in idva.read(f"/triage/support/{owed}")
    page = idva.read(f"/triage/cases/{owed}/handling")
    assert "Do not take the lack of a mark for the lack of an injury" in page
    assert "crime of its own" in page
    settle(idva, owed, "strangulation", "doctor_today")
    not_owed = a_case(triage, **FORCED)
    for task in TASKS:
        idva.raw(f"/triage/cases/{not_owed}/abuse/{task}", 404)
    for part in ("handling", "support", "since"):
        idva.raw(f"/triage/cases/{not_owed}/{part}", 404)


@pytest.mark.parametrize("task", TASKS)
def test_a_case_of_anti_social_behaviour_has_no_such_form(officer: Reader, triage: LittleTriage, task: str) -> None:
    reference = triage.refer(("Amina Okafor", "victim"), **PERSISTENT)
    officer.raw(f"/triage/cases/{reference}/abuse/{task}", 404)
    officer.work(reference, task, 404)
    assert "How it is handled" not in officer.read(f"/triage/cases/{reference}")


def test_what_is_late_says_so(officer: Reader, triage: LittleTriage) -> None:
    reference = a_case(triage, **FORCED)
    triage.clock.set(triage.clock() + timedelta(hours=3))
    assert "Late Was due" in officer.read(f"/triage/cases/{reference}")


REGISTERS = ("places", "orders", "authority", "mediation", "reviews")


@pytest.mark.parametrize("strand", ["domestic_violence_and_abuse", "stalking_and_harassment", "forced_marriage"])
def test_no_form_and_no_register_of_anti_social_behaviour_knows_of_a_case_of_abuse(
    officer: Reader, triage: LittleTriage, strand: str
) -> None:
    changes = {"strands": (strand,), "category": "noise", "kind": "unsure"}
    reference = a_case(triage, **changes, answers={**ABUSE["answers"], "persistent": "yes", "noise_kind": "living"})
    for task in ASB_TASKS:
        officer.raw(f"/triage/cases/{reference}/work/{task}", 404)
    for register in REGISTERS:
        assert reference not in officer.raw(f"/triage/asb/{register}")
    officer.raw(f"/triage/mediation/{reference}", 404)
    page = officer.read(f"/triage/cases/{reference}")
    assert "How it is handled" in page
    assert "Enforcement" not in page
    plain = triage.refer(("Amina Okafor", "victim"), **PERSISTENT)
    assert "Enforcement" in officer.read(f"/triage/cases/{plain}")


def test_a_strand_leads_to_where_exploitation_stands_and_repeats_no_clock(
    officer: Reader, idva: Reader, triage: LittleTriage
) -> None:
    reference = a_case(triage, kind="vawg_other", strands=("prostitution",), answers={**ABUSE["answers"]})
    here = f"/triage/cases/{reference}"
    for path in (here, f"{here}/handling"):
        assert f'href="{here}/safeguarding/exploitation"' in officer.raw(path)
    front = officer.read(here)
    assert "Do not make help depend on stopping" in front
    assert front.count("consider exploitation") == 1
    officer.raw(f"{here}/safeguarding/exploitation")
    owed = a_case(triage, strands=("domestic_violence_and_abuse", "prostitution"))
    assert "/safeguarding" not in idva.raw(f"/triage/cases/{owed}/handling")
