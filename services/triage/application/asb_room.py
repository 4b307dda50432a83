"""Where cases of anti-social behaviour are worked on: a case’s file, what is due on it, and what may come next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.triage.application.asb_handlers import Ground
from services.triage.domain.asb.asking import Asking
from services.triage.domain.asb.conditions import Unmet, unmet
from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.due import Due, due_on
from services.triage.domain.asb.file import CaseFile, Subject
from services.triage.domain.asb.folding import ASB
from services.triage.domain.asb.law import Law, Practice, Tool
from services.triage.domain.asb.money import Budgets, Ledger
from services.triage.domain.asb.problems import Problems
from services.triage.domain.asb.promises import Clockwork, Promised, reckoned
from services.triage.domain.asb.register import Authorities, Orders
from services.triage.domain.asb.review import Watch, watch
from services.triage.domain.state import Assessed
from shared.kernel.messages import Recorded


@dataclass(frozen=True, slots=True)
class Option:
    """One tool for one subject: what the law still asks for, empty where a person may decide to use it."""

    tool: Tool
    subject: Subject
    unmet: Sequence[Unmet]


@dataclass(frozen=True, slots=True)
class AsbRoom:
    """Reads what stands; whatever is done goes through commands."""

    ground: Ground
    problems: Callable[[], Problems]
    budgets: Callable[[], Budgets]

    def file(self, story: Sequence[Recorded]) -> CaseFile:
        """The file of a case, from the stream of its assessment."""
        return ASB.fold(recorded.fact for recorded in story)

    def due(self, file: CaseFile, now: datetime) -> list[Due]:
        """What is due on a case."""
        return due_on(file, self.ground.practice, self.ground.calendar, now)

    def promised(self, clockwork: Clockwork) -> list[Promised]:
        """What was promised and is not done yet, from what a list knows of a case."""
        return reckoned(clockwork, self.ground.practice, self.ground.calendar)

    def watch(self, file: CaseFile, day: date) -> Watch | None:
        """How near the case is to the threshold of a review."""
        return watch(file, self.ground.practice, day)

    def options(self, file: CaseFile, now: datetime, officer: str) -> list[Option]:
        """Every tool of the law of today for every subject it could be addressed to, and what stands in the way.

        Authority is that of the officer who looks; somebody else's is chosen when a step is recorded.
        """
        law = self.law(day_of(now))
        if law is None:
            return []
        return [
            Option(tool, subject, unmet(self._asking(file, law, tool, subject, now, officer)))
            for subject in file.subjects
            for tool in law.tools
            if subject.kind in tool.of
        ]

    def law(self, day: date) -> Law | None:
        """The law of a day."""
        return self.ground.law.on(day)

    def practice(self, day: date) -> Practice | None:
        """The practice of a day."""
        return self.ground.practice.on(day)

    def authorities(self) -> Authorities:
        """The register of authority."""
        return self.ground.authorities()

    def orders(self) -> Orders:
        """The register of orders."""
        return self.ground.orders()

    def ledger(self, year: int, spent_pence: int, committed_pence: int, day: date) -> Ledger:
        """A financial year's money for mediation."""
        agreed = self.practice(day)
        return Ledger(
            budget_pence=self.budgets().years.get(year),
            spent_pence=spent_pence,
            committed_pence=committed_pence,
            average_pence=agreed.mediation_average_pence if agreed else 1,
        )

    def _asking(self, file: CaseFile, law: Law, tool: Tool, subject: Subject, now: datetime, officer: str) -> Asking:
        standing = file.standing
        return Asking(
            file=file,
            law=law,
            tool=tool,
            subject=subject,
            at=now,
            authorities=self.authorities(),
            orders=self.orders(),
            issued_by=officer,
            ward=standing.referral.ward if isinstance(standing, Assessed) else None,
        )
