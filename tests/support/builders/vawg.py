"""Parts for tests of cases of abuse: an open case of a strand, and what was done on it. Everybody here is invented."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from services.triage.adapters.vawg_files import load_handlings, load_repeats, load_transfers
from services.triage.domain.assessment import open_assessment
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.events import AnswerValue, Person
from services.triage.domain.vawg.file import ABUSE, AbuseFile
from services.triage.domain.vawg.handling import Handlings
from services.triage.domain.vawg.repeats import Repeats
from services.triage.domain.vawg.transfer_practice import TransferPractices
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.messages import Fact
from tests.support.builders.triage import a_referral, the_judge

OPENED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OFFICER = "officer-1"
VICTIM, HARM = "person-2", "person-3"
PEOPLE = (
    Person(person_id=VICTIM, roles=("victim",)),
    Person(person_id=HARM, roles=("perpetrator",)),
)
SAFE: dict[str, AnswerValue] = {"immediate_danger": "no", "victim_age": 34, "children_in_household": "no"}


@cache
def the_handlings() -> Handlings:
    """The shipped handlings."""
    return load_handlings(VOCABULARY.strands, VOCABULARY.answers)


@cache
def the_repeats() -> Repeats:
    """The shipped definitions of a repeat."""
    return load_repeats()


@cache
def the_transfers() -> TransferPractices:
    """The shipped practice of transfers."""
    return load_transfers()


def an_abuse_case(
    *strands: str, kind: str | None = None, more: Sequence[Fact] = (), **answers: AnswerValue
) -> AbuseFile:
    """An open case of these strands, else of domestic abuse."""
    members: dict[str, Any] = {
        "kind": kind or ("vawg_other" if strands else "domestic_abuse"),
        "category": None,
        "strands": strands,
        "answers": {**SAFE, **answers},
        "people": PEOPLE,
        "victim_id": VICTIM,
        "received_at": OPENED,
    }
    opening = OpenAssessment(at=OPENED, referral=a_referral(**members))
    return ABUSE.fold([*open_assessment(opening, ABUSE.initial.standing, the_judge()), *more])


def further(file: AbuseFile, facts: Sequence[Fact]) -> AbuseFile:
    """The file after more facts."""
    return ABUSE.fold(facts, file)


def at(day: int, hour: int = 12, month: int = 11, year: int = 2026) -> datetime:
    """A moment in November 2026, unless said otherwise."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def on_case(moment: datetime, by: str = OFFICER) -> dict[str, Any]:
    """What every command on the case carries."""
    return {"at": moment, "referral_id": "referral-1", "by": by}


TODAY = date(2026, 11, 3)
