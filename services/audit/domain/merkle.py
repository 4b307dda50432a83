"""The tree over the ledger: one hash that stands for every entry, and short proofs that an entry is under it.

Hashing is that of RFC 6962 section 2.1 (RFC 9162 keeps it): a leaf is SHA-256(0x00 ‖ data), a node
SHA-256(0x01 ‖ left ‖ right), so that a node can never be passed off as a leaf. All hashes are 32 bytes.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from itertools import islice

import msgspec

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

# Every eighth level is kept, as in C2SP's tiled logs: 256 leaves to one stored hash, and a proof in a ledger of a
# million entries reads a few hundred hashes instead of a million.
STORED_STEP = 8

StoredHashes = Callable[[int, int, int], Sequence[bytes]]
"""`hashes(level, start, count)`: `count` hashes side by side at level 0 (the leaves), 8, 16 and so on."""


class MissingHashes(LookupError):
    """The ledger does not hold the hashes a root or a proof would need: the size asked for is beyond it."""


class Subtree(msgspec.Struct, frozen=True):
    """The hash over the full run of 2^level leaves that starts at leaf `index` x 2^level."""

    level: int
    index: int
    hash: bytes


class Frontier(msgspec.Struct, frozen=True):
    """All that must be remembered to go on growing a tree: one hash for each full subtree, largest first.

    At most 64 hashes, however long the ledger. Raises ValueError where hashes and size do not fit each other.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves does not have {len(self.peaks)} full subtrees")

    @property
    def root(self) -> bytes:
        """The hash over all leaves so far; over none, SHA-256 of nothing."""
        return _join(self.peaks)


def leaf_hash(data: bytes) -> bytes:
    """The hash that stands for one entry's bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash that stands for two neighbouring subtrees."""
    return sha256(b"\x01" + left + right).digest()


def grow(frontier: Frontier, leaves: Iterable[bytes]) -> tuple[Frontier, list[Subtree]]:
    """The tree after these further leaf hashes, and the subtrees they completed that are to be stored."""
    size, peaks, completed = frontier.size, list(frontier.peaks), []
    for leaf in leaves:
        node, level = leaf, 0
        while size >> level & 1:
            node = sha256(b"\x01" + peaks.pop() + node).digest()
            level += 1
            if level % STORED_STEP == 0:
                completed.append(Subtree(level, size >> level, node))
        peaks.append(node)
        size += 1
    return Frontier(size, tuple(peaks)), completed


def roots_at(leaves: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The roots at several sizes in one pass over the leaf hashes; a size the ledger does not reach is left out."""
    frontier, rest, roots = Frontier(), iter(leaves), {}
    for size in sorted(set(sizes)):
        frontier, _ = grow(frontier, islice(rest, size - frontier.size))
        if frontier.size != size:
            break
        roots[size] = frontier.root
    return roots


class Tree:
    """Roots and proofs at any size, read from stored hashes: those of the leaves and those that `grow` completed."""

    def __init__(self, hashes: StoredHashes) -> None:
        self._hashes = hashes

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves."""
        return self._run(0, size)

    def frontier(self, size: int) -> Frontier:
        """What must be known to grow the tree from that size on."""
        return Frontier(size, tuple(self._peaks(0, size)))

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """The hashes that lead from leaf `index` (from 0) to the root at `size`, the leaf's neighbour first."""
        if not 0 <= index < size:
            raise MissingHashes(f"there is no leaf {index} in a tree of {size}")
        start, end, path = 0, size, []
        while end - start > 1:
            middle = start + _left_part(end - start)
            if index < middle:
                path.append(self._run(middle, end))
                end = middle
            else:
                path.append(self._run(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency(self, old_size: int, new_size: int) -> tuple[bytes, ...]:
        """The hashes that show the tree at `new_size` to begin with the whole tree at `old_size`."""
        if not 0 <= old_size <= new_size:
            raise MissingHashes(f"a tree of {new_size} cannot begin with one of {old_size}")
        if old_size in (0, new_size):
            return ()
        start, end, path = 0, new_size, []
        while end != old_size:
            middle = start + _left_part(end - start)
            if old_size <= middle:
                path.append(self._run(middle, end))
                end = middle
            else:
                path.append(self._run(start, middle))
                start = middle
        if start > 0:
            path.append(self._run(start, end))
        return tuple(reversed(path))

    def _run(self, start: int, end: int) -> bytes:
        """The hash over leaves start to end; `start` is a multiple of the largest full subtree inside."""
        return _join(self._peaks(start, end))

    def _peaks(self, start: int, end: int) -> list[bytes]:
        """The hashes of the full subtrees that make up such a run, the largest first."""
        nodes = []
        for level in range((end - start).bit_length() - 1, -1, -1):
            if end - start >> level & 1:
                nodes.append(self._full(level, start >> level))
                start += 1 << level
        return nodes

    def _full(self, level: int, index: int) -> bytes:
        above = level % STORED_STEP
        nodes = list(self._hashes(level - above, index << above, 1 << above))
        if len(nodes) != 1 << above:
            raise MissingHashes(f"the ledger does not hold the hashes under subtree {index} of level {level}")
        while len(nodes) > 1:
            nodes = [node_hash(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=True)]
        return nodes[0]


def inclusion_holds(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether these hashes lead from the leaf hash at `index` to the root at `size` (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(path):
        return False
    place, last, node = index, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(other, node)
            place, last = _past_lone_branches(place, last)
        else:
            node = node_hash(node, other)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_holds(old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether these hashes show the newer tree to begin with the older one (RFC 9162 section 2.1.4.2)."""
    if old_size == new_size:
        return not path and old_root == new_root
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT
    if not path or not 0 < old_size < new_size or not _are_hashes(path):
        return False
    nodes = (old_root, *path) if old_size.bit_count() == 1 else tuple(path)
    place, last = _trailing_ones_removed(old_size - 1, new_size - 1)
    old_node = new_node = nodes[0]
    for other in nodes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_node, new_node = node_hash(other, old_node), node_hash(other, new_node)
            place, last = _past_lone_branches(place, last)
        else:
            new_node = node_hash(new_node, other)
        place, last = place >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root


def _are_hashes(path: Sequence[bytes]) -> bool:
    """A piece of another length would be no hash at all, but bytes chosen to make two neighbours come out right."""
    return all(len(piece) == HASH_SIZE for piece in path)


def _join(nodes: Sequence[bytes]) -> bytes:
    """One hash over neighbouring full subtrees of falling size: the smallest two first."""
    if not nodes:
        return EMPTY_ROOT
    joined = nodes[-1]
    for node in reversed(nodes[:-1]):
        joined = node_hash(node, joined)
    return joined


def _left_part(count: int) -> int:
    """How many of `count` leaves (at least two) stand on the left: the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _past_lone_branches(place: int, last: int) -> tuple[int, int]:
    """Up past the levels at which the tree's right edge has no neighbour."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _trailing_ones_removed(place: int, last: int) -> tuple[int, int]:
    """Up to the full subtree that ends the older tree."""
    while place & 1:
        place, last = place >> 1, last >> 1
    return place, last
