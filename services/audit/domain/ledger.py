"""The ledger: what audit saw in each service's log, as canonical bytes that anybody can hash again.

A leaf is the canonical JSON of every column of the row as the service stored it: personal details are ciphertext
there, so destroying a person's key changes no leaf.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from services.audit.domain.finding import EntryAltered
from services.audit.domain.merkle import leaf_hash

Column = str | int | bytes | bool | None
_PLAIN = frozenset({str, int, bytes, bool, type(None)})

# What every log calls the columns by which a fact is found again.
POSITION = "position"
STREAM = "stream"
RECORDED_AT = "recorded_at"
FIRST_POSITION = 1


class UnwritableColumn(TypeError):
    """A column holds something that has no canonical form; names the column, never the value."""


class Row(msgspec.Struct, frozen=True):
    """A row as it stands in a service's log now. `source_position` counts from 1, without holes."""

    source: str
    source_position: int
    columns: Mapping[str, Column]

    @property
    def canonical(self) -> bytes:
        """The bytes under the row's leaf."""
        return canonical(self.columns)

    @property
    def stream(self) -> str | None:
        """The stream the fact belongs to, if the row says so."""
        stream = self.columns.get(STREAM)
        return stream if isinstance(stream, str) else None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A row as audit wrote it down. `ledger_position` counts from 1; the entry's leaf has that index less one."""

    ledger_position: int
    source: str
    source_position: int
    leaf_hash: bytes
    row: bytes

    @property
    def holds(self) -> bool:
        """Whether the entry's row is still the one its leaf stands for."""
        return leaf_hash(self.row) == self.leaf_hash

    @property
    def stream(self) -> str | None:
        """The stream the fact belongs to, if the row can still be read."""
        return self.text(STREAM)

    def text(self, column: str) -> str | None:
        """What a column of the row says, if the row can still be read and it is text."""
        try:
            said = msgspec.json.decode(self.row).get(column)
        except (msgspec.DecodeError, UnicodeDecodeError, AttributeError):
            return None
        return said if isinstance(said, str) else None


def canonical(columns: Mapping[str, Column]) -> bytes:
    """UTF-8 JSON: keys sorted by code point, no white space, bytes as standard base64, whole numbers as they are.

    Strings escape only what RFC 8259 demands. Raises UnwritableColumn for a fraction, a date or a structure (no two
    databases write those alike) and for text that is not valid Unicode.
    """
    for name, value in columns.items():
        if type(value) not in _PLAIN:
            raise UnwritableColumn(f"column {name} holds a {type(value).__name__}, which has no canonical form")
    try:
        return msgspec.json.encode(columns, order="sorted")
    except UnicodeEncodeError:
        raise UnwritableColumn("a column holds text that is not valid Unicode") from None


def entries_from(rows: Iterable[Row], next_position: int) -> Iterator[Entry]:
    """The entries to append for rows not seen before, in the order given."""
    for ledger_position, row in enumerate(rows, start=next_position):
        written = row.canonical
        yield Entry(
            ledger_position=ledger_position,
            source=row.source,
            source_position=row.source_position,
            leaf_hash=leaf_hash(written),
            row=written,
        )


def altered(entry: Entry) -> EntryAltered:
    """The finding that an entry's row no longer gives the entry's leaf."""
    return EntryAltered(
        source=entry.source,
        stream=entry.stream,
        position=entry.source_position,
        ledger_position=entry.ledger_position,
    )


def columns_that_differ(recorded: bytes, live: bytes) -> tuple[str, ...]:
    """The names, sorted, of the columns in which two canonical rows differ; ("row",) if the recorded one is spoilt."""
    try:
        before, after = columns_of(recorded), columns_of(live)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ("row",)
    names = before.keys() | after.keys()
    return tuple(sorted(name for name in names if before.get(name) != after.get(name)))


def columns_of(row: bytes) -> dict[str, bytes]:
    """A canonical row's columns, each as its own JSON text: 1 and true stay different."""
    return {name: bytes(text) for name, text in msgspec.json.decode(row, type=dict[str, msgspec.Raw]).items()}
