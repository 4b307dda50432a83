"""All that is known of who the people of a referral are and how they are reached, opened so that none of it leaves."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.triage.domain.events import AnswersAdded, AssessmentOpened, ContactDetailsNoted, Person
from shared.kernel.messages import Fact
from shared.kernel.personal import Contact, DataClass, Identity, Opener, Personal, Place, still_known

_Detail = tuple[Personal[Any] | None, type[DataClass]]


def details_in(story: Sequence[Fact], opener: Opener) -> tuple[str, ...]:
    """Everything ever said, also what was said anew since: an old number is somebody's too."""
    found: set[str] = set()
    for value, data_class in (detail for fact in story for detail in _sealed_in(fact)):
        if (clear := still_known(opener, value, data_class)) is not None:
            found.add(clear)
    return tuple(sorted(found))


def _sealed_in(fact: Fact) -> Iterator[_Detail]:
    match fact:
        case AssessmentOpened():
            yield from _of_people(fact.referral.people)
        case AnswersAdded():
            yield from _of_people(fact.people)
        case ContactDetailsNoted():
            yield from ((fact.phone, Contact), (fact.email, Contact), (fact.address, Place))


def _of_people(people: Sequence[Person]) -> Iterator[_Detail]:
    for each in people:
        yield from ((each.full_name, Identity), (each.date_of_birth, Identity), (each.phone, Contact))
        yield from ((each.email, Contact), (each.address, Place))
