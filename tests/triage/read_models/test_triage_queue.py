"""What waits for a person: by risk and clock, until somebody decides."""

from datetime import timedelta

import pytest

from services.triage.domain.commands import AddAnswers, ConfirmDecision, OverrideDecision
from services.triage.domain.desk.commands import PutBack, TakeOn
from services.triage.read_models import triage_queue
from services.triage.read_models.triage_queue import Page, Wanted
from tests.support.builders.triage import ABUSE, FLY_TIP, LIVING_NOISE, MONDAY, PERSISTENT, LittleTriage

pytestmark = pytest.mark.slow


def waiting(
    triage: LittleTriage, page: int = 1, size: int = triage_queue.PAGE, reader: str | None = None, **wanted: object
) -> Page:
    narrowed = Wanted(**wanted)  # type: ignore[arg-type]  # as each test says
    with triage.service.views.reading() as connection:
        return triage_queue.waiting(connection, narrowed, page, size, reader)


def references(triage: LittleTriage, reader: str | None = None, **wanted: object) -> list[str]:
    return [row.reference for row in waiting(triage, reader=reader, **wanted).rows]


def confirm(triage: LittleTriage, number: int) -> None:
    triage.do(ConfirmDecision(at=triage.clock(), referral_id=f"referral-{number}"))


def test_the_most_dangerous_comes_first_then_the_longest_waiting(triage: LittleTriage) -> None:
    late = triage.refer(**FLY_TIP, received_at=MONDAY)
    early = triage.refer(**FLY_TIP, received_at=MONDAY - timedelta(days=2))
    high = triage.refer(**ABUSE)
    urgent = triage.refer(category="noise", answers={"child_at_risk": "yes"})
    assert references(triage) == [urgent, high, early, late]


def test_what_the_reader_has_in_hand_comes_before_all_else(triage: LittleTriage) -> None:
    plain, noise, abuse = triage.refer(**FLY_TIP), triage.refer(**LIVING_NOISE), triage.refer(**ABUSE)
    for number, officer in ((1, "account-1"), (2, "account-2")):
        triage.do(TakeOn(at=triage.clock(), referral_id=f"referral-{number}", taken_by=officer))
    assert references(triage) == [abuse, plain, noise]
    assert references(triage, "account-1") == [plain, abuse, noise]
    assert references(triage, "account-2") == [noise, abuse, plain]
    assert references(triage, taken_by="account-1") == [plain]
    triage.do(PutBack(at=triage.clock(), referral_id="referral-1"))
    assert references(triage, "account-1") == [abuse, plain, noise]


def test_a_line_says_why_it_is_there(triage: LittleTriage) -> None:
    answers = {**ABUSE["answers"], "dash_yes_count": 14}
    triage.refer(**{**ABUSE, "answers": answers})
    (row,) = waiting(triage).rows
    assert (row.outcome, row.route, row.priority, row.panels) == ("open_case", "domestic_abuse", "urgent", "marac")
    assert "child_at_risk" in row.missing.split()
    assert (row.reasons, row.rules) == ("domestic-abuse marac", "2026-04-01")
    assert row.due_at == "2026-11-24T09:12:00.000000Z"


def test_whatever_a_person_settles_waits_no_longer(triage: LittleTriage) -> None:
    for kind in (FLY_TIP, PERSISTENT, LIVING_NOISE):
        triage.refer(**kind)
    confirm(triage, 1)
    confirm(triage, 2)
    override = {"route": "environmental_health", "code": "local_knowledge", "text": "", "overridden_by": "account-1"}
    triage.do(OverrideDecision.model_validate({"at": triage.clock(), "referral_id": "referral-3", **override}))
    assert references(triage) == []


def test_new_answers_bring_it_back(triage: LittleTriage) -> None:
    reference = triage.refer(**PERSISTENT)
    confirm(triage, 1)
    triage.do(AddAnswers(at=triage.clock(), referral_id="referral-1", answers={"hate_motive": "yes"}))
    (row,) = waiting(triage).rows
    assert (row.reference, row.round, row.priority) == (reference, 2, "high")


def test_an_import_never_waits_until_somebody_adds_to_it(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP, origin="import")
    assert references(triage) == []
    triage.do(AddAnswers(at=triage.clock(), referral_id="referral-1", answers={"hate_motive": "yes"}))
    assert references(triage) == [reference]


def test_what_is_overdue_is_marked_late(triage: LittleTriage) -> None:
    case, _ = triage.refer(**ABUSE), triage.refer(**FLY_TIP)
    assert references(triage, late=True) == []
    triage.clock.set(triage.clock() + timedelta(days=2))
    triage.settle()
    assert references(triage, late=True) == [case]


@pytest.mark.parametrize(
    "wanted",
    [{"priority": "high"}, {"outcome": "open_case"}, {"kind": "domestic_abuse"}],
    ids=["priority", "outcome", "kind"],
)
def test_the_list_can_be_narrowed(triage: LittleTriage, wanted: dict[str, str]) -> None:
    triage.refer(**FLY_TIP)
    abuse = triage.refer(**ABUSE)
    assert references(triage, **wanted) == [abuse]


def test_a_panel_is_not_mistaken_for_another_whose_name_it_ends(triage: LittleTriage) -> None:
    triage.refer(category="street_drinking", answers={"subject_age": 40, "alcohol": "yes"})
    assert len(references(triage, panel="cmarac")) == 1
    assert references(triage, panel="marac") == []


def test_a_long_list_has_pages(triage: LittleTriage) -> None:
    all_three = [triage.refer(**FLY_TIP, received_at=MONDAY + timedelta(minutes=n)) for n in range(3)]
    first, second = waiting(triage, 1, 2), waiting(triage, 2, 2)
    assert [row.reference for row in (*first.rows, *second.rows)] == all_three
    assert (first.total, first.more, second.more) == (3, True, False)
