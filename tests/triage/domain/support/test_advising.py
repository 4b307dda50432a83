"""Who advises in a case, and when whoever is at risk was reached; a try that failed has reached nobody."""

from typing import Any

import pytest

from services.triage.domain.support import commands as asked
from services.triage.domain.support.advising import give_to_adviser, record_adviser_tried
from services.triage.domain.support.events import AdviserGiven
from services.triage.domain.support.refusals import NotDomesticAbuse, NotProtectedHere
from tests.support.builders.support import ABUSER, ADVISER, VICTIM, a_case, after, at, on_case
from tests.support.builders.triage import PERSISTENT


def tried(outcome: str, hour: int = 12, person_id: str = VICTIM) -> asked.RecordAdviserTried:
    members: dict[str, Any] = {"person_id": person_id, "way": "phone", "outcome": outcome}
    return asked.RecordAdviserTried(**on_case(at(23, hour), ADVISER), **members)


def test_a_full_caseload_is_said_and_the_case_given_all_the_same() -> None:
    file = a_case()
    command = asked.GiveToAdviser(**on_case(), adviser_id=ADVISER, open_cases=93)
    (given,) = give_to_adviser(command, file)
    assert isinstance(given, AdviserGiven)
    assert (given.adviser_id, given.open_cases) == (ADVISER, 93)
    assert give_to_adviser(command, after(file, [given])) == ()


def test_the_first_that_reached_them_counts_and_no_try_before_it() -> None:
    file = a_case()
    for outcome, hour in (("no_answer", 10), ("not_safe_then", 11)):
        file = after(file, record_adviser_tried(tried(outcome, hour), file))
    assert (file.tries, file.reached_at) == (2, None)
    for hour in (14, 16):
        file = after(file, record_adviser_tried(tried("reached", hour), file))
    assert (file.tries, file.reached_at) == (4, at(23, 14))


def test_nobody_records_a_call_to_whoever_does_the_harm_as_support() -> None:
    with pytest.raises(NotProtectedHere):
        record_adviser_tried(tried("reached", person_id=ABUSER), a_case())


def test_no_adviser_is_given_where_domestic_abuse_was_never_seen() -> None:
    with pytest.raises(NotDomesticAbuse):
        give_to_adviser(asked.GiveToAdviser(**on_case(), adviser_id=ADVISER), a_case(kind="asb", **PERSISTENT))
