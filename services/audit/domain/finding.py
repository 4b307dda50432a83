"""What audit can find wrong: each kind says which stream, which position and what, never a value."""

from collections.abc import Iterable

import msgspec


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class Finding(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=_snake):
    """One thing found; `ledger_position` is where in the ledger the evidence stands, None if it stands nowhere."""

    ledger_position: int | None

    @property
    def says(self) -> str:
        """The finding in a sentence for staff."""
        raise NotImplementedError

    @property
    def is_notice(self) -> bool:
        """True for what is worth telling but is no sign of tampering."""
        return False


class LogFinding(Finding, frozen=True, kw_only=True):
    """A finding about a service's log: the stream and the position (from 1) at which it begins."""

    source: str
    stream: str | None
    position: int

    @property
    def where(self) -> str:
        """The place in words."""
        stream = f", stream {self.stream}" if self.stream else ""
        entry = f", ledger entry {self.ledger_position}" if self.ledger_position else ""
        return f"{self.source}{stream}, position {self.position}{entry}"


class FactChanged(LogFinding, frozen=True, kw_only=True):
    """The live row differs from the recorded one in these columns; none are named where the record was altered too."""

    columns: tuple[str, ...]

    @property
    def says(self) -> str:
        """Which columns differ."""
        what = _listed(self.columns) if self.columns else "the row"
        return f"{self.where}: {what} differ{_s_of(len(self.columns) or 1)} from what the ledger recorded."


class FactRemoved(LogFinding, frozen=True, kw_only=True):
    """A recorded fact is no longer anywhere in the live log, though later ones are."""

    @property
    def says(self) -> str:
        """That it is gone."""
        return f"{self.where}: the fact that the ledger recorded has been deleted from the log."


class LogCutShort(LogFinding, frozen=True, kw_only=True):
    """The live log ends before the ledger's record of it does: its last facts are gone."""

    count: int

    @property
    def says(self) -> str:
        """Where the log ends now, and how much is missing."""
        last = "the last fact" if self.count == 1 else f"the last {self.count:,} facts"
        return f"{self.where}: the log ends before this; {last} that the ledger recorded {_is(self.count)} gone."


class FactInserted(LogFinding, frozen=True, kw_only=True):
    """The live log holds a fact among recorded ones that was not there when the ledger recorded them."""

    @property
    def says(self) -> str:
        """That it was put in later."""
        return f"{self.where}: a fact stands here that was not in the log when the ledger recorded this part of it."


class FactsSwapped(LogFinding, frozen=True, kw_only=True):
    """Two facts stand in each other's place."""

    other_position: int
    other_stream: str | None

    @property
    def says(self) -> str:
        """Which two."""
        other = f" (stream {self.other_stream})" if self.other_stream else ""
        return f"{self.where}: this fact and the one at position {self.other_position}{other} have been swapped."


class FactsMoved(LogFinding, frozen=True, kw_only=True):
    """Facts stand unchanged, but at other positions than recorded: the log was renumbered."""

    count: int

    @property
    def says(self) -> str:
        """How many, from where."""
        facts = "a fact that was" if self.count == 1 else f"{self.count:,} facts that were"
        return (
            f"{self.where}: from here on, {facts} recorded elsewhere in the log {_is(self.count)} at another position."
        )


class PositionMissing(LogFinding, frozen=True, kw_only=True):
    """The log skips positions, and the ledger has none to put there. Positions are given without holes."""

    count: int

    @property
    def says(self) -> str:
        """Which positions."""
        if self.count == 1:
            return f"{self.where}: the log has no fact at this position."
        return f"{self.where}: the log has no facts at positions {self.position} to {self.position + self.count - 1}."


class NotYetInLedger(LogFinding, frozen=True, kw_only=True):
    """Facts the ledger has yet to record, from this position on."""

    count: int

    @property
    def says(self) -> str:
        """How many."""
        facts = "1 fact" if self.count == 1 else f"{self.count:,} facts"
        return f"{self.source}: {facts} not yet in the ledger, from position {self.position} on."

    @property
    def is_notice(self) -> bool:
        """A ledger that lags is no tampering."""
        return True


class FurtherDifferences(LogFinding, frozen=True, kw_only=True):
    """More differs than is worth naming one by one."""

    count: int

    @property
    def says(self) -> str:
        """How many more."""
        return (
            f"{self.where}: from here on, {self.count:,} more position{_plural(self.count)} differ{_s_of(self.count)}."
        )


class EntryAltered(LogFinding, frozen=True, kw_only=True):
    """The ledger's own copy of a row no longer gives the leaf hash beside it."""

    @property
    def says(self) -> str:
        """That the ledger itself was changed."""
        return f"{self.where}: the ledger's own copy of this fact has been changed."


class LedgerGap(Finding, frozen=True, kw_only=True):
    """Entries are missing inside the ledger."""

    count: int

    @property
    def says(self) -> str:
        """Where and how many."""
        entries = "an entry is" if self.count == 1 else f"{self.count:,} entries are"
        return f"The ledger: {entries} missing from entry {self.ledger_position} on."


class HeadBeyondLedger(Finding, frozen=True, kw_only=True):
    """A signed tree head covers more entries than the ledger still has."""

    size: int
    reached: int

    @property
    def says(self) -> str:
        """Both sizes."""
        return (
            f"The ledger ends at entry {self.reached:,}, but a signed tree head covers {self.size:,}: its end is gone."
        )


class HeadDiffers(Finding, frozen=True, kw_only=True):
    """The ledger no longer gives a signed tree head; it still gives the one before, of `last_good` entries."""

    size: int
    last_good: int

    @property
    def says(self) -> str:
        """Between which two heads the change lies."""
        between = f"entries {self.last_good + 1:,} to {self.size:,}"
        return f"The ledger no longer gives the tree head signed over {self.size:,} entries: {between} were changed."


class HeadsDisagree(Finding, frozen=True, kw_only=True):
    """Two tree heads were signed that cannot both be true of one growing ledger."""

    old_size: int
    new_size: int

    @property
    def says(self) -> str:
        """Which two."""
        return (
            f"The tree heads signed over {self.old_size:,} and {self.new_size:,} entries contradict each other: "
            "the later one does not continue the earlier one."
        )


class HeadNotGenuine(Finding, frozen=True, kw_only=True):
    """Something kept as a signed tree head is not one; `named` says where it was found."""

    named: str
    reason: str

    @property
    def says(self) -> str:
        """What is wrong with it."""
        return f"The tree head {self.named} is not genuine: {self.reason}."


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The first wrong thing first: signs of tampering before notices, then by place in the ledger and in the log."""

    def place(finding: Finding) -> tuple[bool, bool, int, str, int]:
        unplaced = finding.ledger_position is None
        source, position = (finding.source, finding.position) if isinstance(finding, LogFinding) else ("", 0)
        return finding.is_notice, unplaced, finding.ledger_position or 0, source, position

    return sorted(findings, key=place)


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _s_of(count: int) -> str:
    return "s" if count == 1 else ""


def _plural(count: int) -> str:
    return "" if count == 1 else "s"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
