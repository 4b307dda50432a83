"""The mark of a personal detail: in facts, views and messages it stands only sealed under its person's own key."""

from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast, get_args, get_origin

import msgspec


class DataClass:
    """A class of personal data; its name is bound into the ciphertext, so a value cannot be moved to another field.

    `word` is that name, in associated data and in catalogues.
    """

    word: ClassVar[str] = "dataclass"

    def __init_subclass__(cls) -> None:
        cls.word = cls.__name__.lower()


class Identity(DataClass):
    """Names, aliases, dates of birth."""


class Contact(DataClass):
    """Telephone numbers, e-mail addresses, codewords: what reaches somebody."""


class Place(DataClass):
    """Addresses, postcodes, UPRNs, coordinates: where somebody lives or was."""


class Narrative(DataClass):
    """Free text that speaks about people."""


class Sensitive(DataClass):
    """Health, risk answers and anything else under Article 9 or 10."""


DATA_CLASSES: dict[str, type[DataClass]] = {
    "identity": Identity,
    "contact": Contact,
    "place": Place,
    "narrative": Narrative,
    "sensitive": Sensitive,
}

C = TypeVar("C", bound=DataClass)

ERASED = "[erased]"


class Personal(msgspec.Struct, Generic[C], frozen=True, gc=False):
    """A sealed value: `p` is whose key, `c` is base64(nonce ‖ AES-256-GCM ciphertext)."""

    p: str
    c: str


class Unsealed:
    """A personal detail still in clear, on its way from a command to the codec.

    It is no Struct on purpose: an encoder that was not told how to seal fails on it instead of writing it down, and
    it never shows its text when printed.
    """

    __slots__ = ("person_id", "data_class", "text")

    def __init__(self, person_id: str, data_class: type[DataClass], text: str) -> None:
        self.person_id = person_id
        self.data_class = data_class
        self.text = text

    def __repr__(self) -> str:
        return f"Unsealed({self.data_class.word} of {self.person_id})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unsealed) and (self.person_id, self.data_class, self.text) == (
            other.person_id,
            other.data_class,
            other.text,
        )

    def __hash__(self) -> int:
        return hash((self.person_id, self.data_class, self.text))


def private(person_id: str, data_class: type[C], text: str) -> Personal[C]:
    """Mark a detail as belonging to a person; the codec seals it when the fact is written."""
    return cast("Personal[C]", Unsealed(person_id, data_class, text))


def data_class_of(annotation: Any) -> str | None:
    """The data class a field's annotation names (`Personal[Contact] | None` gives "contact"), or None if clear."""
    if get_origin(annotation) is Personal:
        word: str = get_args(annotation)[0].word
        return word
    for part in get_args(annotation):
        if found := data_class_of(part):
            return found
    return None


class Opener(Protocol):
    """What may open sealed values; a destroyed key gives `ERASED`, nothing gives nothing."""

    def open(self, value: Personal[C] | None, data_class: type[C]) -> str | None: ...


def still_known(opener: Opener, value: Personal[C] | None, data_class: type[C]) -> str | None:
    """The detail in clear; None where there is none, or none any more."""
    clear = opener.open(value, data_class)
    return None if clear == ERASED else clear


class Indexer(Protocol):
    """Makes blind indexes: the same words give the same opaque text, and no way leads back. Only for views."""

    def index(self, data_class: type[DataClass], words: str) -> str: ...
