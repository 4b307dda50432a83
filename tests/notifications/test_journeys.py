"""Whole stories at notifications' door: events in, messages in the folder or a reason on the page, no detail lost."""

from datetime import timedelta
from email import message_from_string, policy
from pathlib import Path

import pytest

from services.notifications.application.policies import notice_id_of
from shared.contracts.intake import PersonForgotten
from shared.contracts.panels import AgendaCirculated, LateReferralRaised
from shared.contracts.triage import CaseOpened, SupportRequested
from shared.kernel.personal import Identity
from tests.support.builders.notifications import (
    DETAILS,
    EMAIL,
    NAME,
    OTHER_NAME,
    OTHER_PHONE,
    REFERENCE,
    TEN,
    Town,
)
from tests.support.builders.web import logged

SAFE = {"email": {"safe": "yes"}, "confirmed_at": TEN}
BY_PHONE_ONLY = {
    "phone": {"safe": "yes", "times": ["Mon-Fri 10:00-14:00"]},
    "email": {"safe": "no"},
    "confirmed_at": TEN,
}
# What would tell anybody at home, or anybody at all, what it is about.
TELLING = (
    "abuse",
    "domestic",
    "marac",
    "police",
    "council",
    "community",
    "safety",
    "idva",
    "victim",
    "waymark",
    "http",
)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def story_of_abuse(town: Town, safe_contact: dict[str, object]) -> str:
    """A referral of domestic abuse with all that follows; returns the victim's id."""
    nadia = town.nadia()
    names = {"must_not_receive": [town.sealed(nadia.person_id, Identity, OTHER_NAME).model_dump()]}
    other = town.person("perpetrator", full_name=OTHER_NAME, phone=OTHER_PHONE, email="dan@post.example")
    town.hear(town.referral([nadia, other], safe_contact=safe_contact | names))
    about = {"referral_id": town.referral_id, "reference": REFERENCE}
    town.hear(
        CaseOpened(
            **about, case_reference=REFERENCE, route="domestic_abuse", priority="urgent", opened_at=TEN,
            due_at=TEN + timedelta(days=1),
        )
    )  # fmt: skip
    town.hear(SupportRequested(**about, case_reference=REFERENCE, due_at=TEN + timedelta(days=1)))
    meeting = {"panel": "marac", "meeting_id": "m-1", "starts_at": TEN + timedelta(days=9)}
    town.hear(LateReferralRaised(**about, case_id="c-1", deadline=TEN.date(), **meeting))
    town.hear(AgendaCirculated(agenda_version=3, items=1, referral_ids=(town.referral_id,), **meeting))
    town.work()
    return nadia.person_id


def messages_to(town: Town, address: str) -> list[str]:
    return [text for text in town.outbox().values() if f"To: {address}\n" in text.replace("\r\n", "\n")]


def test_a_victim_whose_email_is_safe_gets_one_message_that_says_nothing(town: Town) -> None:
    story_of_abuse(town, SAFE)
    (text,) = messages_to(town, EMAIL)
    assert [word for word in TELLING if word in text.lower()] == []
    assert [detail for detail in (NAME, "Nadia", "Okonkwo", OTHER_NAME) if detail in text] == []
    assert REFERENCE in text
    message = message_from_string(text, policy=policy.default)
    assert (str(message["From"]), str(message["Subject"])) == ("messages@post.example", REFERENCE)


def test_a_victim_whose_email_is_not_safe_gets_nothing_and_somebody_is_told_why(town: Town) -> None:
    story_of_abuse(town, BY_PHONE_ONLY)
    assert messages_to(town, EMAIL) == []
    told = {notice.about: notice for notice in town.notices() if notice.audience == "reporter"}
    assert {notice.state for notice in told.values()} == {"withheld"}
    assert "email_not_safe" in told["referral_received"].reasons
    assert told["case_opened"].reasons == ("no_neutral_wording",)
    assert [notice.about for notice in town.notices()] == [
        "referral_received", "case_opened", "support_requested", "late_referral",
    ], "in the order in which they were asked for"  # fmt: skip


def test_nothing_ever_goes_to_the_one_who_does_it(town: Town) -> None:
    story_of_abuse(town, SAFE)
    everything = "".join(town.outbox().values())
    assert "dan@post.example" not in everything
    assert OTHER_PHONE not in everything


