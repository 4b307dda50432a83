"""Panels as they run: the whole service in a folder of its own, its app, and the people who sit before its pages."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from services.panels.domain.commands import CallSitting, MoveCaseToSitting
from services.panels.domain.schedule import case_id
from services.panels.domain.values.sittings import Sitting
from services.panels.wiring import build_panels
from shared.access.roles import Role
from shared.contracts import envelope
from shared.contracts.intake import InvolvedPerson, SealedText
from shared.contracts.triage import Disclosure, MarkedForPanel
from shared.kernel.clock import ScriptedClock
from shared.kernel.identifiers import new_id, reference_from
from shared.kernel.messages import Context, Fact, Message
from shared.kernel.personal import Identity, Unsealed
from shared.runtime.access import open_access_for
from shared.runtime.facts import RecordViewed
from shared.runtime.ground import make_ground
from shared.runtime.settings import from_environment
from shared.runtime.worker import drain, work_of
from tests.support.builders.access import PASSWORD
from tests.support.builders.panels import DECEMBER, IN_TIME, QUORATE, TIMETABLE
from tests.support.builders.web import PAGE, an_app, csrf_of

DISCLOSURE = Disclosure(
    lawful_basis="public_task",
    condition="safeguarding",
    consent="not_sought",
    police="unknown",
    wording="2018-05-25",
)
NAME, BLAMED, BORN = "Nadia Okonkwo", "Dan Miles", "1990-02-13"


class PanelsTown:
    """Panels with real stores, keys and pages; time moves only when told, and no worker runs beside."""

    def __init__(self, folder: Path, now: datetime = IN_TIME) -> None:
        self.clock = ScriptedClock(now)
        self.ground = make_ground(from_environment({}, data=str(folder)), self.clock)
        self.service = build_panels(self.ground)
        self.app = an_app(folder, *self.service.routers, access=open_access_for(self.ground.settings, self.service))
        self.work()

    def work(self) -> None:
        """All outstanding work, here and now."""
        drain(work_of(self.service, self.ground.bus, self.clock))

    def refer(
        self, number: int = 1, name: str = NAME, panel: str = "marac", referrer: str | None = None, **changes: Any
    ) -> str:
        """Triage marks a referral about somebody of that name for a panel; returns the case's id."""
        victim = self._person(name, "victim", born=BORN)
        people = [victim, self._person(BLAMED, "perpetrator")]
        if panel == "cmarac":
            people = [self._person(name, "subject")]
        subject = people[0].person_id
        if referrer is not None:
            people.insert(0, self._person(referrer, "reporter"))
        members: dict[str, Any] = {
            "referral_id": f"referral-{number}",
            "reference": reference_from(number),
            "case_reference": None,
            "panel": panel,
            "received_at": self.clock() + timedelta(seconds=number),
            "marked_at": self.clock(),
            "criteria": ("visible_high_risk",),
            "flags": ("strangulation", "weapon_ever"),
            "priority": "urgent",
            "victim_id": subject if panel == "marac" else None,
            "people": tuple(people),
            "children": 2,
            "is_repeat": False,
            "last_referral_on": None,
            "referring_agency": "police",
            "answers": {},
            "disclosure": DISCLOSURE,
        }
        self._publish(MarkedForPanel(**members | changes))
        return case_id(panel, subject, members["referral_id"])

    def facts(self, shape: type[Fact] | None = None) -> list[Any]:
        """Every fact in the log, or those of one shape."""
        found = [recorded.fact for recorded in self.service.store.page(0, 10_000)]
        return [fact for fact in found if shape is None or isinstance(fact, shape)]

    def viewed(self) -> list[tuple[RecordViewed, tuple[str, ...]]]:
        """Every reading recorded, with the referrals it was about."""
        return [
            (recorded.fact, recorded.about)
            for recorded in self.service.store.page(0, 10_000)
            if isinstance(recorded.fact, RecordViewed)
        ]

    def program(self, role: Role, agency: str | None = None) -> TestClient:
        """A program that acts in a role."""
        access = self.app.state.access
        token = access.tokens.issue(access.accounts.ensure(role, agency=agency).account_id).text
        return TestClient(self.app, headers={"Authorization": f"Bearer {token}"})

    def browser(self, role: Role, agency: str | None = None) -> "StaffBrowser":
        """A browser in which somebody of this role has signed in."""
        self.account(role, agency)
        client = TestClient(self.app, follow_redirects=False, headers=PAGE)
        sent = {"sign_in_name": f"{role.value}.{agency}", "password": PASSWORD}
        assert client.post("/sign-in", data=sent).status_code == 303
        return StaffBrowser(client, csrf_of(self.app, client))

    def account(self, role: Role, agency: str | None = None) -> str:
        """Somebody of this role who can sign in; returns the sign-in name."""
        name = f"{role.value}.{agency}"
        self.app.state.access.accounts.open(name, "Jo Okafor", role, agency=agency, password=PASSWORD)
        return name

    def close(self) -> None:
        """Let go of every file."""
        self.service.views.close()
        self.service.store.close()
        self.app.state.access.close()
        self.ground.close()

    def _person(self, name: str, role: str, born: str | None = None) -> InvolvedPerson:
        person_id = new_id()
        self.ground.keyring.mint(person_id)

        def sealed(text: str) -> SealedText:
            value = self.ground.keyring.seal(Unsealed(person_id, Identity, text))
            return SealedText(p=value.p, c=value.c)

        return InvolvedPerson(
            person_id=person_id,
            roles=(role,),
            full_name=sealed(name),
            date_of_birth=sealed(born) if born else None,
        )

    def _publish(self, told: MarkedForPanel) -> None:
        context = Context(actor="account-1", role="triage_officer", correlation_id="story-1")
        message = Message(
            id=new_id(),
            type=told.type(),
            source="/waymark/tests",
            subject=told.reference,
            key=told.referral_id,
            time=self.clock(),
            recorded_at=self.clock(),
            context=context,
            data=told.model_dump(mode="json"),
        )
        self.ground.keyring.flush()
        self.ground.bus.publish("triage", [(message.key, envelope.to_json(message))])
        self.work()


