"""Closure notices and orders: clocks in hours from the service, that pause for nothing but Christmas Day at court."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import ladder
from services.triage.domain.asb.days import LONDON, heard_by
from services.triage.domain.asb.file import CaseFile, Step
from services.triage.domain.asb.refusals import LawDoesNotAllow
from tests.support.builders.asb import a_case, a_step, at, taken, the_law, with_incident, with_subject

NOTICE, EXTENDED, APPLICATION = "closure_notice", "closure_notice_extended", "closure_application"
ORDER, LONGER = "closure_order", "closure_order_extended"
CONFIRMED = ("occupiers_informed", "residents_not_barred")


def premises() -> CaseFile:
    return with_incident(with_subject(a_case(), kind="premises"), at(3))


def closed() -> CaseFile:
    """Closed by a notice at noon on 5 November."""
    return taken(premises(), a_step(NOTICE, at(5), confirmed=CONFIRMED))


def refused(file: CaseFile, step: asked.TakeStep) -> str:
    with pytest.raises(LawDoesNotAllow) as refusal:
        ladder.take_step(step, file, the_law())
    return refusal.value.says


def last(file: CaseFile) -> Step:
    return file.steps[-1]


def test_a_notice_lasts_twenty_four_hours_and_must_be_heard_in_forty_eight() -> None:
    assert last(closed()).ends_at == at(6)
    assert last(closed()).hearing_by_at == at(7)


def test_it_is_extended_to_forty_eight_hours_from_the_first_service_while_it_lasts() -> None:
    longer = taken(closed(), a_step(EXTENDED, at(6, 11), confirmed=CONFIRMED))
    assert last(longer).ends_at == at(7)
    assert last(longer).hearing_by_at == at(7)
    says = refused(closed(), a_step(EXTENDED, at(6, 13), confirmed=CONFIRMED))
    assert "had to be extended by 12:00 on 6 November 2026" in says


def test_those_who_live_there_are_informed_and_not_barred() -> None:
    says = refused(premises(), a_step(NOTICE, at(5), confirmed=CONFIRMED[:1]))
    assert "it bars neither the owner nor anybody who lives there" in says
    assert "a person" not in says


def test_a_person_cannot_be_closed() -> None:
    file = with_incident(with_subject(a_case()), at(3))
    assert "cannot be addressed to a person. It needs premises." in refused(file, a_step(NOTICE, at(5)))


def test_the_application_is_made_before_the_hearing_is_due() -> None:
    assert last(taken(closed(), a_step(APPLICATION, at(7)))).tool == APPLICATION
    assert "The court had to hear it by 12:00 on 7 November 2026." in refused(closed(), a_step(APPLICATION, at(7, 13)))
    assert "What must come first is missing." in refused(premises(), a_step(APPLICATION, at(5)))


def test_an_order_lasts_three_months_at_most_and_six_in_all() -> None:
    applied = taken(closed(), a_step(APPLICATION, at(6)))
    assert "not after 5 February 2027" in refused(applied, a_step(ORDER, at(6, 15), until_on=date(2027, 2, 6)))
    ordered = taken(applied, a_step(ORDER, at(6, 15), until_on=date(2027, 2, 5)))
    moment = at(1, month=2, year=2027)
    assert "not after 5 May 2027" in refused(ordered, a_step(LONGER, moment, until_on=date(2027, 5, 6)))
    assert last(taken(ordered, a_step(LONGER, moment, until_on=date(2027, 5, 5)))).tool == LONGER
    late = a_step(LONGER, at(7, month=2, year=2027), until_on=date(2027, 5, 5))
    assert "What it would extend has ended." in refused(ordered, late)


def test_one_application_brings_one_order() -> None:
    applied = taken(closed(), a_step(APPLICATION, at(6)))
    ordered = taken(applied, a_step(ORDER, at(6, 15), until_on=date(2026, 11, 20)))
    again = a_step(ORDER, at(1, month=12), until_on=date(2026, 12, 20))
    assert "There is one in force already." in refused(ordered, again)


@pytest.mark.parametrize(
    ("served", "heard"),
    [
        (datetime(2026, 12, 24, 18, tzinfo=UTC), datetime(2026, 12, 27, 18, tzinfo=UTC)),
        (datetime(2026, 12, 25, 9, tzinfo=UTC), datetime(2026, 12, 28, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC)),
    ],
    ids=["over Christmas Day", "on Christmas Day", "over the change in spring", "over the change in autumn"],
)
def test_the_hearing_is_counted_in_hours_without_christmas_day(served: datetime, heard: datetime) -> None:
    assert heard_by(served, 48) == heard


@settings(max_examples=60)
@for_all(minutes=st.integers(0, 60 * 24 * 400), hours=st.integers(1, 72))
def test_exactly_so_many_hours_lie_outside_christmas_day(minutes: int, hours: int) -> None:
    """Counted again the slow way, a minute at a time from the end."""
    served = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=minutes)
    heard = heard_by(served, hours)
    step = timedelta(minutes=30)
    counted, moment = timedelta(0), served
    while moment < heard:
        upto = min(moment + step, heard)
        local = moment.astimezone(LONDON)
        midnight = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), LONDON).astimezone(UTC)
        upto = min(upto, midnight)
        if (local.month, local.day) != (12, 25):
            counted += upto - moment
        moment = upto
    assert counted == timedelta(hours=hours)