def test_colleagues_get_a_reference_and_a_path_at_any_hour(tmp_path: Path) -> None:
    town = Town(tmp_path, now=TEN.replace(hour=23))
    story_of_abuse(town, BY_PHONE_ONLY)
    (support,) = messages_to(town, "support.team@waymark.example")
    assert f"Subject: Support asked for: {REFERENCE}" in support
    assert "It must reach the person by 23:00 on Tuesday 24 November 2026." not in support
    assert "by 10:00 on Tuesday 24 November 2026." in support
    assert f"/find?reference={REFERENCE}" in support
    late, agenda = sorted(messages_to(town, "panel.coordinator@waymark.example"), key=lambda text: "agenda" in text)
    assert "came after the deadline for the MARAC on Wednesday 2 December 2026." in late
    assert "Version 3 of the agenda for the MARAC" in agenda
    assert "/panels/meetings/m-1" in agenda
    assert [detail for detail in DETAILS if detail in support + late + agenda] == []
    assert "http" not in support + late + agenda


def test_somebody_who_reports_for_another_is_told_and_the_other_is_not(town: Town) -> None:
    victim = town.nadia("victim").model_copy(update={"safe_contact": town.changed("x", **SAFE).safe_contact})
    friend = town.person("reporter", full_name="Jo Neighbour", email="jo@post.example")
    town.hear(town.referral([friend, victim], safe_contact=SAFE))
    town.hear(town.signposted())
    town.work()
    assert len(messages_to(town, "jo@post.example")) == 1
    assert messages_to(town, EMAIL) == []


def test_a_noise_complaint_is_acknowledged_and_shown_the_door_in_plain_words(town: Town) -> None:
    town.hear(town.noise([town.nadia("reporter")], safe_contact={"email": {"safe": "yes"}}))
    town.hear(town.signposted(route="mediation", done_by="resident"))
    town.work()
    received, signposted = sorted(messages_to(town, EMAIL), key=lambda text: "happens next:" in text)
    assert "Thank you for telling us. Your reference is WM-KGCR-A." in received
    assert "The mediation service helps people" in signposted
    assert "From: Community safety <no-reply@waymark.example>" in signposted


def test_email_that_was_never_said_to_be_safe_is_not_used_for_noise_either(town: Town) -> None:
    town.hear(town.noise([town.nadia("reporter")], safe_contact={"email": {"safe": "unknown"}}))
    town.work()
    assert town.outbox() == {}


def test_everything_delivered_twice_sends_everything_once(town: Town) -> None:
    people = [town.nadia()]
    for event_id in ("e-1", "e-1"):
        town.hear(town.referral(people), event_id=event_id)
        town.work()
    assert list(town.outbox()) == [f"{notice_id_of('e-1', 'referral_received', 'reporter')}.eml"]
    assert [notice.attempts for notice in town.notices()] == [1]


def test_safe_hours_a_change_and_forgetting_all_count_up_to_the_last_moment(town: Town) -> None:
    waiting = {"email": {"safe": "yes", "times": ["Mon-Fri 12:00-14:00"]}, "confirmed_at": TEN}
    person_id = story_of_abuse(town, waiting)
    assert messages_to(town, EMAIL) == []
    town.hear(PersonForgotten(person_id=person_id, authority="IG-2026-1"))
    town.clock.set(TEN + timedelta(hours=2))
    town.work()
    assert messages_to(town, EMAIL) == []
    (notice,) = [notice for notice in town.notices() if notice.about == "referral_received"]
    assert notice.reasons == ("person_forgotten",)


def test_no_detail_stands_in_a_log_line_the_log_or_a_view(town: Town) -> None:
    with logged() as entries:
        story_of_abuse(town, SAFE)
    stored = b"".join(path.read_bytes() for path in town.folder.glob("notifications*"))
    assert len(entries) > 5
    assert [detail for detail in (*DETAILS, "dan@post.example") if detail in repr(entries)] == []
    assert [detail for detail in (*DETAILS, "dan@post.example") if detail.encode() in stored] == []
    assert EMAIL in "".join(town.outbox().values()), "it stands where it must, so it would have been found"
