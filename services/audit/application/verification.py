"""Verification: logs against the ledger, the ledger against its heads, facts against each other, views against logs."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import msgspec

from services.audit.application.catching_up import COMMAND_SECONDS, CatchingUp
from services.audit.application.ports import (
    ComparedViews,
    HeadFolder,
    Keys,
    Ledger,
    LedgerUnreadable,
    Logs,
    LogUnreadable,
    ServiceViews,
    SignedHead,
)
from services.audit.application.tree_heads import TreeHeads
from services.audit.domain.checkpoint import Checkpoint, NotGenuine, VerifierKey, as_base64, compare_heads, verify
from services.audit.domain.comparison import compare_logs
from services.audit.domain.finding import Finding, HeadNotGenuine, LedgerGap, LogFinding, in_order
from services.audit.domain.ledger import Row
from services.audit.domain.links import Links
from services.audit.domain.merkle import EMPTY_ROOT, Frontier, grow, roots_at
from services.audit.domain.surroundings import (
    HeadMissing,
    KeysDiffer,
    LogNotReadable,
    StoredHashDiffers,
    ViewNotAsHistory,
    ViewsNotCompared,
)
from services.audit.domain.values import Checked, Found, Outcome, Result

_AT_MOST = 10
_PAGE = 2000


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a verification found, the first wrong thing first, and how much it looked at."""

    findings: tuple[Finding, ...]
    checked: Checked
    ledger_position: int
    tree_head: str

    @property
    def differences(self) -> tuple[Finding, ...]:
        """What differs."""
        return tuple(finding for finding in self.findings if not finding.is_notice)

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What is worth telling besides."""
        return tuple(finding for finding in self.findings if finding.is_notice)

    @property
    def result(self) -> Result:
        """Whether anything differs, and if not, whether everything was looked at."""
        if self.differences:
            return "differs"
        incomplete = any(isinstance(finding, ViewsNotCompared) for finding in self.findings)
        return "incomplete" if incomplete else "clean"

    @property
    def document(self) -> dict[str, Any]:
        """The report as JSON members; positions are strings of digits."""
        return {
            "result": self.result,
            "first": self.differences[0].says if self.differences else None,
            "findings": [_told(finding) for finding in self.differences],
            "notices": [_told(finding) for finding in self.notices],
            "checked": msgspec.to_builtins(self.checked),
            "ledger": {"ledger_position": str(self.ledger_position), "tree_head": self.tree_head},
        }

    @property
    def outcome(self) -> Outcome:
        """The report as it is kept."""
        return Outcome(
            result=self.result,
            checked=self.checked,
            ledger_position=self.ledger_position,
            tree_head=self.tree_head,
            findings=tuple(_kept(finding) for finding in self.differences),
            notices=tuple(finding.says for finding in self.notices),
        )


class Verification:
    """Checks everything there is, trusting none of the services' code but what compares their own views."""

    def __init__(
        self,
        logs: Logs,
        ledger: Ledger,
        folder: HeadFolder,
        keys: Keys,
        heads: TreeHeads,
        catching_up: CatchingUp,
        views: ServiceViews,
        seconds: float = COMMAND_SECONDS,
    ) -> None:
        """`seconds` is how long to wait for another process that follows the logs and lags."""
        self._logs = logs
        self._ledger = ledger
        self._folder = folder
        self._keys = keys
        self._heads = heads
        self._catching_up = catching_up
        self._views = views
        self._seconds = seconds

    def run(self) -> Report:
        """Look at everything, and sign a head over what was found in order.

        The heads are looked at before the ledger is brought up to date, which would cover that its end was cut off.
        """
        with ThreadPoolExecutor(1) as beside:
            there = [name for name, head in self._catching_up.heads().items() if head]
            compared = beside.submit(self._views.compare, there)
            try:
                before = self._ledger_by_itself(self._ledger.size())
                bounds = self._catching_up.heads() if before else self._catching_up.wait(self._seconds)
                report = self._report(before, bounds, compared)
            except LedgerUnreadable:
                return _unreadable()
        if not report.differences:
            self._heads.sign()
        return report

    def _report(self, before: list[Finding], bounds: dict[str, int], views: "Future[list[ComparedViews]]") -> Report:
        size, facts, findings = self._ledger.size(), 0, list(before)
        for source in sorted({*self._logs.names, *self._ledger.sources()}):
            reached = self._ledger.reached(source)
            facts += reached
            findings += self._log(source, reached, max(reached, bounds.get(source, 0)))
        whole = all(self._ledger.reached(source) >= head for source, head in bounds.items())
        findings += self._links(size, whole and not any(isinstance(each, LogNotReadable) for each in findings))
        compared = views.result()
        for one in compared:
            findings += _of_views(one)
        return Report(
            findings=tuple(in_order(findings)),
            checked=Checked(
                facts=facts,
                heads=sum(1 for _ in self._folder.newest_first()),
                views=sum(one.compared for one in compared),
            ),
            ledger_position=size,
            tree_head=as_base64(self._root(size)),
        )

    def _log(self, source: str, reached: int, until: int) -> list[Finding]:
        """One log beside the ledger's record of it; where it breaks off, as far as it can be read."""
        if source not in self._logs.names:
            return compare_logs(source, self._ledger.entries_of(source, reached), ())
        rows = _Counted(self._logs.rows(source, until=until))
        try:
            return compare_logs(source, self._ledger.entries_of(source, reached), rows)
        except LogUnreadable as error:
            last = rows.last
            readable = self._logs.rows(source, until=last)
            entries = self._ledger.entries_of(source, min(reached, last))
            beyond = next((e for e in self._ledger.entries_of(source, reached) if e.source_position > last), None)
            evidence = beyond.ledger_position if beyond else None
            broken = LogNotReadable(source=source, reason=error.reason, ledger_position=evidence)
            return [*(compare_logs(source, entries, readable) if last else []), broken]

    def _links(self, size: int, whole: bool) -> list[Finding]:
        """What does not fit in among the facts; a cause can only be missed where every log is there to its end."""
        links, found = Links(), []
        for after in range(0, size, _PAGE):
            found += list(links.look_at(self._ledger.page(after, min(_PAGE, size - after))))
        return [*found, *(links.without_cause() if whole else ())][:_AT_MOST]

    def _ledger_by_itself(self, size: int) -> list[Finding]:
        return [*self._gaps(size), *self._signed_heads(size), *self._stored_hashes(size)]

    def _gaps(self, size: int) -> Iterator[Finding]:
        expected = 1
        for position, _ in self._ledger.leaves(size):
            if position > expected:
                yield LedgerGap(ledger_position=expected, count=position - expected)
            expected = position + 1

    def _signed_heads(self, size: int) -> Iterator[Finding]:
        outside, kept = list(self._folder.newest_first()), self._ledger.heads()
        key = self._keys.trusted()
        if not self._keys.agree():
            yield KeysDiffer(ledger_position=None)
        if key is None:
            for head in [*outside, *kept][:1]:
                reason = "the ledger's public key is gone, so nothing can be believed"
                yield HeadNotGenuine(named=head.named, reason=reason, ledger_position=None)
            return
        believed: list[Checkpoint] = []
        for head in [*outside, *kept]:
            try:
                believed.append(_believed(head, key))
            except NotGenuine as reason:
                yield HeadNotGenuine(named=head.named, reason=str(reason), ledger_position=None)
        for missing in sorted({head.size for head in kept} - {head.size for head in outside})[:_AT_MOST]:
            yield HeadMissing(size=missing, ledger_position=None)
        roots = roots_at((leaf for _, leaf in self._ledger.leaves(size)), [head.size for head in believed])
        yield from compare_heads(believed, roots, size)

    def _stored_hashes(self, size: int) -> Iterator[Finding]:
        _, completed = grow(Frontier(), (leaf for _, leaf in self._ledger.leaves(size)))
        given = {(tree.level, tree.index): tree.hash for tree in completed}
        stored = {(tree.level, tree.index): tree.hash for tree in self._ledger.subtrees()}
        differing = sorted(place for place, piece in given.items() if stored.get(place) != piece)
        for level, index in differing[:_AT_MOST]:
            yield StoredHashDiffers(level=level, index=index, ledger_position=(index << level) + 1)

    def _root(self, size: int) -> bytes:
        return roots_at((leaf for _, leaf in self._ledger.leaves(size)), [size]).get(size, EMPTY_ROOT)


