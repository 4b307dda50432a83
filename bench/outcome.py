"""What a benchmark found, as JSON for machines and as a table for people."""

import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench.rounds import Ratio


@dataclass(frozen=True, slots=True)
class Outcome:
    """One benchmark: every case's rates round by round, and the ratios that are held against a bar.

    `notes` are sentences that belong beside the figures; `also` is what is no rate.
    """

    name: str
    unit: str
    rates: Mapping[str, Sequence[float]]
    ratios: Sequence[Ratio]
    notes: Sequence[str] = ()
    also: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Everything, as JSON members."""
        return {
            "name": self.name,
            "unit": self.unit,
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(),
            "rounds": max((len(each) for each in self.rates.values()), default=0),
            "rates": {case: {"median": median(each), "each": list(each)} for case, each in self.rates.items()},
            "ratios": [{**asdict(ratio), "met": ratio.met} for ratio in self.ratios],
            "notes": list(self.notes),
            "also": dict(self.also),
        }

    def table(self) -> list[str]:
        """The ratios as the lines of a table in Markdown, with what else is to be said below it."""
        lines = [
            f"| {self.name} ({self.unit}) | rate | against | its rate | ratio | middle half | bar | |",
            "|---|--:|---|--:|--:|--:|--:|---|",
        ]
        for ratio in self.ratios:
            rates = [_short(median(self.rates[case])) for case in (ratio.case, ratio.against)]
            lines.append(
                f"| {ratio.case} | {rates[0]} | {ratio.against} | {rates[1]} | **{_ratio(ratio.median)}** "
                f"| {_ratio(ratio.low)}–{_ratio(ratio.high)} | {_bar(ratio)} | {_VERDICTS[ratio.met]} |"
            )
        return [*lines, "", *(f"- {note}" for note in self.notes), ""]


_VERDICTS = {True: "met", False: "missed", None: ""}


def machine() -> str:
    """The machine and the versions the figures belong to, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _bar(ratio: Ratio) -> str:
    if ratio.most is not None:
        return f"≤ {ratio.most:.2f}"
    return "" if ratio.least is None else f"≥ {ratio.least:.2f}"


def _short(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"
