"""Signed tree heads: three lines that stand for a whole ledger, signed, and kept where no service can write.

The texts are those of C2SP: a checkpoint (origin, size, root) inside a signed note, whose signature lines read
`— name base64(key id ‖ signature)`; an Ed25519 key's id is the first four bytes of
SHA-256(name ‖ newline ‖ 0x01 ‖ public key). Any tool for such notes can check them.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.audit.domain.finding import Finding, HeadBeyondLedger, HeadDiffers, HeadsDisagree
from services.audit.domain.merkle import HASH_SIZE, consistency_holds

_ED25519 = b"\x01"
_KEY_SIZE = 32
_MOST_SIGNATURES = 100
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")


class NotGenuine(ValueError):
    """A note, checkpoint or key that cannot be believed; says why in plain words."""


class VerifierKey(msgspec.Struct, frozen=True):
    """Whose signature to believe. Its text, `name+id+base64`, is public: it belongs on paper and on the web site."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart; no secret, and no proof of anything."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:4]

    @property
    def text(self) -> str:
        """The key as it is handed to auditors."""
        return f"{self.name}+{self.key_id.hex()}+{as_base64(_ED25519 + self.public_key)}"

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether this key signed exactly this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class SigningKey:
    """The secret half: a name and 32 secret bytes. Never shows them when printed."""

    __slots__ = ("_secret", "verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        self._secret = Ed25519PrivateKey.from_private_bytes(seed)
        public_key = self._secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.verifier = read_key(VerifierKey(name, public_key).text)

    def __repr__(self) -> str:
        return f"SigningKey({self.verifier.name})"

    def sign(self, text: str) -> bytes:
        """64 bytes over the text."""
        return self._secret.sign(text.encode())


class Checkpoint(msgspec.Struct, frozen=True):
    """The head of the tree at one size: `root` stands for the first `size` entries of the ledger `origin`."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{as_base64(self.root)}\n"


def read_key(text: str) -> VerifierKey:
    """The key that `VerifierKey.text` wrote. Raises NotGenuine where name, id and key do not fit each other."""
    parts = _KEY.fullmatch(text.strip())
    if not parts:
        raise NotGenuine("this is not the text of a verifier key")
    name, key_id, encoded = parts.groups()
    key = from_base64(encoded)
    read = VerifierKey(name, key[1:])
    if key[:1] != _ED25519 or len(key) != 1 + _KEY_SIZE or read.key_id.hex() != key_id:
        raise NotGenuine("the key's name, id and bytes do not belong together")
    return read


def sign(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The signed note to publish. A ledger's own key bears the ledger's name, so that neither stands for another."""
    if key.verifier.name != checkpoint.origin:
        raise NotGenuine("a ledger is signed under its own name")
    return sign_note(checkpoint.text, key)


def sign_note(text: str, *keys: SigningKey) -> str:
    """Any text (ending in a newline) with one signature line for each key."""
    if not text.endswith("\n") or _has_control_characters(text):
        raise NotGenuine("a note is lines of plain text")
    lines = [f"— {key.verifier.name} {as_base64(key.verifier.key_id + key.sign(text))}\n" for key in keys]
    return f"{text}\n{''.join(lines)}"


def verify(note: str, *keys: VerifierKey) -> Checkpoint:
    """The checkpoint in a note that the ledger signed with one of its keys, present or past.

    Raises NotGenuine, with the reason, otherwise. A witness's key is no ledger's key: see `open_note` for those.
    """
    checkpoint = parse(open_note(note, *keys))
    if any(key.name != checkpoint.origin for key in keys):
        raise NotGenuine("the checkpoint is of another ledger than the key")
    return checkpoint


def parse(text: str) -> Checkpoint:
    """The checkpoint that these lines state; nothing is believed yet. Raises NotGenuine where they state none.

    Extension lines are refused: C2SP advises against them, and our heads have none.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise NotGenuine("a checkpoint is three lines: origin, size and root")
    root = from_base64(lines[2])
    if len(root) != HASH_SIZE:
        raise NotGenuine("the root is not a hash of 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def open_note(note: str, *keys: VerifierKey) -> str:
    """A note's text, once a known key's signature over it holds and none of a known key fails.

    Lines of unknown keys (a witness, a key to come) are passed over, as C2SP asks. Raises NotGenuine.
    """
    text, blank, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not blank or lines.pop() or not 0 < len(lines) <= _MOST_SIGNATURES or _has_control_characters(note):
        raise NotGenuine("this is not a signed note")
    known = {(key.name, key.key_id): key for key in keys}
    believed = False
    for line in lines:
        name, key_id, signature = _signature(line)
        if key := known.get((name, key_id)):
            if not key.signed(text + "\n", signature):
                raise NotGenuine(f"the signature of {name} does not fit the text")
            believed = True
    if not believed:
        raise NotGenuine("none of the expected keys has signed")
    return text + "\n"


def continues(old: Checkpoint, new: Checkpoint, path: Sequence[bytes]) -> bool:
    """Whether a consistency proof shows the later head to continue the earlier one, of the same ledger."""
    return old.origin == new.origin and consistency_holds(old.size, new.size, old.root, new.root, path)


def compare_heads(heads: Sequence[Checkpoint], roots: Mapping[int, bytes], size: int) -> list[Finding]:
    """What is wrong with a ledger by its signed heads: the first finding names the narrowest stretch known changed.

    `roots` are those of the ledger as it stands, at the heads' sizes (`merkle.roots_at`); `size` is its length. Two
    heads of one size with different roots contradict each other by themselves.
    """
    signed: dict[int, bytes] = {}
    findings: list[Finding] = []
    for head in heads:
        if signed.setdefault(head.size, head.root) != head.root:
            findings.append(HeadsDisagree(old_size=head.size, new_size=head.size, ledger_position=head.size))
    good = [at for at, root in signed.items() if roots.get(at) == root]
    bad = [at for at, root in signed.items() if at <= size and roots.get(at) != root]
    if bad:
        last_good = max((at for at in good if at < min(bad)), default=0)
        findings.append(HeadDiffers(size=min(bad), last_good=last_good, ledger_position=last_good + 1))
    if max(signed, default=0) > size:
        findings.append(HeadBeyondLedger(size=max(signed), reached=size, ledger_position=size + 1))
    return findings


def as_base64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 section 4)."""
    return base64.b64encode(data).decode()


def from_base64(encoded: str) -> bytes:
    """The bytes that `as_base64` wrote, strictly: there is one way to write each. Raises NotGenuine; also for none."""
    try:
        data = base64.b64decode(encoded, validate=True)
    except ValueError:
        data = b""
    if not data or as_base64(data) != encoded:
        raise NotGenuine("something that should be base64 is not")
    return data


def _signature(line: str) -> tuple[str, bytes, bytes]:
    parts = _SIGNATURE.fullmatch(line)
    signed = from_base64(parts[2]) if parts else b""
    if not parts or len(signed) < 5:
        raise NotGenuine("a signature line cannot be read")
    return parts[1], signed[:4], signed[4:]


def _has_control_characters(text: str) -> bool:
    return any(character < " " and character != "\n" for character in text)
