"""Forms that came when whoever sent them was signed out or locked out: kept sealed, and shown to nobody but them.

Each is closed under a key that only the browser holds it came from, and bound to the account. Whoever reads the
database opens nothing; neither does somebody else who signs in at the same desk.
"""

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Row, delete, insert, select, update

from shared.access.database import Database
from shared.access.tables import unsent_forms
from shared.kernel.clock import Clock, parse_rfc3339, rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.randomness import random_bytes

# A shift and a little more: whoever was called away in the evening is back by then, or will not come for it.
KEPT_FOR = timedelta(hours=12)
# More than anybody has open at once; of more the oldest go.
MOST_OF_ONE = 20
_KEY_BYTES, _NONCE_BYTES = 32, 12


@dataclass(frozen=True, slots=True)
class UnsentForm:
    """A form as it came: to which address, with which fields in their order. `sent_at` is when it was sent again."""

    unsent_id: str
    path: str
    fields: Sequence[tuple[str, str]] = field(repr=False)
    kept_at: datetime
    sent_at: datetime | None


class UnsentForms:
    """All of an installation."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def keep(self, key: str | None, account_id: str, path: str, fields: Sequence[tuple[str, str]]) -> str:
        """Keep a form for this account; the key, a new one unless given, is for the browser and kept nowhere else."""
        key = key or random_bytes(_KEY_BYTES).hex()
        unsent_id, nonce = new_id(), random_bytes(_NONCE_BYTES)
        text = json.dumps({"path": path, "fields": [list(each) for each in fields]}, ensure_ascii=False)
        sealed = nonce + _cipher(key).encrypt(nonce, text.encode(), _bound_to(account_id, unsent_id))
        row = {"unsent_id": unsent_id, "holder": _holder(key), "account_id": account_id, "sealed": sealed}
        with self._database.changing() as connection:
            connection.execute(delete(unsent_forms).where(unsent_forms.c.kept_at <= self._oldest()))
            mine = select(unsent_forms.c.unsent_id).where(unsent_forms.c.account_id == account_id)
            newest = mine.order_by(unsent_forms.c.kept_at.desc(), unsent_forms.c.unsent_id.desc())
            over = list(connection.execute(newest.offset(MOST_OF_ONE - 1)).scalars())
            connection.execute(delete(unsent_forms).where(unsent_forms.c.unsent_id.in_(over)))
            connection.execute(insert(unsent_forms), {"kept_at": rfc3339(self._clock()), **row})
        return key

    def waiting(self, key: str, account_id: str) -> list[UnsentForm]:
        """What this account may still send from this browser, the oldest first; not what it has sent since."""
        wanted = self._mine(key, account_id).where(unsent_forms.c.sent_at.is_(None))
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(unsent_forms.c.kept_at, unsent_forms.c.unsent_id)).all()
        return [found for row in rows if (found := _opened(key, row)) is not None]

    def find(self, key: str, account_id: str, unsent_id: str) -> UnsentForm | None:
        """One of this account's from this browser, sent since or not."""
        wanted = self._mine(key, account_id).where(unsent_forms.c.unsent_id == unsent_id)
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else _opened(key, row)

    def sent(self, unsent_id: str) -> None:
        """It has been sent again. It stays until its time is over, in case it is not taken as it is."""
        with self._database.changing() as connection:
            this = update(unsent_forms).where(unsent_forms.c.unsent_id == unsent_id)
            connection.execute(this.values(sent_at=rfc3339(self._clock())))

    def discard(self, unsent_id: str) -> None:
        """Throw it away."""
        with self._database.changing() as connection:
            connection.execute(delete(unsent_forms).where(unsent_forms.c.unsent_id == unsent_id))

    def _mine(self, key: str, account_id: str) -> Any:
        return select(unsent_forms).where(
            unsent_forms.c.holder == _holder(key),
            unsent_forms.c.account_id == account_id,
            unsent_forms.c.kept_at > self._oldest(),
        )

    def _oldest(self) -> str:
        return rfc3339(self._clock() - KEPT_FOR)


def _opened(key: str, row: Row[Any]) -> UnsentForm | None:
    nonce, text = row.sealed[:_NONCE_BYTES], row.sealed[_NONCE_BYTES:]
    with contextlib.suppress(InvalidTag):  # another account's, put in the place of this one's
        said: Mapping[str, Any] = json.loads(
            _cipher(key).decrypt(nonce, text, _bound_to(row.account_id, row.unsent_id))
        )
        sent_at = None if row.sent_at is None else parse_rfc3339(row.sent_at)
        fields = tuple((name, value) for name, value in said["fields"])
        return UnsentForm(row.unsent_id, said["path"], fields, parse_rfc3339(row.kept_at), sent_at)
    return None


def _cipher(key: str) -> AESGCM:
    return AESGCM(bytes.fromhex(key))


def _holder(key: str) -> str:
    return hashlib.sha256(f"unsent\0{key}".encode()).hexdigest()


def _bound_to(account_id: str, unsent_id: str) -> bytes:
    return f"waymark/1|unsent|{account_id}|{unsent_id}".encode()
