"""What is there after a fault: every row of every log with its receipts and dead letters, and the mail that went out.

Read by plain SQL from the databases themselves, by no code of the services.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LOGS = ("intake", "triage", "panels", "notifications", "audit")

# Runs a query against one service's log.
Query = Callable[[str, str], Sequence[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as it is stored."""

    position: int
    stream: str
    version: int
    event_id: str
    name: str
    recorded_at: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was answered or taken under a key."""

    scope: str
    key: str
    answer: bytes
    first_position: int


@dataclass
class Evidence:
    """`mail` holds the notice's id of every message that reached the mail server, as often as it came."""

    logs: dict[str, list[Row]]
    receipts: dict[str, list[Receipt]]
    letters: dict[str, list[tuple[str, str]]]
    mail: list[str] = field(default_factory=list)

    def named(self, name: str) -> list[Row]:
        """All facts of one name, in their order."""
        return [row for row in self.logs[name.partition(".")[0]] if row.name == name]


def read_evidence(query: Query, mail: Sequence[str]) -> Evidence:
    """Everything there is."""
    return Evidence(
        logs={name: _rows(query, name) for name in LOGS},
        receipts={name: _receipts(query, name) for name in LOGS},
        letters={
            name: [
                (str(policy), str(key)) for policy, key in query(name, "SELECT policy, message_key FROM dead_letters")
            ]
            for name in LOGS
        },
        mail=list(mail),
    )


def _rows(query: Query, name: str) -> list[Row]:
    columns = "position, stream, version, event_id, name, recorded_at, data"
    found = query(name, f"SELECT {columns} FROM events ORDER BY position")
    return [Row(*row[:6], json.loads(bytes(row[6]))) for row in found]


def _receipts(query: Query, name: str) -> list[Receipt]:
    found = query(name, "SELECT scope, key, answer, first_position FROM receipts")
    return [Receipt(scope, key, bytes(answer), position) for scope, key, answer, position in found]
