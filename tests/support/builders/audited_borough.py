"""Four made-up services with real logs, and audit over them: what audit's tests look at and tamper with."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from services.audit.wiring import Evidence, build_audit, open_evidence
from shared.kernel.clock import ScriptedClock
from shared.kernel.messages import Context, Fact, FactType
from shared.kernel.personal import Contact, Identity, Personal, private
from shared.runtime.ground import Ground, Opened, make_ground, open_service
from shared.runtime.service import Service
from shared.runtime.settings import from_environment
from shared.runtime.worker import drain, work_of

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REFERENCE, REFERRAL = "WM-2222-2", "referral-1"
CALLER = "person-caller"


class ReferralSubmitted(Fact, frozen=True, kw_only=True):
    referral_id: str
    reference: str
    channel: str
    received_at: datetime
    answers: dict[str, str | int | None]
    full_name: Personal[Identity] | None
    phone: Personal[Contact] | None


class PersonForgotten(Fact, frozen=True, kw_only=True):
    person_id: str


class ReferralTriaged(Fact, frozen=True, kw_only=True):
    referral_id: str
    priority: str


class ReferralSignposted(Fact, frozen=True, kw_only=True):
    referral_id: str
    route: str


class CaseReferred(Fact, frozen=True, kw_only=True):
    case_id: str
    panel: str
    hearing: int
    referral: dict[str, Any]


class AgendaCirculated(Fact, frozen=True, kw_only=True):
    meeting_id: str
    panel: str
    sitting: dict[str, str]


class CaseDecided(Fact, frozen=True, kw_only=True):
    case_id: str
    panel: str
    hearing: int
    heard_at: datetime
    decision: str
    repeat: bool


class NoticeSent(Fact, frozen=True, kw_only=True):
    channel: str


FACTS: dict[str, tuple[FactType, ...]] = {
    "intake": (
        FactType("intake.referral_submitted", 1, ReferralSubmitted, "A referral was received by {channel}."),
        FactType("intake.person_forgotten", 1, PersonForgotten, "A person was forgotten."),
    ),
    "triage": (
        FactType("triage.referral_triaged", 1, ReferralTriaged, "The referral was judged {priority}."),
        FactType("triage.referral_signposted", 1, ReferralSignposted, "Signposted to {route}."),
    ),
    "panels": (
        FactType("panels.case_referred", 1, CaseReferred, "Referred to {panel}."),
        FactType("panels.agenda_circulated", 1, AgendaCirculated, "The agenda was circulated."),
        FactType("panels.case_decided", 1, CaseDecided, "The panel decided {decision}."),
    ),
    "notifications": (FactType("notifications.notice_sent", 1, NoticeSent, "A notice went by {channel}."),),
}


@dataclass
class Views:
    """Answers for the services' own commands, which would be other programs."""

    said: dict[str, str | None]

    def __call__(self, arguments: Sequence[str]) -> "CompletedProcess[str]":
        return CompletedProcess(list(arguments), 0, json.dumps(self.said), "")


@dataclass
class Borough:
    """Everything of one data folder; the clock stands still until it is moved."""

    folder: Path
    clock: ScriptedClock
    ground: Ground
    services: dict[str, Opened]
    audit: Service
    views: Views
    story: dict[str, str] = field(default_factory=dict)

    def record(
        self,
        service: str,
        stream: str,
        fact: Fact,
        *,
        about: tuple[str, ...] = (REFERRAL,),
        late: timedelta = timedelta(),
        cause: str | None = None,
        actor: str = "account-1",
    ) -> str:
        """Append a fact, an hour after the last; returns its event id."""
        self.clock.set(self.clock() + timedelta(hours=1))
        store = self.services[service].store
        context = Context(actor=actor, role="triage_officer", correlation_id="story-1", causation_id=cause)
        known = store.stream(stream)
        store.append(store.job(stream, len(known), [fact], context, self.clock() - late, about))
        return store.stream(stream)[-1].event_id

    def work(self) -> None:
        """Everything audit has to do."""
        drain(work_of(self.audit, self.ground.bus, self.clock))

    def evidence(self, **options: Any) -> Evidence:
        """What a command sees: opened anew from the same folder."""
        return open_evidence(self.ground.settings, self.clock, self.ground.leases, run=self.views, **options)

    def change(self, file: str, statement: str, *parameters: object) -> int:
        """Tamper: one statement on a file of the data folder, past everything that guards it."""
        connection = sqlite3.connect(self.folder / file)
        with connection:
            changed = connection.execute(statement, parameters).rowcount
        connection.close()
        return changed


def a_borough(tmp_path: Path) -> Borough:
    """Empty logs, and audit that has not looked at them yet."""
    clock = ScriptedClock(START)
    ground = make_ground(from_environment({}, data=str(tmp_path / "data")), clock)
    services = {name: open_service(ground, name, facts, {}, ()) for name, facts in FACTS.items()}
    views = Views({"worklist": None})
    return Borough(tmp_path / "data", clock, ground, services, build_audit(ground, views), views)


def submitted(reference: str = REFERENCE, referral_id: str = REFERRAL, **changes: Any) -> ReferralSubmitted:
    """A referral with two sealed details of its caller."""
    fields: dict[str, Any] = {
        "referral_id": referral_id,
        "reference": reference,
        "channel": "phone",
        "received_at": START,
        "answers": {},
        "full_name": private(CALLER, Identity, "Ada Example"),
        "phone": private(CALLER, Contact, "07700 900123"),
    }
    return ReferralSubmitted(**fields | changes)


def a_story(borough: Borough) -> dict[str, str]:
    """One referral from the first call to the panel's decision; gives the event ids by what happened."""
    borough.ground.keyring.mint(CALLER)
    ids = {"submitted": borough.record("intake", f"referral-{REFERENCE}", submitted(), late=timedelta(days=2))}
    assessment = f"assessment-{REFERRAL}"
    judged = ReferralTriaged(referral_id=REFERRAL, priority="standard")
    ids["triaged"] = borough.record("triage", assessment, judged, cause=ids["submitted"])
    borough.clock.set(borough.clock() + timedelta(days=14))
    again = ReferralTriaged(referral_id=REFERRAL, priority="high")
    ids["again"] = borough.record("triage", assessment, again, cause=ids["triaged"])
    referred = CaseReferred(
        case_id="case-1", panel="marac", hearing=1, referral={"referral_id": REFERRAL, "referring_agency": "police"}
    )
    ids["referred"] = borough.record("panels", "case-1", referred, cause=ids["again"])
    sitting = {"meeting_id": "meeting-1", "starts_at": "2026-12-16T10:00:00Z"}
    circulated = AgendaCirculated(meeting_id="meeting-1", panel="marac", sitting=sitting)
    ids["circulated"] = borough.record("panels", "meeting-1", circulated)
    ids["sent"] = borough.record("notifications", "notice-1", NoticeSent(channel="letter"), cause=ids["again"])
    decided = CaseDecided(
        case_id="case-1", panel="marac", hearing=1, heard_at=borough.clock(), decision="heard", repeat=False
    )
    ids["decided"] = borough.record("panels", "case-1", decided)
    return ids
