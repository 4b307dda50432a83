"""What can be wrong around the ledger: a log that cannot be read, a view, a head or a stored hash that does not fit."""

from services.audit.domain.finding import Finding


class LogNotReadable(Finding, frozen=True, kw_only=True):
    """A log cannot be read, wholly or from some position on, though the ledger holds facts of it."""

    source: str
    reason: str

    @property
    def says(self) -> str:
        """Which log, and how it fails."""
        return f"{self.source}: the log cannot be read: {self.reason}."


class ViewNotAsHistory(Finding, frozen=True, kw_only=True):
    """A view holds something other than the service's own history gives; `reason` names the table and the row."""

    source: str
    view: str
    reason: str

    @property
    def says(self) -> str:
        """Which view."""
        return f"{self.source}: {self.reason}."


class HeadMissing(Finding, frozen=True, kw_only=True):
    """A head that was signed is no longer where signed heads are kept."""

    size: int

    @property
    def says(self) -> str:
        """Which one."""
        return f"The tree head signed over {self.size:,} entries is gone from the folder of checkpoints."


class StoredHashDiffers(Finding, frozen=True, kw_only=True):
    """A hash kept so that proofs need not read the whole ledger is not the one its entries give."""

    level: int
    index: int

    @property
    def says(self) -> str:
        """Under which entries."""
        first = (self.index << self.level) + 1
        last = (self.index + 1) << self.level
        return f"The ledger: the stored hash over entries {first:,} to {last:,} is not the one they give."


class KeysDiffer(Finding, frozen=True, kw_only=True):
    """The public key in the data folder is not the one that was put beside the signed heads."""

    @property
    def says(self) -> str:
        """That somebody exchanged a key."""
        return "The ledger's public key in the data folder is not the one kept with the signed heads."


class ViewsNotCompared(Finding, frozen=True, kw_only=True):
    """A service's views could not be held against its history; nothing is known about them either way."""

    source: str
    reason: str

    @property
    def says(self) -> str:
        """Whose views, and why."""
        return f"{self.source}: the views were not compared: {self.reason}."

    @property
    def is_notice(self) -> bool:
        """No sign of tampering by itself."""
        return True