class StaffBrowser:
    """Somebody at a browser: forms carry the session's anti-forgery token, and redirects are followed when asked."""

    def __init__(self, client: TestClient, csrf: str) -> None:
        self.client, self._csrf = client, csrf

    def get(self, path: str, status: int = 200) -> str:
        """A page's text."""
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.text

    def send(self, path: str, status: int = 303, **fields: Any) -> Any:
        """A form, answered as expected."""
        answer = self.client.post(path, data={"csrf": self._csrf, **fields})
        assert answer.status_code == status, (path, answer.status_code)
        return answer


def address(sitting: Sitting = DECEMBER) -> str:
    """A meeting's page."""
    return f"/panels/meetings/{sitting.meeting_id}"


def calls(sitting: Sitting = DECEMBER) -> str:
    """A meeting's calls."""
    return f"/panels/api/meetings/{sitting.meeting_id}"


def key(text: str = "key-1") -> dict[str, str]:
    """An idempotency key."""
    return {"Idempotency-Key": text}


def an_emergency(town: PanelsTown, case_id: str) -> Sitting:
    """An emergency meeting tomorrow, with a case moved to it from the December meeting."""
    now = town.clock()
    starts_at = now + timedelta(days=1)
    steering = Context(actor="account-coordinator", role="panel_coordinator", correlation_id="story-1")
    town.service.dispatch(CallSitting(at=now, panel="marac", kind="emergency", starts_at=starts_at), steering)
    sitting = TIMETABLE.extra_sitting("marac", "emergency", starts_at, now)
    town.service.dispatch(
        MoveCaseToSitting(
            at=now,
            case_id=case_id,
            meeting_id=DECEMBER.meeting_id,
            sitting_id=sitting.meeting_id,
            reason="Tonight.",
        ),
        steering,
    )
    town.work()
    return sitting


def quorate() -> dict[str, Any]:
    """An attendance that makes a quorum of the MARAC, as a program sends it."""
    attendees = [{"agency": each.agency, "capacity": each.capacity, "signed": True} for each in QUORATE]
    return {"attendees": attendees, "apologies": ["education" if not attendees else "early_help"]}
