"""The work every store is given: callers' accounts, a small fact with one detail that belongs to a person."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shared.event_store.engine import migrate_store, open_store
from shared.event_store.keyring import Keyring, open_keyring
from shared.event_store.store import EventStore
from shared.kernel.clock import system_clock
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, Fact, FactType, State
from shared.kernel.personal import Narrative, Personal, private

AT = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
CONTEXT = Context(actor="0193a5f0-0000-7000-8000-000000000001", role="contact_centre", correlation_id="5" * 32)
ANSWERS = {"persistent": "yes", "noise_kind": "amplified_music", "tenure_of_source": "housing_association"}
ACCOUNT = "Music from the flat above until three in the morning, most nights since the summer."
_MASTER_KEY = bytes(range(32))


class CallRecorded(Fact, frozen=True, kw_only=True):
    """Somebody rang again about the same matter."""

    referral_id: str
    channel: str
    category: str
    contacts_in_180_days: int
    answers: dict[str, str]
    account: Personal[Narrative]


class Calls(State, frozen=True, kw_only=True):
    """How often somebody has rung, and what was heard last."""

    contacts: int = 0
    persistent: bool = False
    last_account: Personal[Narrative] | None = None


def evolve(calls: Calls, fact: Fact) -> Calls:
    """The calls after one more."""
    match fact:
        case CallRecorded():
            return Calls(
                contacts=calls.contacts + 1,
                persistent=calls.persistent or fact.answers.get("persistent") == "yes",
                last_account=fact.account,
            )
    return calls


DECIDER = Decider(Calls(), evolve)
FACTS = (FactType("bench.call_recorded", 1, CallRecorded, "A call was recorded."),)


class RecordCall(Command):
    """Write down that somebody rang."""

    referral_id: str
    caller: str
    how_many: int = 1


def record_call(command: RecordCall, calls: Calls) -> Sequence[Fact]:
    """The call as a fact."""
    return [call(command.referral_id, command.caller, calls.contacts + each + 1) for each in range(command.how_many)]


def call(referral_id: str, caller: str, contacts: int) -> CallRecorded:
    """One call, its account to be sealed under the caller's key when it is written."""
    return CallRecorded(
        referral_id=referral_id,
        channel="phone",
        category="noise",
        contacts_in_180_days=contacts,
        answers=ANSWERS,
        account=private(caller, Narrative, ACCOUNT),
    )


COMMANDS: dict[type[Command], Handler] = {
    RecordCall: Handler(
        decider=DECIDER,
        stream=lambda command: f"referral-{command.referral_id}",
        decide=record_call,
        about=lambda command, calls: (command.referral_id,),
    )
}


@dataclass(frozen=True, slots=True)
class Waymark:
    """The store under test with its keyring and a person whose key is made already."""

    store: EventStore
    keyring: Keyring
    caller: str

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()
        self.keyring.close()


def open_waymark(folder: Path, address: str = "") -> Waymark:
    """A new log at an address, or in a folder, where its keyring lies too; opened as a service opens them."""
    folder.mkdir(parents=True)
    keyring = open_keyring(f"sqlite:///{folder}/keyring.sqlite", lambda _: _MASTER_KEY, system_clock)
    url = address or f"sqlite:///{folder / 'calls.sqlite'}"
    migrate_store(url)
    store = open_store(url, FACTS, {}, keyring.seal, system_clock, keyring.flush)
    caller = new_id()
    keyring.mint(caller)
    keyring.flush()
    return Waymark(store, keyring, caller)


def fill(waymark: Waymark, streams: int, length: int) -> list[str]:
    """Streams of calls, interleaved as they are in life; their names."""
    names = [f"referral-{new_id()}" for _ in range(streams)]
    batch = min(10, length)
    for start, name in itertools.product(range(0, length, batch), names):
        facts = [call(name, waymark.caller, start + each + 1) for each in range(batch)]
        waymark.store.append(waymark.store.job(name, start, facts, CONTEXT, AT))
    return names
