"""Signs the head of the ledger's tree and puts it where the audited cannot write."""

from datetime import datetime, timedelta

from services.audit.application.ports import HeadFolder, Keys, Ledger, SignedHead
from services.audit.domain.checkpoint import Checkpoint, NotGenuine, parse, sign, verify
from services.audit.domain.ledger import RECORDED_AT
from services.audit.domain.merkle import MissingHashes, Tree
from shared.kernel.clock import Clock, parse_rfc3339

# At the latest after an hour; sooner when a minute has passed in which nothing was added, since then it costs nothing.
LATEST = timedelta(hours=1)
QUIET = timedelta(minutes=1)


class HeadsWouldDisagree(Exception):
    """The ledger no longer continues the newest signed head, so no further head is signed over it."""


class TreeHeads:
    """The signed heads of one ledger, each of which continues the one before."""

    def __init__(self, ledger: Ledger, folder: HeadFolder, keys: Keys, clock: Clock) -> None:
        self._ledger = ledger
        self._folder = folder
        self._keys = keys
        self._clock = clock
        self._begun = clock()
        self._seen = (0, self._begun)
        self._last: SignedHead | None = None

    def newest(self) -> SignedHead | None:
        """The newest head of ours that can be believed, with the time at which it was signed."""
        key = self._keys.trusted()
        for head in self._folder.newest_first():
            try:
                if key is not None and verify(head.note, key).size == head.size:
                    return head
            except NotGenuine:
                continue
        return None

    def stale_seconds(self) -> float:
        """The age of the oldest fact in the ledger that no signed head covers; 0 where there is none."""
        newest = self.newest()
        uncovered = next(iter(self._ledger.page(newest.size if newest is not None else 0, 1)), None)
        if uncovered is None:
            return 0.0
        recorded_at = uncovered.text(RECORDED_AT)
        try:
            since = parse_rfc3339(recorded_at or "")
        except ValueError:  # verification says what became of the entry
            since = self._begun
        return max(0.0, (self._clock() - since).total_seconds())

    def step(self) -> bool:
        """Sign a head if one is due; False if none was."""
        size, now = self._ledger.size(), self._clock()
        if size != self._seen[0]:
            self._seen = (size, now)
        if not self._is_due(size, now):
            return False
        self.sign()
        return True

    def sign(self) -> SignedHead | None:
        """Sign the head of the ledger as it stands, unless that was done; None while the ledger is empty.

        Raises HeadsWouldDisagree, and LookupError where the key was lost.
        """
        size = self._ledger.size()
        self._last = newest = self.newest()
        if newest is not None and newest.size == size:
            return newest
        tree = Tree(self._ledger.hashes)
        if newest is not None and not _continues(tree, newest, size):
            raise HeadsWouldDisagree
        return self._sign(tree, size) if size else None

    def _sign(self, tree: Tree, size: int) -> SignedHead:
        signer, now = self._keys.signer(), self._clock()
        note = sign(Checkpoint(signer.verifier.name, size, tree.root(size)), signer)
        head = SignedHead(self._folder.keep(size, now, note), size, now, note)
        self._ledger.keep_head(head)
        self._last = head
        return head

    def _is_due(self, size: int, now: datetime) -> bool:
        last = self._last
        if not size or (last is not None and last.size >= size):
            return False
        return last is None or now - last.signed_at >= LATEST or now - self._seen[1] >= QUIET


def _continues(tree: Tree, newest: SignedHead, size: int) -> bool:
    try:
        return newest.size < size and tree.root(newest.size) == parse(newest.note.rpartition("\n\n")[0] + "\n").root
    except MissingHashes:
        return False
