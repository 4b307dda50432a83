"""The conditions of the law: which of them a step does not meet on a day, and in plain words what would do."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec

from services.triage.domain.asb.days import LONDON, day_of, last_day
from services.triage.domain.asb.file import CaseFile, Incident, Step, Subject
from services.triage.domain.asb.law import Law, Tool
from services.triage.domain.asb.register import Authorities, Authority, Order, Orders

_ADULT = 18
_INDIVIDUAL = "individual"


class Unmet(msgspec.Struct, frozen=True, kw_only=True):
    """One condition that is not met, in plain words, and what would satisfy it."""

    condition: str
    says: str
    needs: str


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
        found = [each for each in self._standing() if each.tool in self.tool.after]
        return found[-1] if found else None

    @property
    def first(self) -> Step | None:
        """The first of the chain it extends: all in all it may not last longer than from there."""
        chain: list[Step] = []
        for step in self._standing():
            if step.tool in (*self.tool.after, self.tool.code):
                chain = [*chain, step] if chain and chain[-1].in_force(step.served_at) else [step]
        return chain[0] if chain else None

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

    def _standing(self) -> list[Step]:
        """What was served on this subject by then and not taken back, the earliest first."""
        ours = [each for each in self.file.steps if each.subject_id == self.subject.subject_id and each.stands()]
        return sorted((each for each in ours if each.served_at <= self.at), key=lambda each: each.served_at)


def unmet(asking: Asking) -> list[Unmet]:
    """Every condition that does not hold, whatever a form may still say; empty where a person may decide to do it."""
    found = []
    for name, fails in _CONDITIONS.items():
        words = fails(asking)
        if words is not None:
            found.append(said(asking.law, name, **words))
        if found and name in _NOTHING_MORE:
            break
    return found


def said(law: Law, condition: str, **words: object) -> Unmet:
    """A condition in the words of the law's file."""
    texts = law.conditions[condition]
    shown = {name: _worded(value) for name, value in words.items()}
    return Unmet(condition=condition, says=texts.says.format(**shown), needs=texts.needs.format(**shown))


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
    age = asking.subject.at_least(asking.day)
    return asking.subject.kind == _INDIVIDUAL and (age is None or age < _ADULT)


Words = dict[str, object] | None


def _subject_kind(asking: Asking) -> Words:
    wrong = asking.subject.kind not in asking.tool.of
    return {"kind": asking.subject.kind, "of": list(asking.tool.of)} if wrong else None


def _age_known(asking: Asking) -> Words:
    unknown = (
        asking.subject.kind == _INDIVIDUAL and asking.tool.youngest and asking.subject.at_least(asking.day) is None
    )
    return {"youngest": asking.tool.youngest} if unknown else None


def _old_enough(asking: Asking) -> Words:
    age, youngest = asking.subject.at_least(asking.day), asking.tool.youngest
    young = asking.subject.kind == _INDIVIDUAL and youngest is not None and age is not None and age < youngest
    return {"youngest": youngest} if young else None


def _earlier_step(asking: Asking) -> Words:
    labels = [tool.label for tool in asking.law.tools if tool.code in asking.tool.after]
    return {"after": labels} if asking.tool.after and asking.earlier is None else None


def _in_force(asking: Asking) -> Words:
    earlier = asking.earlier
    if not asking.tool.in_force or earlier is None or earlier.in_force(asking.at):
        return None
    return {"until": earlier.ends_at}


def _time_over(asking: Asking) -> Words:
    earlier = asking.earlier if asking.tool.later_incident else None
    early = earlier is not None and earlier.comply_by is not None and asking.day <= earlier.comply_by
    return {"comply_by": earlier.comply_by} if earlier and early else None


def _later_incident(asking: Asking) -> Words:
    if not asking.tool.later_incident or asking.earlier is None or asking.earlier.comply_by is None:
        return None
    comply_by = asking.earlier.comply_by
    since = [each for each in asking.evidenced() if day_of(each.occurred_at) > comply_by]
    return None if since else {"comply_by": comply_by}


def _incidents(asking: Asking) -> Words:
    have, need = len(asking.evidenced()), asking.tool.incidents
    return {"have": have, "need": need} if have < need else None


def _authority(asking: Asking) -> Words:
    return {} if asking.tool.authority and asking.authority is None else None


def _vulnerability(asking: Asking) -> Words:
    asks = asking.tool.vulnerability and asking.subject.kind == _INDIVIDUAL
    return {} if asks and not asking.subject.considered else None


def _not_twice(asking: Asking) -> Words:
    """Of what binds there is one at a time; a court makes one order on one application."""
    tool, earlier = asking.tool, asking.earlier
    same = [each for each in asking.file.steps if _same(each, asking) and each.stands()]
    binding = tool.gives_time or tool.lasts_hours or tool.court
    found = [each for each in same if binding and each.in_force(asking.at)]
    if tool.court and earlier is not None:
        found += [each for each in same if each.served_at >= earlier.served_at]
    return {"served": found[0].served_at} if found else None


def _same(step: Step, asking: Asking) -> bool:
    return step.tool == asking.tool.code and step.subject_id == asking.subject.subject_id


def _before_hearing(asking: Asking) -> Words:
    hearing = asking.earlier.hearing_by_at if asking.earlier and asking.tool.before_hearing else None
    return {"hearing": hearing} if hearing is not None and asking.at > hearing else None


def _order(asking: Asking) -> Words:
    return {} if asking.tool.order and asking.order is None else None


def _worded(value: object) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(LONDON)
        return f"{local:%H:%M} on {local.day} {local:%B %Y}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, list | tuple):
        return " or ".join(_worded(each) for each in value)
    return _KINDS.get(str(value), str(value).replace("_", " "))


_KINDS = {
    "individual": "a person",
    "body": "a business or other body",
    "council": "the council itself",
    "premises": "premises",
    "occupiers_informed": "reasonable efforts were made to inform those who live there or have a say over it",
    "convicted": "they were convicted",
    "youth_team_heard": "the youth justice team was asked for its view, or the person is 18 or over",
    "inspector_authorised": "an officer of at least the rank of inspector authorised it for that place and time",
    "landlord_decided": "the landlord has decided to give notice",
    "absolute_ground": "one of the five conditions of the absolute ground is met, and the notice is in time",
    "review_offered": "a tenant of the council was told of the right to a review within seven days",
    "residents_not_barred": "it bars neither the owner nor anybody who lives there",
}

_CONDITIONS: dict[str, Callable[[Asking], Words]] = {
    "subject_kind": _subject_kind,
    "age_known": _age_known,
    "old_enough": _old_enough,
    "earlier_step": _earlier_step,
    "in_force": _in_force,
    "time_over": _time_over,
    "later_incident": _later_incident,
    "incidents": _incidents,
    "before_hearing": _before_hearing,
    "order": _order,
    "not_twice": _not_twice,
    "vulnerability": _vulnerability,
    "authority": _authority,
}
# Once one of these fails, what else is missing is beside the point.
_NOTHING_MORE = ("subject_kind", "old_enough", "earlier_step")
