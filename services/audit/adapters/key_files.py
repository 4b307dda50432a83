"""The ledger's key pair: the secret half in a file that only its owner may read, the public half for everybody."""

import base64
import re
import secrets
import stat
from pathlib import Path

from services.audit.adapters.files import write_once
from services.audit.adapters.head_folder import HeadFolder
from services.audit.domain.checkpoint import NotGenuine, SigningKey, VerifierKey, read_key

_SECRET, _PUBLIC = "ledger-signing.key", "ledger-signing.pub"
_SEED_SIZE = 32


class SigningKeyLost(LookupError):
    """The secret half cannot be used; says what to do."""


class KeyFiles:
    """`keys/ledger-signing.key` (mode 0600) and `.pub` in the data folder, and the public half beside the heads.

    The ledger's name, which every head bears, is made with the key: the council's, and a few letters by lot.
    """

    def __init__(self, folder: Path, heads: HeadFolder, council: str, given: VerifierKey | None = None) -> None:
        """`given` is a public key brought from elsewhere, on paper say; it is believed before those kept here."""
        self._secret, self._public = folder / _SECRET, folder / _PUBLIC
        self._heads = heads
        self._council = council
        self._given = given
        self._signer: SigningKey | None = None

    def signer(self) -> SigningKey:
        """The secret half; made with the first head, and never again once there is one."""
        if self._signer is None:
            if not self._secret.exists():
                self._make()
            self._signer = self._read()
            self._heads.keep_public_key(self._signer.verifier.text + "\n")
        return self._signer

    def trusted(self) -> VerifierKey | None:
        """The key given, or the one beside the heads, out of reach of who writes here; else the data folder's."""
        return self._given or _key(self._heads.public_key()) or self._own()

    def agree(self) -> bool:
        """Whether the public key in the data folder is the one beside the heads."""
        outside, own = self._heads.public_key(), self._own()
        return outside is None or own is None or _key(outside) == own

    def _own(self) -> VerifierKey | None:
        return _key(self._public.read_text("utf-8", errors="replace")) if self._public.exists() else None

    def _make(self) -> None:
        if self._heads.public_key() is not None:
            raise SigningKeyLost(
                f"Heads of this ledger were signed before, but its signing key is not at {self._secret}. Put it back: "
                "a new key would be another ledger's."
            )
        slug = re.sub(r"[^a-z0-9]+", "-", self._council.lower()).strip("-") or "council"
        name = f"{slug}/ledger-{secrets.token_hex(4)}"
        seed = secrets.token_bytes(_SEED_SIZE)
        write_once(self._secret, f"{name} {base64.b64encode(seed).decode()}\n", 0o600)
        write_once(self._public, self._read().verifier.text + "\n", 0o444)

    def _read(self) -> SigningKey:
        if stat.S_IMODE(self._secret.stat().st_mode) & 0o077:
            raise SigningKeyLost(f"{self._secret} can be read by others. Give it mode 0600, then start again.")
        name, _, seed = self._secret.read_text().strip().partition(" ")
        try:
            return SigningKey(name, base64.b64decode(seed, validate=True))
        except ValueError:
            raise SigningKeyLost(f"{self._secret} holds no signing key. Put back a copy of it.") from None


def _key(text: str | None) -> VerifierKey | None:
    try:
        return read_key(text) if text is not None else None
    except NotGenuine:
        return None
