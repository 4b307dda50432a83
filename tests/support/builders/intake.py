"""Parts for intake's tests: documents, submissions and facts with sensible defaults, and a little intake that runs.

Everybody here is invented; telephone numbers come from the ranges kept free for drama.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from services.intake.application.handlers import COMMANDS
from services.intake.document.reading import read_referral, submission
from services.intake.document.shape import ReferralDocument
from services.intake.domain.commands import SubmitReferral, TakenCall
from services.intake.domain.events import FACTS, ReferralSubmitted
from services.intake.domain.recognition import Chosen, choose_people
from services.intake.domain.referral import NotReceived, submit_referral
from services.intake.domain.upcasts import UPCASTS
from shared.event_store.databases import open_database
from shared.event_store.engine import open_store
from shared.event_store.keyring import open_keyring
from shared.event_store.views import View, ViewStore
from shared.kernel.clock import ScriptedClock
from shared.kernel.handling import Command
from shared.kernel.identifiers import reference_from
from shared.kernel.messages import Context, Recorded
from shared.runtime.dispatch import Dispatcher

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
REFERENCE = reference_from(1)
REPORTER, OTHER, THIRD = "person-1", "person-2", "person-3"
CONTEXT = Context(actor="account-1", role="contact_centre", correlation_id="story-1")


def a_document(**changes: Any) -> dict[str, Any]:
    """A complete document as its JSON members; a change of None takes a member out."""
    members: dict[str, Any] = {
        "kind": "asb",
        "channel": "phone",
        "received_at": "2026-11-23T09:12:00+00:00",
        "category": "noise",
        "strands": [],
        "description": "Loud music through the wall.",
        "occurred": {"from": "2026-11-20", "to": None, "pattern": "most nights after 23:00", "ongoing": True},
        "location": {"address": "14 Example Road", "postcode": "sw19 1aa", "uprn": "000012345678", "ward": "Abbey"},
        "reporter": {
            "anonymous": False,
            "full_name": "Amina Okafor",
            "phone": "07700 900123",
            "email": "amina@example.org",
            "is_victim": True,
        },
        "safe_contact": {
            "phone": {"safe": "yes", "voicemail": "no", "times": ["Mon-Fri 10:00-14:00"]},
            "sms": {"safe": "unknown"},
            "email": {"safe": "yes"},
            "post": {"safe": "no"},
            "in_person": {"safe": "unknown"},
            "confirmed_at": "2026-11-23T09:15:00+00:00",
            "codeword": "bluebell",
            "must_not_receive": ["Mark Penrose"],
        },
        "language": "en",
        "people": [{"roles": ["perpetrator"], "full_name": "Mark Penrose", "date_of_birth": "1990-02-13"}],
        "facts": {"immediate_danger": "no", "tenure_of_source": "housing_association", "landlord": "Example Homes"},
    }
    with suppress(ValueError, TypeError):  # a time that cannot be read has nothing to go by
        day = datetime.fromisoformat(changes["received_at"]).date() if "received_at" in changes else NOW.date()
        if date(1900, 1, 1) < day < date(2026, 11, 20):
            members["occurred"] |= {"from": day.isoformat()}  # what is told has happened by then
    return {name: value for name, value in (members | changes).items() if value is not None}


def read(members: Any, now: datetime = NOW) -> ReferralDocument:
    """The checked document of these JSON members."""
    return read_referral(json.dumps(members).encode(), now)


def a_submission(
    *ids: str, reference: str = REFERENCE, referral_id: str = "referral-1", agency: str | None = None, **changes: Any
) -> SubmitReferral:
    """The command for a document; ids of the reporter and then of each person may be given."""
    document = read(a_document(**changes))
    known = list(ids) or [REPORTER, OTHER, THIRD][: 1 + len(document.people or ())]
    return submission(document, NOW, referral_id, reference, Chosen(known[0], tuple(known[1:])), agency)


def a_submitted_referral(*ids: str, **changes: Any) -> ReferralSubmitted:
    """The fact a document leads to, its details still unsealed."""
    (fact,) = submit_referral(a_submission(*ids, **changes), NotReceived())
    assert isinstance(fact, ReferralSubmitted)
    return fact


class LittleIntake:
    """Intake's log, keyring, commands and the views asked for, in a folder; its clock moves a second each command."""

    def __init__(self, folder: Path, *views: View) -> None:
        self.clock = ScriptedClock(NOW)
        self.keyring = open_keyring(f"sqlite:///{folder}/keyring.sqlite", lambda _: b"k" * 32, self.clock)
        address = f"sqlite:///{folder}/intake.sqlite"
        self.store = open_store(address, FACTS, UPCASTS, self.keyring.seal, self.clock, self.keyring.flush)
        self._folder, self.dispatch, self._received = folder, Dispatcher("intake", self.store, COMMANDS), 0
        self.views = ViewStore(open_database(f"sqlite:///{folder}/views.sqlite", "DATABASE_URL"), self.store, views)

    def follow(self, *views: View) -> ViewStore:
        """Views that need the keyring, which is made here."""
        self.views.close()
        self.views = ViewStore(
            open_database(f"sqlite:///{self._folder}/views.sqlite", "DATABASE_URL"), self.store, views
        )
        return self.views

    def do(self, command: Command, context: Context = CONTEXT) -> None:
        """Dispatch a command and let the views see what came of it."""
        self.clock.set(self.clock() + timedelta(seconds=1))
        self.dispatch(command, context)
        self.views.catch_up()

    def receive(self, context: Context = CONTEXT, call: TakenCall | None = None, **changes: Any) -> SubmitReferral:
        """Take in a document with new ids, recognising people, and how its call ended; returns the command."""
        self._received += 1
        document = read(a_document(**changes))
        people = choose_people(document, self.keyring.recognise_each)
        command = submission(document, NOW, f"referral-{self._received}", reference_from(self._received), people)
        command = command.model_copy(update={"call": call})
        self.do(command, context)
        return command

    def recorded(self) -> Sequence[Recorded]:
        """The whole log."""
        return self.store.page(0, 10_000)

    def close(self) -> None:
        """Let go of the files."""
        self.views.close()
        self.store.close()
        self.keyring.close()
