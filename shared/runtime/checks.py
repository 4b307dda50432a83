"""What a service leans on, as checks: its store, its views, its relay, the keyring."""

from shared.event_store.keyring import Keyring
from shared.event_store.tables import STORE_VERSION
from shared.kernel.clock import Clock
from shared.runtime.lags import RELAY, VIEW, Lag, lags
from shared.runtime.readiness import Check, Found
from shared.runtime.service import Service

# Seconds behind. A page helps its views along, so they are behind only where something is wrong or being built anew.
VIEWS_BEHIND_SECONDS = 30.0
RELAY_BEHIND_SECONDS = 60.0

# As much as a job writes: a disk that is nearly full still has room for a word.
_PROBE = "x" * 16_000
_WRITES = (
    "INSERT INTO about_store (name, value) VALUES ('probe', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_VERSION = "SELECT value FROM about_store WHERE name = 'store_version'"


def store_checks(service: Service, clock: Clock) -> list[Check]:
    """Of whoever serves a service's pages: the store can be written, its tables are today's, the views show it."""
    return [
        Check(f"{service.name}.database", lambda: _writable(service)),
        Check(f"{service.name}.migrations", lambda: _up_to_date(service)),
        Check(f"{service.name}.views", lambda: _behind(service, clock, VIEW, VIEWS_BEHIND_SECONDS)),
    ]


def relay_check(service: Service, clock: Clock) -> Check:
    """Of whoever works for a service: others are told what happened. That they are not keeps no page from serving."""
    return Check(f"{service.name}.relay", lambda: _behind(service, clock, RELAY, RELAY_BEHIND_SECONDS))


def broker_check(service: Service) -> Check:
    """Of whoever hears others through a broker: it answered last. Where messages come without one there is none."""

    def answers() -> Found:
        heard = service.subscription
        reached = heard is None or heard.standing().reached
        return Found(reached, "The broker answers." if reached else "The broker did not answer when last asked.")

    return Check(f"{service.name}.broker", answers)


def keyring_check(keyring: Keyring) -> Check:
    """Keys can be looked up, so that what is sealed can be opened."""

    def opens() -> Found:
        keyring.knows("nobody")
        return Found(True, "It opens.")

    return Check("keyring", opens)


def _writable(service: Service) -> Found:
    """By writing: a full disk or a standby server lets itself be read."""
    service.store.beside(_WRITES, (_PROBE,))
    return Found(True, "It can be read and written.")


def _up_to_date(service: Service) -> Found:
    found = service.store.look(_VERSION)
    version = int(str(found[0][0])) if found else 0
    if version == STORE_VERSION:
        return Found(True, f"The tables are of version {version}.")
    return Found(False, f"The tables are of version {version}; this program needs {STORE_VERSION}.")


def _behind(service: Service, clock: Clock, kind: str, bound: float) -> Found:
    found = [lag for lag in lags(service, clock) if lag.kind == kind]
    worst = max(found, key=lambda lag: lag.seconds, default=Lag(kind, kind, 0, 0.0))
    says = f"{worst.reader} is {worst.positions} behind, for {worst.seconds:.0f} seconds; at most {bound:.0f} are well."
    return Found(worst.seconds <= bound, says)
