"""Parts for tests of support in cases of domestic abuse: an open case with a family, and the shipped practice and law.

Everybody here is invented.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from services.triage.adapters.law_files import load_housing_law, load_support_practice
from services.triage.domain.asb.law import Book
from services.triage.domain.assessment import open_assessment
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.events import Person
from services.triage.domain.support import areas
from services.triage.domain.support import commands as asked
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.folding import SUPPORT
from services.triage.domain.support.practice import HousingLaw, SupportPractice
from shared.kernel.messages import Fact
from tests.support.builders.triage import ABUSE, a_referral, the_judge

RECEIVED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ADVISER, OFFICER = "adviser-1", "officer-1"
VICTIM, CHILD, ABUSER = "person-1", "person-2", "person-3"
PEOPLE = (
    Person(person_id=VICTIM, roles=("reporter", "victim")),
    Person(person_id=CHILD, roles=("child",)),
    Person(person_id=ABUSER, roles=("perpetrator",)),
)


@cache
def the_practice() -> Book[SupportPractice]:
    """The shipped practice."""
    return load_support_practice()


@cache
def the_housing_law() -> Book[HousingLaw]:
    """The shipped law of priority need."""
    return load_housing_law()


def at(day: int, hour: int = 12, month: int = 11) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def a_case(*more: Fact, **changes: Any) -> SupportFile:
    """An open case of domestic abuse with a mother, a child and whoever does the harm."""
    members = {**ABUSE, "people": PEOPLE, "victim_id": VICTIM, "account_of": VICTIM, "received_at": RECEIVED, **changes}
    opening = OpenAssessment(at=RECEIVED, referral=a_referral(**members))
    return SUPPORT.fold([*open_assessment(opening, SUPPORT.initial.standing, the_judge()), *more])


def after(file: SupportFile, facts: Sequence[Fact]) -> SupportFile:
    """The file after more facts."""
    return SUPPORT.fold(facts, file)


NOON = at(23)


def on_case(moment: datetime = NOON, by: str = OFFICER) -> dict[str, Any]:
    """What every command on the case carries."""
    return {"at": moment, "referral_id": "referral-1", "by": by}


def unsafe(file: SupportFile, person_id: str = VICTIM, **area: Any) -> SupportFile:
    """The file with a place that is not safe for somebody."""
    kind = "ward" if area.get("ward") else "borough" if area.get("borough") else "words"
    members = {"area_id": f"area-{len(file.areas) + 1}", "person_id": person_id, "area": kind, **area}
    naming = asked.NameUnsafeArea.model_validate({**on_case(), **members})
    return after(file, areas.name_unsafe_area(naming, file, the_practice()))


def asked_and_none(file: SupportFile) -> SupportFile:
    """The file after she was asked where it is not safe, and named no place."""
    return after(file, areas.record_no_unsafe_area(asked.RecordNoUnsafeArea(**on_case(), person_id=VICTIM), file))


def a_place(**changes: Any) -> asked.MakePlacement:
    """Emergency accommodation in another borough, compared by somebody who knows it."""
    members: dict[str, Any] = {
        "placement_id": "placement-1",
        "person_id": VICTIM,
        "place": "emergency_accommodation",
        "code": "E-12",
        "borough": "Camden",
        "outside": "yes",
        "starts_on": at(23).date(),
        "checked": "clear",
    }
    return asked.MakePlacement.model_validate(on_case() | members | changes)
