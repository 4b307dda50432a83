"""Priority need is asked of the law of the day somebody applied, and what is not known is never no."""

from datetime import date

import pytest

from services.triage.domain.support import commands as asked
from services.triage.domain.support.events import PriorityNeedConsidered
from services.triage.domain.support.housing import consider_priority_need, decide_band
from services.triage.domain.support.refusals import BandNotListed, DayInFuture, NoLawThatDay
from tests.support.builders.support import VICTIM, a_case, on_case, the_housing_law, the_practice


def need(applied_on: date, homeless: str = "yes", vulnerable: str = "unknown") -> PriorityNeedConsidered:
    said = {"homeless_from_abuse": homeless, "vulnerable": vulnerable}
    command = asked.ConsiderPriorityNeed.model_validate(
        {**on_case(), "person_id": VICTIM, "applied_on": applied_on, **said}
    )
    (fact,) = consider_priority_need(command, a_case(), the_housing_law())
    assert isinstance(fact, PriorityNeedConsidered)
    return fact


@pytest.mark.parametrize(
    ("applied_on", "homeless", "vulnerable", "needs"),
    [
        (date(2021, 7, 4), "yes", "unknown", "unknown"),
        (date(2021, 7, 4), "yes", "no", "no"),
        (date(2021, 7, 4), "yes", "yes", "yes"),
        (date(2021, 7, 5), "yes", "unknown", "yes"),
        (date(2021, 7, 5), "yes", "no", "yes"),
        (date(2026, 11, 23), "unknown", "yes", "unknown"),
        (date(2026, 11, 23), "no", "yes", "no"),
    ],
)
def test_abuse_alone_is_priority_need_since_5_july_2021(
    applied_on: date, homeless: str, vulnerable: str, needs: str
) -> None:
    considered = need(applied_on, homeless, vulnerable)
    law = "housing-2021-07-05" if applied_on >= date(2021, 7, 5) else "housing-2002-07-31"
    assert (considered.priority_need, considered.law_version) == (needs, law)


def test_there_is_no_law_before_the_first_and_no_application_tomorrow() -> None:
    with pytest.raises(NoLawThatDay):
        need(date(2002, 7, 30))
    with pytest.raises(DayInFuture):
        need(date(2026, 11, 24))


def test_a_band_is_one_of_the_list_and_was_given_already() -> None:
    def decided(band: str, day: int = 23) -> asked.DecideBand:
        members = {"band": band, "ground": "housing_needs_panel", "decided_on": date(2026, 11, day)}
        return asked.DecideBand.model_validate({**on_case(), **members})

    (fact,) = decide_band(decided("band_2"), a_case(), the_practice())
    assert getattr(fact, "band", None) == "band_2"
    with pytest.raises(BandNotListed):
        decide_band(decided("band_9"), a_case(), the_practice())
    with pytest.raises(DayInFuture):
        decide_band(decided("band_2", 24), a_case(), the_practice())
