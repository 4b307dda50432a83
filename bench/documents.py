"""Referral documents to post: about 1.8 KB each, with three people nobody has heard of before."""

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.kernel.identifiers import new_id

_LETTERS = "abcdefghijklmnoprstuvwy"
_DESCRIPTION = (
    "Loud music from the flat above from eleven at night until three in the morning, most nights since the summer. "
    "The caller has knocked twice and was shouted at the second time. The children next door do not sleep either, and "
    "a neighbour below has moved to her sister's. It stopped for a week in October and then began again, louder, with "
    "people coming and going all night and bottles left on the stairs. The caller has kept a list of the nights."
)


_LOCATION = {"address": "12 Larch Walk", "postcode": "SW19 1AA", "uprn": None, "lat": None, "long": None, "ward": None}


def requests(count: int, start: int, headers: dict[str, str]) -> list[bytes]:
    """So many HTTP requests, each with a document and a key of its own; `start` numbers the people."""
    fixed = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return [_request(json.dumps(document(start + each)).encode(), fixed) for each in range(count)]


def _request(body: bytes, fixed: str) -> bytes:
    head = (
        "POST /intake/api/referrals HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"{fixed}Idempotency-Key: {new_id()}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def document(number: int) -> dict[str, Any]:
    """One referral. Its people's names come from the number, so no two referrals share anybody."""
    received = (datetime.now(UTC) - timedelta(minutes=5)).isoformat(timespec="seconds")
    names = _names(number)
    return {
        "kind": "asb",
        "channel": "phone",
        "received_at": received,
        "category": "noise",
        "description": _DESCRIPTION,
        "occurred": {"from": "2026-08-20", "to": None, "pattern": "most nights after 23:00", "ongoing": True},
        "location": _LOCATION,
        "reporter": {
            "anonymous": False,
            "full_name": next(names),
            "phone": f"07700 900{number % 1000:03d}",
            "email": f"caller{number}@example.org",
            "is_victim": True,
        },
        "safe_contact": {
            "phone": {"safe": "yes", "voicemail": "no", "times": ["Mon-Fri 10:00-14:00"]},
            "sms": {"safe": "unknown"},
            "email": {"safe": "yes"},
            "post": {"safe": "no"},
            "confirmed_at": received,
            "codeword": "larch",
        },
        "language": "en",
        "people": [
            {"roles": ["perpetrator"], "full_name": next(names), "date_of_birth": "1990-02-13"},
            {"roles": ["witness"], "full_name": next(names), "date_of_birth": "1961-07-30"},
        ],
        "facts": {
            "immediate_danger": "no",
            "tenure_of_source": "housing_association",
            "landlord": "Larch Homes",
            "noise_kind": "amplified_music",
            "persistent": "yes",
            "contacts_in_180_days": 4,
        },
    }


def _names(number: int) -> Iterator[str]:
    """Names that are nobody's: a first name for each part, and the number in letters."""
    family = "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(6)).title()
    return (f"{first} {family}" for first in itertools.cycle(("Robin", "Sandy", "Kit")))
