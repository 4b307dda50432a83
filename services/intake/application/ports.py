"""What intake needs from outside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.intake.domain.events import StoredFile
from shared.kernel.personal import DataClass


class Keys(Protocol):
    """Where everybody's data keys are."""

    def destroy(self, person_id: str) -> bool:
        """Make a person unreadable for good; False where there was no key left. Doing it twice does no harm."""
        ...

    def living(self, person_ids: Sequence[str]) -> set[str]:
        """Those of these people whose key is there."""
        ...

    def recognise_each(self, people: Sequence[Sequence[str]]) -> list[str]:
        """For each list of signs whoever any of them belongs to, else somebody new with a key of her own."""
        ...

    def flush(self) -> None:
        """Have the keys made since the last time on the disk."""
        ...

    def index(self, data_class: type[DataClass], words: str) -> str:
        """The same words give the same opaque text, and no way leads back."""
        ...


class Originals(Protocol):
    """Where e-mails are kept as they came, sealed."""

    def keep(self, message_id: str, person_id: str, raw: bytes, until: datetime | None) -> None:
        """Keep these bytes under a person's key, unless they are kept already; for ever where no moment is given."""
        ...


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Somebody who may write to us about a referral."""

    person_id: str
    referral_id: str


class Correspondents(Protocol):
    """Who has written to us before, and about what."""

    def threads(self, header_ids: Sequence[str]) -> Sequence[str]:
        """The references of the referrals that any of these messages became or belongs to."""
        ...

    def belongs_to(self, address: str, reference: str) -> Correspondent | None:
        """Whoever contacted us about a referral, or to whom it happens, where this is her address; else None."""
        ...

    def wrote_since(self, address: str, moment: datetime) -> bool:
        """Whether anything has come from this address since then."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A file that lies in the store whole, sealed under the key of `person_id`, whether or not a fact speaks of it."""

    evidence_id: str
    reference: str
    person_id: str
    kind: str
    file: StoredFile


class TakingIn(Protocol):
    """One file on its way in; what cannot be taken raises FileNotTaken, and then it has to be abandoned."""

    def write(self, data: bytes) -> None: ...

    def finish(self) -> Held: ...

    def abandon(self) -> None: ...


class Evidence(Protocol):
    """Where files are taken in and opened. `endings` are those of names by media type."""

    @property
    def endings(self) -> Mapping[str, str]: ...

    def begin(self, reference: str, person_id: str) -> TakingIn: ...

    def take(self, reference: str, person_id: str, data: Iterable[bytes]) -> Held: ...

    def held(self, evidence_id: str) -> Held | None: ...

    def read(self, evidence_id: str) -> Iterator[bytes] | None: ...

    def discard(self, evidence_id: str) -> None: ...
