"""One woman's story through all five services: from the call to the agenda, what was sent, and who can retrace it."""

import json
from typing import Any

from shared.access.roles import Role
from shared.kernel.personal import ERASED
from tests.support.builders.borough import LittleBorough

NAME, PHONE, EMAIL = "Ada Example", "07700 900123", "ada@example.org"
WORDS = "He took the door off its hinges"


def high_risk(**changes: Any) -> dict[str, Any]:
    """A referral of domestic abuse that meets the MARAC's threshold."""
    document = {
        "kind": "domestic_abuse",
        "channel": "phone",
        "received_at": "2026-11-23T09:12:00+00:00",
        "strands": ["domestic_violence_and_abuse"],
        "description": WORDS,
        "reporter": {"full_name": NAME, "phone": PHONE, "email": EMAIL, "is_victim": True},
        "safe_contact": {"email": {"safe": "yes"}, "confirmed_at": "2026-11-23T09:10:00+00:00"},
        "people": [{"roles": ["perpetrator"], "full_name": "Bob Example"}],
        "facts": {"immediate_danger": "no", "dash_yes_count": 16, "strangulation": "yes"},
    }
    return document | changes


def marac_agenda(borough: LittleBorough) -> list[dict[str, Any]]:
    """Every case on the agenda of the next MARAC with one."""
    meetings = borough.get("/panels/api/meetings?panel=marac", Role.PANEL_COORDINATOR).json()
    found = []
    for meeting in meetings:
        agenda = borough.get(f"/panels/api/meetings/{meeting['id']}/agenda", Role.PANEL_COORDINATOR).json()
        found += [item for section in agenda["sections"] for item in section["items"] if item.get("case_reference")]
    return found


def test_a_high_risk_referral_is_on_the_next_agenda_and_every_step_can_be_retraced(borough: LittleBorough) -> None:
    reference = borough.refer(high_risk())
    decision = borough.get(f"/triage/api/referrals/{reference}/decision", Role.TRIAGE_OFFICER).json()
    assert (decision["outcome"], decision["panels"]) == ("open_case", ["marac"])
    assert [item["case_reference"] for item in marac_agenda(borough)] == [reference]
    borough.settle()
    told = borough.get(f"/audit/api/timeline/{reference}", Role.AUDITOR)
    assert told.status_code == 200
    names = json.dumps(told.json())
    for fact in ("intake.referral_submitted", "triage.case_opened", "panels.", "notifications.", "record_viewed"):
        assert fact in names
    for detail in (NAME, PHONE, EMAIL, WORDS):
        assert detail not in names


def test_two_agencies_referring_one_woman_make_one_item(borough: LittleBorough) -> None:
    first = borough.refer(high_risk())
    by_police = high_risk(
        channel="partner",
        reporter={"full_name": "Constable Example", "is_victim": False},
        people=[{"roles": ["victim"], "full_name": "ADA  EXAMPLE", "phone": "+44 7700 900123"}],
    )
    borough.refer(by_police)
    assert [item["case_reference"] for item in marac_agenda(borough)] == [first]


def test_a_signpost_closes_only_when_a_person_confirms_it(borough: LittleBorough) -> None:
    answers = dict.fromkeys(
        ("immediate_danger", "serious_crime_now", "weapon_present_now", "child_at_risk", "adult_at_risk"), "no"
    ) | dict.fromkeys(
        ("exploitation_indicator", "domestic_abuse", "hate_motive", "violence_or_threats", "persistent"), "no"
    )
    answers |= {"tenure_of_source": "housing_association", "noise_kind": "living", "statutory_nuisance_likely": "no"}
    document = {
        "kind": "asb", "channel": "phone", "category": "noise", "received_at": "2026-11-23T09:12:00+00:00",
        "facts": answers | {"tenure_of_reporter": "owner", "landlord_contacted": "no"},
    }  # fmt: skip
    reference = borough.refer(document)
    triage = borough.get(f"/triage/api/referrals/{reference}/decision", Role.TRIAGE_OFFICER).json()
    assert (triage["outcome"], triage["primary"]["route"]) == ("signpost", "social_landlord")
    logged = {recorded.name for recorded in borough.built.services["triage"].store.page(0)}
    assert "triage.referral_signposted" not in logged
    answer = borough.post(f"/triage/api/referrals/{reference}/confirm", {}, Role.TRIAGE_OFFICER)
    assert answer.status_code in (200, 201), answer.text
    logged = {recorded.name for recorded in borough.built.services["triage"].store.page(0)}
    assert "triage.referral_signposted" in logged


def test_a_forgotten_person_shows_as_erased_everywhere_and_verification_stays_clean(borough: LittleBorough) -> None:
    from services.intake.application.forgetting import finish_forgetting
    from services.intake.domain.commands import ForgetPerson
    from shared.kernel.messages import Context

    reference = borough.refer(high_risk())
    intake = borough.built.services["intake"]
    submitted = next(each for each in intake.store.page(0) if each.name == "intake.referral_submitted")
    person: str = submitted.fact.victim_id  # type: ignore[attr-defined]  # this fact has one
    keyring, now = borough.built.ground.keyring, borough.clock()
    under = keyring.recognise(())
    who = Context("test", "information_governance", "story")
    intake.dispatch(
        ForgetPerson(at=now, person_id=person, authority="DPO 2026/7", reason="end of keeping", reason_under=under), who
    )
    intake.dispatch(finish_forgetting(keyring, person, now), who)
    borough.settle()
    shown = borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE)
    assert shown.status_code == 200, shown.text
    assert ERASED in shown.text
    for detail in (NAME, PHONE, EMAIL, WORDS):
        assert detail not in shown.text
    for service in borough.built.services.values():
        assert service.views.differing() == {}
        for view in service.views.names():
            service.views.rebuild(view)
