"""Parts for tests of cases of anti-social behaviour: an open case, what happened on it, what the registers hold.

Everybody here is invented.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from services.triage.adapters.law_files import load_law, load_practice
from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import incidents, ladder
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.folding import ASB
from services.triage.domain.asb.law import Book, Law, Practice
from services.triage.domain.asb.register import Authorities, Authority, Order, Orders
from services.triage.domain.assessment import open_assessment
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.events import Person
from shared.kernel.messages import Fact
from tests.support.builders.triage import PERSISTENT, a_referral, the_judge

# A Monday; the clocks of spring and autumn are tried where they matter.
OPENED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OFFICER, MANAGER = "officer-1", "manager-1"
REPORTER, NEIGHBOUR, BAD_NEIGHBOUR = "person-1", "person-2", "person-3"
PEOPLE = (
    Person(person_id=REPORTER, roles=("reporter", "victim")),
    Person(person_id=NEIGHBOUR, roles=("witness",)),
    Person(person_id=BAD_NEIGHBOUR, roles=("perpetrator",)),
)
SUBJECT = "subject-1"


@cache
def the_law() -> Book[Law]:
    """The shipped law."""
    return load_law()


@cache
def the_practice() -> Book[Practice]:
    """The shipped practice."""
    return load_practice()


def at(day: int, hour: int = 12, month: int = 11, year: int = 2026) -> datetime:
    """A moment in November 2026, unless said otherwise."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def a_case(*more: Fact, **changes: Any) -> CaseFile:
    """An open case of anti-social behaviour with two who may speak and one who does it."""
    members = {**PERSISTENT, "people": PEOPLE, "account_of": REPORTER, "received_at": OPENED, **changes}
    opening = OpenAssessment(at=OPENED, referral=a_referral(**members))
    return ASB.fold([*open_assessment(opening, ASB.initial.standing, the_judge()), *more])


def after(file: CaseFile, facts: Sequence[Fact]) -> CaseFile:
    """The file after more facts."""
    return ASB.fold(facts, file)


def on_case(moment: datetime, by: str = OFFICER) -> dict[str, Any]:
    """What every command on the case carries."""
    return {"at": moment, "referral_id": "referral-1", "by": by}


def with_incident(file: CaseFile, moment: datetime, evidenced: bool = True, **changes: Any) -> CaseFile:
    """The file with an incident that happened at a moment and was reported at once."""
    members: dict[str, Any] = {
        "incident_id": f"incident-{len(file.incidents) + 1}",
        "occurred_at": moment,
        "received_at": moment,
        "how": "phone",
        "text": "Shouting in the yard",
        "evidence": (1,) if evidenced else (),
    }
    command = asked.LogIncident(**(on_case(moment) | members | changes))
    return after(file, incidents.log_incident(command, file))


def with_subject(file: CaseFile, age: int | None = 34, kind: str = "individual", considered: bool = True) -> CaseFile:
    """The file with whom or what enforcement is addressed to, whose vulnerability was considered unless said."""
    shown = {"age": age, "age_known_on": OPENED.date(), "age_source": "document_seen"}
    known = shown if kind == "individual" and age is not None else {}
    members = {"subject_id": SUBJECT, "kind": kind, "called": "The occupier of number 14", **known}
    naming = asked.NameSubject.model_validate({**on_case(OPENED), **members})
    file = after(file, ladder.name_subject(naming, file))
    if not considered:
        return file
    asking = asked.ConsiderVulnerability(**on_case(OPENED), subject_id=SUBJECT, finding="not_found")
    return after(file, ladder.consider_vulnerability(asking, file))


def everything_allowed(holder: str = OFFICER, until: date | None = None) -> Authorities:
    """A register under which one holder may issue whatever the law knows."""
    law = the_law().on(date(2026, 1, 1))
    assert law is not None
    tools = tuple(tool.code for tool in law.tools)
    entry = Authority(
        authority_id="authority-1", holder_id=holder, tools=tools, starts_on=date(2014, 10, 20), ends_on=until
    )
    return Authorities(entries=(entry,))


def a_step(tool: str, moment: datetime, **changes: Any) -> asked.TakeStep:
    """A step that the officer has served."""
    members: dict[str, Any] = {
        "step_id": f"{tool}-{moment:%d%H%M}",
        "subject_id": SUBJECT,
        "tool": tool,
        "served_at": moment,
        "issued_by": OFFICER,
        "authorities": everything_allowed(),
        "orders": Orders(),
    }
    return asked.TakeStep(**(on_case(moment) | members | changes))


def taken(file: CaseFile, step: asked.TakeStep) -> CaseFile:
    """The file after a step that the law allows."""
    return after(file, ladder.take_step(step, file, the_law()))


def an_order(kind: str = "public_spaces_protection_order", wards: tuple[str, ...] = ()) -> Orders:
    """A register with one order in force through 2026."""
    order = Order(order_id="order-1", order=kind, wards=wards, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    return Orders(orders=(order,))
