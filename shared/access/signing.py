"""Marks that show a value came from us: for cookies, anti-forgery tokens and names that must not be kept in clear."""

import base64
import hmac
import secrets as randomness

from sqlalchemy import insert, select

from shared.access.database import Database
from shared.access.tables import secrets


class Signer:
    """Keyed hashes (HMAC-SHA-256) under one secret for the whole installation; `purpose` keeps uses apart."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def mark(self, purpose: str, text: str, body: bytes = b"") -> str:
        """64 hex digits that only we can make, for a text and, after it, whatever bytes belong to it."""
        return hmac.digest(self._secret, f"{purpose}\0{text}".encode() + body, "sha256").hex()

    def seal(self, purpose: str, text: str) -> str:
        """The text, readable but unchangeable, in characters that a cookie may hold."""
        body = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        return f"{body}.{self.mark(purpose, body)}"

    def open(self, purpose: str, sealed: str) -> str | None:
        """What was sealed for this purpose; None if anything about it is not ours."""
        body, _, mark = sealed.partition(".")
        # Compared as bytes: what came from outside may hold any character.
        if not hmac.compare_digest(mark.encode(), self.mark(purpose, body).encode()):
            return None
        return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()


def open_signer(database: Database) -> Signer:
    """The signer of this installation; its secret is made once and shared by every process."""
    wanted = select(secrets.c.value).where(secrets.c.name == "signing")
    with database.changing() as connection:
        secret = connection.execute(wanted).scalar_one_or_none()
        if secret is None:
            secret = randomness.token_bytes(32)
            connection.execute(insert(secrets), {"name": "signing", "value": secret})
    return Signer(secret)
