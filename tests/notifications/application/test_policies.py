"""What notifications makes of what others publish: each event once, however often it comes."""

import json
from pathlib import Path

import pytest

from services.notifications.adapters.message_files import FOLDER, MessageFiles
from services.notifications.application.policies import TOLD, notice_id_of, policies
from services.notifications.domain.events import (
    ContactsChanged,
    ContactsNoted,
    NoticeRequested,
    PersonForgotten,
    SensitivityRaised,
)
from shared.contracts import envelope
from shared.contracts.json_schema import FOLDER as CONTRACTS
from shared.contracts.panels import AgendaCirculated
from tests.support.builders.notifications import NAME, REFERENCE, TEN, Town

EXAMPLES = CONTRACTS / "examples"
# What only undoes something needs that first.
UNDOES = {"intake.addresses_shown.v1": "intake.addresses_hidden.v1"}
HEARD = sorted({policy.event for policy in policies(MessageFiles(FOLDER, TOLD))})


def example(event_type: str) -> bytes:
    return (EXAMPLES / f"{event_type}.json").read_bytes()


def requested(town: Town) -> list[NoticeRequested]:
    return [fact for fact in town.facts() if isinstance(fact, NoticeRequested)]


@pytest.mark.parametrize("event_type", HEARD)
def test_the_publishers_example_is_taken_and_a_second_delivery_changes_nothing(tmp_path: Path, event_type: str) -> None:
    town = Town(tmp_path)
    if event_type in UNDOES:
        town.service.inbox.handle(example(UNDOES[event_type]))
    before = len(town.facts()) or 1  # the catalogue is noted with the first
    town.service.inbox.handle(example(event_type))
    once = town.facts()
    assert len(once) > before, "something is noted, besides the catalogue"
    town.service.inbox.handle(example(event_type))
    assert town.facts() == once
    assert town.service.letters.all() == []


@pytest.mark.parametrize("event_type", sorted(TOLD))
def test_a_lost_receipt_asks_for_no_second_notice(tmp_path: Path, event_type: str) -> None:
    """The id of a notice is made of what led to it: that alone makes a second request the same request."""
    town = Town(tmp_path)
    town.service.inbox.handle(example(event_type))
    first = requested(town)
    town.service.store.beside("DELETE FROM receipts")
    town.service.inbox.handle(example(event_type))
    assert requested(town) == first != []


