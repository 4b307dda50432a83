"""An e-mail as it was read: its words in clear, what is attached, and what its headers say about how it came."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attached:
    """Something that came with an e-mail: the name it was given, its type as stated, its size and SHA-256."""

    name: str | None = field(repr=False)
    media_type: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a header: the address in its normal form, and the name beside it."""

    mailbox: str = field(repr=False)
    name: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """One message. `headers` are decoded, by their names in small letters; `shape` is the root's media type.

    `text` is what a person reads; `hearable` is all the words in it, other versions and text attachments included, for
    whoever looks for danger. `reports` are the media types by which a machine says that it reports; `oddities` are
    codes of what could not be read as it should.
    """

    headers: dict[str, tuple[str, ...]] = field(repr=False)
    shape: str
    reports: frozenset[str]
    subject: str = field(repr=False)
    sender: Address | None = field(repr=False)
    sent_at: datetime | None
    text: str = field(repr=False)
    hearable: str = field(repr=False)
    attached: tuple[Attached, ...]
    oddities: frozenset[str]

    def header(self, name: str) -> str:
        """The first header of that name; "" where there is none."""
        return next(iter(self.headers.get(name, ())), "")

    def has(self, name: str) -> bool:
        """Whether there is such a header, empty or not."""
        return name in self.headers

    def all_words(self) -> str:
        """Everything that somebody may have said in it."""
        return f"{self.subject}\n{self.hearable}"
