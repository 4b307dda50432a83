"""Parts for the tests of notifications: people with safe contacts, events about them, a service that runs.

The people are invented; their numbers are from Ofcom's drama ranges.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from services.notifications.application.ports import HandedOver, Letter, Outcome, Sender
from services.notifications.domain.gate import Asked, Outbox
from services.notifications.domain.recipient import ReachableBy, Recipient
from services.notifications.read_models import notice_log
from services.notifications.read_models.notice_log import LoggedNotice
from services.notifications.wiring import build_notifications
from shared.contracts import envelope, intake, triage
from shared.contracts.model import Contract, SealedText
from shared.kernel.clock import ScriptedClock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, Fact, Message
from shared.kernel.personal import Contact, DataClass, Identity, Place, Unsealed
from shared.runtime.ground import make_ground
from shared.runtime.settings import from_environment
from shared.runtime.worker import Workers, drain, work_of

# A Monday, at an hour at which nobody sleeps; London keeps Greenwich time then.
TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REFERENCE, OTHER_REFERENCE = "WM-KGCR-A", "WM-94M9-9"
NAME, PHONE, EMAIL, ADDRESS = "Nadia Okonkwo", "07700 900123", "nadia@post.example", "4 Example Street, SW19 1AA"
OTHER_NAME, OTHER_PHONE = "Dan Miles", "07700 900456"
BY_EMAIL = {"email": {"safe": "yes"}, "confirmed_at": TEN}

DETAILS = (NAME, PHONE, "+447700900123", EMAIL, ADDRESS, OTHER_NAME, OTHER_PHONE)
"""Whatever must stand nowhere in clear but in a message."""


def a_recipient(**changes: Any) -> Recipient:
    """The victim, who contacted us herself and said this morning that e-mail is safe."""
    members: dict[str, Any] = {
        "person_id": "person-nadia",
        "is_reporter": True,
        "roles": frozenset({"reporter", "victim"}),
        "ways": (ReachableBy("email", "yes", address=EMAIL),),
        "stated": True,
        "confirmed_at": TEN,
        "name": NAME,
    }
    return Recipient(**members | changes)


NADIA = a_recipient()


def asked(recipient: Recipient | None = NADIA, **changes: Any) -> Asked:
    """A neutral message about a sensitive referral: all conditions hold."""
    members: dict[str, Any] = {
        "requested_at": TEN,
        "origin": "live",
        "outbox": Outbox(real=True, carries=frozenset({"email", "sms", "post"})),
        "written_for": frozenset({"email", "sms", "post"}),
        "neutral": True,
        "sensitive": True,
        "recipient": recipient,
    }
    return Asked(**members | changes)


class KeptSender:
    """A sender that leaves the house as far as the gate knows, and keeps what it was given; answers as told."""

    def __init__(self, *outcomes: Outcome, real: bool = True) -> None:
        self._outcomes = list(outcomes)
        self.letters: list[Letter] = []
        self.outbox = Outbox(real=real, carries=frozenset({"email", "sms", "post"}))

    def send(self, letter: Letter) -> Outcome:
        self.letters.append(letter)
        return self._outcomes.pop(0) if self._outcomes else HandedOver()


class Town:
    """Notifications in a folder of its own, with its keyring and a clock that stands still."""

    def __init__(self, folder: Path, sender: Sender | None = None, now: datetime = TEN) -> None:
        self.folder = folder
        self.clock = ScriptedClock(now)
        self.ground = make_ground(from_environment({}, data=str(folder)), self.clock)
        self.service = build_notifications(self.ground, sender=sender)
        self.referral_id = new_id()

    def hear(self, told: Contract, origin: str = "live", event_id: str | None = None) -> str:
        """Another service publishes this; returns the event's id."""
        message = self.message(told, origin, event_id)
        publisher = told.event.partition(".")[0]
        self.ground.bus.publish(publisher, [(message.key, envelope.to_json(message))])
        return message.id

    def message(self, told: Contract, origin: str = "live", event_id: str | None = None) -> Message:
        """The event as it travels."""
        context = Context(actor="account-1", role="contact_centre", correlation_id="story-1", origin=origin)
        return Message(
            id=event_id or new_id(),
            type=told.type(),
            source="/waymark/tests",
            subject=getattr(told, "reference", "tests"),
            key=getattr(told, "referral_id", "tests"),
            time=self.clock(),
            recorded_at=self.clock(),
            context=context,
            data=told.model_dump(mode="json"),
        )

    def work(self) -> None:
        """All outstanding work, here and now."""
        drain(work_of(self.service, self.ground.bus, self.clock))

    def close(self) -> None:
        """Let go of every file; for tests that make many of these."""
        self.service.store.close()
        self.service.views.close()
        self.ground.close()

    @contextmanager
    def following(self) -> Iterator[None]:
        """While this lasts, the views follow the log by themselves, as beside a running worker."""
        every = work_of(self.service, self.ground.bus, self.clock)
        workers = Workers([item for item in every if item.name == "notifications.views"], self.ground.leases)
        workers.start()
        try:
            yield
        finally:
            workers.stop()

    def notices(self, reference: str = REFERENCE) -> list[LoggedNotice]:
        """What became of the notices about a referral."""
        with self.service.views.reading() as connection:
            return notice_log.of_reference(connection, reference)

    def facts(self) -> list[Fact]:
        """Every fact in the log, in order."""
        return [recorded.fact for recorded in self.service.store.page(0)]

    def outbox(self) -> dict[str, str]:
        """The messages that went out, by the name of the file."""
        folder = self.folder / "outbox"
        return {path.name: path.read_text() for path in sorted(folder.glob("*"))} if folder.exists() else {}

    def person(self, *roles: str, person_id: str | None = None, **details: str) -> intake.InvolvedPerson:
        """Somebody newly minted, in these roles; details are sealed under her key."""
        known = person_id or new_id()
        if person_id is None:
            self.ground.keyring.mint(known)
        classes: dict[str, type[DataClass]] = {
            "full_name": Identity, "phone": Contact, "email": Contact, "address": Place,
        }  # fmt: skip
        closed = {name: self.sealed(known, classes[name], text) for name, text in details.items()}
        return intake.InvolvedPerson(person_id=known, roles=roles, **closed)

    def sealed(self, person_id: str, data_class: type[DataClass], text: str) -> SealedText:
        """A detail under a person's key."""
        value = self.ground.keyring.seal(Unsealed(person_id, data_class, text))
        return SealedText(p=value.p, c=value.c)

    def nadia(self, *roles: str) -> intake.InvolvedPerson:
        """Somebody with every detail; without roles she is reporter and victim."""
        chosen = roles or ("reporter", "victim")
        return self.person(*chosen, full_name=NAME, phone=PHONE, email=EMAIL, address=ADDRESS)

    def referral(
        self, people: Sequence[intake.InvolvedPerson], safe_contact: dict[str, Any] | None = None, **changes: Any
    ) -> intake.ReferralSubmitted:
        """A referral of domestic abuse by the first of these people."""
        victims = [person.person_id for person in people if "victim" in person.roles]
        members: dict[str, Any] = {
            "referral_id": self.referral_id,
            "reference": REFERENCE,
            "kind": "domestic_abuse",
            "channel": "phone",
            "category": None,
            "strands": (),
            "received_at": self.clock(),
            "occurred": intake.Occurred(),
            "ward": None,
            "answers": {},
            "reporter_id": people[0].person_id if people else None,
            "reporter_is_victim": "victim" in people[0].roles if people else None,
            "victim_id": victims[0] if victims else None,
            "people": tuple(people),
            "safe_contact": intake.SafeContact.model_validate(BY_EMAIL if safe_contact is None else safe_contact),
            "language": "en",
            "agency": None,
            "origin": "live",
        }
        return intake.ReferralSubmitted(**members | changes)

    def noise(self, people: Sequence[intake.InvolvedPerson], **changes: Any) -> intake.ReferralSubmitted:
        """A referral about noise, in which nothing is sensitive."""
        return self.referral(people, **{"kind": "asb", "category": "noise"} | changes)

    def signposted(self, **changes: Any) -> triage.ReferralSignposted:
        """The referral was shown another door."""
        members: dict[str, Any] = {
            "referral_id": self.referral_id,
            "reference": REFERENCE,
            "route": "social_landlord",
            "destination": "Nadia's landlord, 020 7946 0999",
            "done_by": "us",
            "give": (),
        }
        return triage.ReferralSignposted(**members | changes)

    def changed(self, person_id: str, **said: Any) -> intake.SafeContactChanged:
        """She says anew how she may be reached."""
        return intake.SafeContactChanged(
            referral_id=self.referral_id,
            reference=REFERENCE,
            person_id=person_id,
            safe_contact=intake.SafeContact.model_validate(said),
        )