def test_who_owns_the_data_and_who_audits_hear_of_an_emergency_view_at_once(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.service.inbox.handle(example("triage.emergency_view_opened.v1"))
    told = [(fact.audience, fact.message) for fact in requested(town)]
    assert told == [("information_governance", "emergency_view_opened"), ("auditor", "emergency_view_to_audit")]


@pytest.mark.parametrize("event_type", sorted(TOLD))
def test_an_import_asks_for_no_notice(tmp_path: Path, event_type: str) -> None:
    town = Town(tmp_path)
    imported = example(event_type).replace(b'"origin": "live"', b'"origin": "import"')
    assert envelope.from_json(imported).context.origin == "import"
    town.service.inbox.handle(imported)
    assert requested(town) == []


def test_contacts_are_noted_with_every_detail_still_sealed(tmp_path: Path) -> None:
    town = Town(tmp_path)
    nadia = town.nadia()
    town.hear(town.referral([nadia, town.person("perpetrator", full_name="Dan Miles")]))
    (noted,) = [fact for fact in town.facts() if isinstance(fact, ContactsNoted)]
    assert [person.roles for person in noted.people] == [("reporter", "victim"), ("perpetrator",)]
    first = noted.people[0]
    assert first.safety is not None
    assert first.safety.email.safe == "yes"
    assert noted.people[1].safety is None
    assert nadia.full_name is not None
    assert first.full_name is not None
    assert first.full_name.c == nadia.full_name.c, "copied unopened"
    assert NAME not in repr(noted)


def test_nothing_said_about_safety_is_not_the_same_as_something_said(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.hear(town.referral([town.nadia()], safe_contact={}))
    (noted,) = [fact for fact in town.facts() if isinstance(fact, ContactsNoted)]
    assert noted.people[0].safety is None


def test_the_safe_contact_of_the_referral_is_the_reporters_and_nobody_elses(tmp_path: Path) -> None:
    town = Town(tmp_path)
    own = {"phone": {"safe": "yes"}, "confirmed_at": TEN}
    victim = town.nadia("victim").model_copy(update={"safe_contact": town.changed("x", **own).safe_contact})
    town.hear(town.referral([town.person("reporter", full_name="Jo Neighbour"), victim]))
    (noted,) = [fact for fact in town.facts() if isinstance(fact, ContactsNoted)]
    reporter, other = noted.people
    assert reporter.safety is not None
    assert reporter.safety.email.safe == "yes"
    assert other.safety is not None
    assert (other.safety.phone.safe, other.safety.email.safe) == ("yes", "unknown")


def test_an_anonymous_report_has_nobody_to_tell(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.hear(town.noise([]))
    town.hear(town.signposted())
    assert requested(town) == []


def test_safe_contact_and_forgetting_are_noted(tmp_path: Path) -> None:
    town = Town(tmp_path)
    for event_type in ("intake.safe_contact_changed.v1", "intake.person_forgotten.v1"):
        town.service.inbox.handle(example(event_type))
    kinds = [type(fact) for fact in town.facts()[1:]]
    assert kinds == [ContactsChanged, PersonForgotten]


@pytest.mark.parametrize(
    ("event_type", "because"),
    [
        ("triage.referral_triaged.v1", "route_domestic_abuse"),
        ("triage.case_opened.v1", "route_domestic_abuse"),
        ("triage.support_requested.v1", "support_requested"),
    ],
)
def test_what_triage_finds_turns_a_referral_sensitive(tmp_path: Path, event_type: str, because: str) -> None:
    town = Town(tmp_path)
    town.service.inbox.handle(example(event_type))
    raised = [fact.because for fact in town.facts() if isinstance(fact, SensitivityRaised)]
    assert raised == [because]


def test_a_callers_own_words_never_reach_a_notice(tmp_path: Path) -> None:
    """Where the destination is a landlord, it may stand there as somebody typed it."""
    town = Town(tmp_path)
    town.hear(town.signposted(destination="call Nadia Okonkwo"))
    (requested,) = [fact for fact in town.facts() if isinstance(fact, NoticeRequested)]
    assert NAME not in repr(requested)
    assert requested.particulars.route == "social_landlord"


def test_every_event_that_is_told_about_has_a_route_and_an_id_of_its_own() -> None:
    library = MessageFiles(FOLDER, TOLD)
    assert {event for event in TOLD if not library.routes(event)} == set()
    assert notice_id_of("e-1", "m", "reporter") == notice_id_of("e-1", "m", "reporter")
    ids = {
        notice_id_of(*parts) for parts in (("e-1", "m", "a"), ("e-2", "m", "a"), ("e-1", "n", "a"), ("e-1", "m", "b"))
    }
    assert len(ids) == 4


def test_a_notice_about_a_meeting_belongs_to_no_referral(tmp_path: Path) -> None:
    town = Town(tmp_path)
    circulated = AgendaCirculated(
        meeting_id="m-1", panel="marac", starts_at=TEN, agenda_version=3, items=2, referral_ids=("r-1", "r-2")
    )
    town.hear(circulated)
    (requested,) = [fact for fact in town.facts() if isinstance(fact, NoticeRequested)]
    assert (requested.referral_id, requested.reference) == (None, None)
    town.work()
    assert town.notices(REFERENCE) == []


@pytest.mark.parametrize(
    ("route", "lawfully"), [("children_mash", True), ("adult_safeguarding", True), ("social_landlord", False)]
)
def test_a_lawful_basis_counts_for_those_who_protect_and_for_nobody_else(
    tmp_path: Path, route: str, lawfully: bool
) -> None:
    town, message = Town(tmp_path), json.loads(example("triage.handover_made.v1"))
    message["data"] |= {"route": route, "lawful_basis": "public_task"}
    town.service.inbox.handle(json.dumps(message).encode())
    (asked,) = [fact for fact in town.facts() if isinstance(fact, NoticeRequested)]
    assert asked.handover is not None
    assert (asked.handover.lawful_basis is not None) is lawfully
