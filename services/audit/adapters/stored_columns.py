"""What the columns of a log are meant to hold, whatever kind of database keeps it."""

import base64
from collections.abc import Mapping

from services.audit.domain.ledger import Column

TABLE = "events"
_STORED_AS = {int: "integer", float: "real", str: "text", bytes: "blob", bool: "boolean"}
# Known here, and not by how a column is declared: whoever changes a log may change the declaration with it.
_MEANT: Mapping[str, type] = {
    "position": int,
    "stream": str,
    "version": int,
    "event_id": str,
    "name": str,
    "schema_version": int,
    "occurred_at": str,
    "recorded_at": str,
    "metadata": bytes,
    "data": bytes,
}


def as_stored(name: str, value: object, declared: type | None) -> Column:
    """The value, if it is stored as it is meant to be; else something no column holds that says how it is stored.

    Bytes put in place of the same text, their base64 put in place of bytes, or a number with a fraction must not pass
    for what stood there before. A column that is not known here holds what it is declared to hold.
    """
    if value is None or type(value) is _MEANT.get(name, declared):
        return value  # type: ignore[return-value]  # one of the types of the table above
    raw = value if isinstance(value, bytes) else str(value).encode()
    return f"stored as {_STORED_AS.get(type(value), type(value).__name__)}: {base64.b64encode(raw).decode()}"
