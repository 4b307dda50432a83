"""Proves that an entry stands in the ledger under a signed head."""

from collections.abc import Sequence

import msgspec

from services.audit.application.ports import Keys, Ledger, SignedHead
from services.audit.application.tree_heads import TreeHeads
from services.audit.domain.checkpoint import NotGenuine, verify
from services.audit.domain.ledger import Entry
from services.audit.domain.merkle import MissingHashes, Tree, inclusion_holds, leaf_hash
from services.audit.domain.proof import Proof, prove
from shared.kernel.refusals import Refusal


class NothingSignedYet(Refusal):
    """No head has been signed that covers the entry."""

    says = "No signed head covers this fact yet. Run verification, which signs one, and try again."


class Standing(msgspec.Struct, frozen=True):
    """Which entries were found under the newest signed head, by ledger position; `head` is None before the first.

    `broken` are those which that head should cover and does not; the rest came after it was signed.
    """

    head: SignedHead | None
    under: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()


class Proofs:
    """Proofs from the ledger as it stands."""

    def __init__(self, ledger: Ledger, heads: TreeHeads, keys: Keys) -> None:
        self._ledger = ledger
        self._heads = heads
        self._keys = keys

    def prove(self, entry: Entry) -> Proof:
        """The proof for who has nothing of ours. Raises NothingSignedYet, and NotGenuine where it would not hold."""
        head, key = self._heads.newest(), self._keys.trusted()
        if head is None or key is None or head.size < entry.ledger_position:
            raise NothingSignedYet
        return prove(entry, Tree(self._ledger.hashes), head.note, key)

    def standing(self, entries: Sequence[Entry]) -> Standing:
        """Each entry led up to the newest signed head, from the bytes of its row."""
        head, key = self._heads.newest(), self._keys.trusted()
        if head is None or key is None:
            return Standing(None)
        root, tree = verify(head.note, key).root, Tree(_Remembered(self._ledger))
        covered = [entry for entry in entries if entry.ledger_position <= head.size]
        under = {entry.ledger_position for entry in covered if _is_under(entry, tree, head.size, root)}
        broken = {entry.ledger_position for entry in covered} - under
        return Standing(head, frozenset(under), frozenset(broken))


class _Remembered:
    """Stored hashes, each run read once: the ways of neighbouring entries are nearly the same."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._read: dict[tuple[int, int, int], Sequence[bytes]] = {}

    def __call__(self, level: int, start: int, count: int) -> Sequence[bytes]:
        place = (level, start, count)
        if place not in self._read:
            self._read[place] = self._ledger.hashes(*place)
        return self._read[place]


def _is_under(entry: Entry, tree: Tree, size: int, root: bytes) -> bool:
    index = entry.ledger_position - 1
    try:
        return inclusion_holds(leaf_hash(entry.row), index, size, tree.inclusion(index, size), root)
    except (MissingHashes, NotGenuine):
        return False
