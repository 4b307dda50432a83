"""A step asked for: on which case, of whom, when, under which law, and what of the case bears on it."""

from datetime import date, datetime

import msgspec

from services.triage.domain.asb.days import day_of, last_day
from services.triage.domain.asb.file import CaseFile, Incident, Step, Subject
from services.triage.domain.asb.law import Law, Tool
from services.triage.domain.asb.register import Authorities, Authority, Order, Orders
from services.triage.domain.state import Assessed

_ADULT = 18
INDIVIDUAL = "individual"
_CMARAC = "cmarac"


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """A tool asked for on a case, at a moment, under the law of that day, with the registers as they stood."""

    file: CaseFile
    law: Law
    tool: Tool
    subject: Subject
    at: datetime
    authorities: Authorities
    orders: Orders
    issued_by: str | None = None
    ward: str | None = None

    @property
    def day(self) -> date:
        """The day on the wall in London."""
        return day_of(self.at)

    @property
    def earlier(self) -> Step | None:
        """The newest step it may follow from."""
        found = [each for each in self.standing() if each.tool in self.tool.after]
        return found[-1] if found else None

    @property
    def first(self) -> Step | None:
        """The first of the chain it extends: all in all it may not last longer than from there."""
        chain: list[Step] = []
        for step in self.standing():
            if step.tool in (*self.tool.after, self.tool.code):
                chain = [*chain, step] if chain and chain[-1].in_force(step.served_at) else [step]
        return chain[0] if chain else None

    @property
    def before_cmarac(self) -> bool:
        """Whether the rules have the Community MARAC hear the case."""
        standing = self.file.standing
        if not isinstance(standing, Assessed):
            return False
        return _CMARAC in standing.panels or (standing.judged is not None and _CMARAC in standing.judged.panels)

    @property
    def authority(self) -> Authority | None:
        """Under which entry of the register it is issued."""
        return self.authorities.covering(self.issued_by, self.tool.code, self.day)

    @property
    def order(self) -> Order | None:
        """The order whose breach it answers."""
        return self.orders.in_force(self.tool.order or "", self.ward, self.day)

    def evidenced(self) -> list[Incident]:
        """The incidents that count: evidenced, and not after the moment."""
        return [each for each in self.file.incidents if each.evidenced and each.occurred_at <= self.at]

    def since(self) -> list[Incident]:
        """Those that happened after the time to comply; all that count where the tool asks for no earlier step."""
        comply_by = self.earlier.comply_by if self.tool.later_incident and self.earlier else None
        return [each for each in self.evidenced() if comply_by is None or day_of(each.occurred_at) > comply_by]

    def breaches(self) -> set[str]:
        """What it may answer, each once however many told of it."""
        return {each.same_as_id or each.incident_id for each in self.since()}

    def same(self) -> list[Step]:
        """The same tool on the same subject, served by then or later, not taken back."""
        return [each for each in self._ours() if each.tool == self.tool.code]

    def penalties(self, *tools: str) -> list[Step]:
        """The penalties among these; one for the breach of an earlier notice answers no breach of this one."""
        since = self.earlier.served_at if self.earlier else None
        return [each for each in self._ours() if each.tool in tools and (since is None or each.served_at >= since)]

    def standing(self) -> list[Step]:
        """What was served on this subject by then and not taken back, the earliest first."""
        return sorted((each for each in self._ours() if each.served_at <= self.at), key=lambda each: each.served_at)

    def _ours(self) -> list[Step]:
        return [each for each in self.file.steps if each.subject_id == self.subject.subject_id and each.stands()]


def latest_end(asking: Asking) -> date | None:
    """The last day it may last to; None where the law sets no end, or gives hours."""
    months = asking.tool.young_months if asking.tool.young_months and young(asking) else asking.tool.longest_months
    if months is None:
        return None
    first = asking.first if asking.tool.from_the_first else None
    return last_day(day_of(first.served_at) if first else asking.day, months)


def earliest_end(asking: Asking) -> tuple[int, date] | None:
    """For how many months it must last at least, and until when; None where the law sets no such time."""
    months = asking.tool.young_shortest_months if young(asking) else asking.tool.shortest_months
    return (months, last_day(asking.day, months)) if months else None


def young(asking: Asking) -> bool:
    """Whether the person is under 18, or may be."""
    return _under_age(asking.subject, asking.day)


def to_confirm(tool: Tool, subject: Subject, day: date) -> tuple[str, ...]:
    """What somebody has to confirm; more where the person is under 18, or may be."""
    return (*tool.confirms, *(tool.young_confirms if _under_age(subject, day) else ()))


def _under_age(subject: Subject, day: date) -> bool:
    age = subject.at_least(day)
    return subject.kind == INDIVIDUAL and (age is None or age < _ADULT)