class _Counted:
    """Rows as they pass, and the position of the last one that could be read."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.last = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.last = row.source_position
            yield row


def _believed(head: SignedHead, key: VerifierKey) -> Checkpoint:
    checkpoint = verify(head.note, key)
    if checkpoint.size != head.size:
        raise NotGenuine("it covers another number of entries than is said of it")
    return checkpoint


def _of_views(compared: ComparedViews) -> Iterator[Finding]:
    for view, reason in compared.differing:
        yield ViewNotAsHistory(source=compared.source, view=view, reason=reason, ledger_position=None)
    if compared.not_done:
        yield ViewsNotCompared(source=compared.source, reason=compared.not_done, ledger_position=None)


def _unreadable() -> Report:
    broken = LogNotReadable(source="ledger", reason="its file is damaged, or is no ledger", ledger_position=None)
    return Report(findings=(broken,), checked=Checked(), ledger_position=0, tree_head=as_base64(EMPTY_ROOT))


def _kept(finding: Finding) -> Found:
    in_log = finding if isinstance(finding, LogFinding) else None
    return Found(
        kind=str(msgspec.to_builtins(finding)["kind"]),
        says=finding.says,
        source=in_log.source if in_log else getattr(finding, "source", None),
        stream=in_log.stream if in_log else None,
        position=in_log.position if in_log else None,
        ledger_position=finding.ledger_position,
    )


def _told(finding: Finding) -> dict[str, Any]:
    members: dict[str, Any] = msgspec.to_builtins(finding) | {"says": finding.says}
    return {name: str(value) if name.endswith("position") and value else value for name, value in members.items()}
