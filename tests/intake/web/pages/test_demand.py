"""What came in over a year and what it took, for whoever answers for the service, and for nobody else."""

import re

import pytest

from services.intake.domain.commands import NoteOutcome, RecordMinutes
from services.intake.web.pages.demand import lines
from shared.access.roles import Referrer, Role
from tests.support.builders.intake import CONTEXT, NOW, a_document
from tests.support.builders.intake_pages import FrontDesk

pytestmark = pytest.mark.slow


def signposted(desk: FrontDesk, reference: str) -> None:
    noted = {"status": "signposted", "outcome": "signpost", "route": "mediation", "confirmed": True}
    desk.dispatch(NoteOutcome.model_validate({"at": NOW, "reference": reference, "priority": None, **noted}), CONTEXT)


def rows(text: str, caption: str) -> list[str]:
    table = text.partition(caption)[2].partition("</table>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in table.split("<tr")[2:]]


def test_minutes_shares_and_doors_are_told_by_where_it_led(desk: FrontDesk) -> None:
    first = desk.refer(channel="online", people=[])
    for _ in range(3):
        desk.refer(category="dog_fouling", people=[])
    signposted(desk, first)
    desk.dispatch(RecordMinutes(at=NOW, reference=first, minutes=12), CONTEXT)
    text = desk.officer(Role.SERVICE_MANAGER).open("/intake/demand")
    assert "25% were shown another door." in text
    assert rows(text, "Where referrals led") == [
        'class="govuk-table__row"> Received 3 75% 0 0.0', 'class="govuk-table__row"> Signposted 1 25% 12 12.0',
    ]  # fmt: skip
    assert rows(text, "Which door was shown") == ['class="govuk-table__row"> Mediation 1 100% 12 12.0']
    assert [row.partition("> ")[2] for row in rows(text, "Subjects, the commonest first")] == [
        "Dog fouling 3 75% 75%", "Noise 1 25% 100%",
    ]  # fmt: skip
    assert rows(text, "Share that came online")[0].endswith("November 2026 4 1 25%")


def test_what_partners_sent_by_their_keys_is_told_by_the_kind_of_partner(desk: FrontDesk) -> None:
    for kind in (Referrer.EMERGENCY_DEPARTMENT, Referrer.GENERAL_PRACTICE, Referrer.SOCIAL_PRESCRIBING):
        headers = {"Authorization": f"Bearer {desk.key(kind, referrer=kind)}", "Idempotency-Key": kind}
        desk.program(Role.PARTNER).post("/intake/api/referrals", json=a_document(), headers=headers)
    desk.refer()
    text = desk.officer(Role.SERVICE_MANAGER).open("/intake/demand")
    assert sorted(row.partition("> ")[2] for row in rows(text, "Which kinds of partners")) == [
        "Emergency department 1 33% 0 0.0",
        "General practice (GP) 1 33% 0 0.0",
        "Social prescribing 1 33% 0 0.0",
    ]


def test_nobody_else_sees_it_and_an_empty_year_says_so(desk: FrontDesk) -> None:
    assert "Nothing has come in" in desk.officer(Role.SERVICE_MANAGER).open("/intake/demand")
    officer = desk.officer()
    officer.open("/intake/demand")
    assert officer.status == 404


def test_nothing_has_no_lines() -> None:
    assert lines([], "status", {}) == []
