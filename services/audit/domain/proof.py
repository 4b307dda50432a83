"""A proof file: one fact, its way up the tree and the signed head, for somebody who has nothing else of ours.

The text is C2SP's `tlog-proof@v1`. Its `extra` line carries the fact's canonical row; it is believed only because its
hash is the leaf the proof starts from.
"""

import re

import msgspec

from services.audit.domain.checkpoint import (
    Checkpoint,
    NotGenuine,
    VerifierKey,
    as_base64,
    from_base64,
    verify,
)
from services.audit.domain.ledger import Entry
from services.audit.domain.merkle import HASH_SIZE, Tree, inclusion_holds, leaf_hash

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,17})")


class Proof(msgspec.Struct, frozen=True):
    """What a proof file says: `row` is leaf number `index` (from 0), `path` leads from it to the head in `note`."""

    row: bytes
    index: int
    path: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        """The file."""
        path = "".join(f"{as_base64(piece)}\n" for piece in self.path)
        return f"{HEADER}\nextra {as_base64(self.row)}\nindex {self.index}\n{path}\n{self.note}"


class ProvenFact(msgspec.Struct, frozen=True):
    """A fact that stood in the ledger when its head was signed: the canonical row and where it stood, from 1."""

    row: bytes
    ledger_position: int
    checkpoint: Checkpoint


def prove(entry: Entry, tree: Tree, note: str, key: VerifierKey) -> Proof:
    """The proof that an entry is under a signed head of its ledger.

    Raises MissingHashes where the head was signed before the entry was written, NotGenuine where the head is not ours
    or the ledger no longer bears it out: a proof that would not verify is never handed out.
    """
    index = entry.ledger_position - 1
    path = tree.inclusion(index, verify(note, key).size)
    proof = Proof(entry.row, index, path, note)
    verify_proof(proof.text, key)
    return proof


def parse_proof(text: str) -> Proof:
    """What a file states; nothing is believed yet. Raises NotGenuine where it is no proof file of one of our facts."""
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != HEADER or len(lines) < 3 or not lines[1].startswith("extra "):
        raise NotGenuine("this is not a proof file that carries a fact")
    index = _INDEX.fullmatch(lines[2])
    path = tuple(from_base64(line) for line in lines[3:])
    if not index or any(len(piece) != HASH_SIZE for piece in path):
        raise NotGenuine("the way from the fact to the tree head cannot be read")
    return Proof(from_base64(lines[1].removeprefix("extra ")), int(index[1]), path, note)


def verify_proof(text: str, *keys: VerifierKey) -> ProvenFact:
    """The fact a file proves, for who trusts one of these keys. Raises NotGenuine, with the reason, if it does not."""
    proof = parse_proof(text)
    checkpoint = verify(proof.note, *keys)
    leaf = leaf_hash(proof.row)
    if not inclusion_holds(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root):
        raise NotGenuine("the fact is not under the signed tree head")
    return ProvenFact(proof.row, proof.index + 1, checkpoint)
