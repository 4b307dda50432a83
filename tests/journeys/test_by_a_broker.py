"""What a panel decides, and a name given later, come back by a real broker: the newest of what services hear."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.delivery.carriers import bus_at
from shared.kernel.clock import system_clock
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import Unavailable
from tests.journeys.test_before_the_housing_panel import WORDS, Story
from tests.journeys.test_insiders_learn_nothing import NUISANCE
from tests.journeys.test_named_later import SISTER, Tied, subject
from tests.support.builders.borough import LittleBorough

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class JoinedByBroker(LittleBorough):
    """Its services hear of each other by the broker and by nothing else."""

    def settle(self) -> None:
        """As workers do: one that fell out of its group, because the others' work took long, joins anew."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with contextlib.suppress(Unavailable):
                super().settle()
                return
        super().settle()


@pytest.fixture
def joined(tmp_path: Path, kafka_address: str) -> Iterator[LittleBorough]:
    """All five services, on topics of their own."""
    address = f"kafka://{kafka_address}/test-{new_id()}"
    bus_at(address, 1, system_clock).prepare()
    made = JoinedByBroker(tmp_path / "data", environment={"DELIVERY_URL": address})
    fetching = {name for name, service in made.built.services.items() if service.subscription is not None}
    assert fetching == {"intake", "triage", "panels", "notifications"}
    yield made
    made.close()


def test_a_band_and_its_deferral_come_back_to_the_case_by_a_broker(joined: LittleBorough) -> None:
    story = Story(joined)
    assert story.ask().status_code == 303
    assert story.line(0) is not None
    assert story.band(0, result="deferred", interim_note="With her sister").status_code == 303
    assert "put off to a later meeting" in story.case()
    days = {"effective_on": "2026-12-01", "review_on": "2027-02-01"}
    assert story.band(1, result="awarded", band="band_2", reason="abuse", **days).status_code == 303
    case = story.case()
    assert "Band 2: urgent" in case
    assert WORDS in case, "and its reason can still be opened where it arrives"


def test_a_name_given_later_keeps_the_case_from_whoever_is_tied_to_it_by_a_broker(joined: LittleBorough) -> None:
    tied = Tied(joined)
    reference, referral = tied.opened(NUISANCE)
    assert tied.shown(reference) == (200, True, 200)
    tied.do(subject(f"{SISTER} of number 14", referral.referral_id, tied))
    assert tied.shown(reference) == (404, False, 200)
    assert tied.matched(referral.referral_id) == [tied.officer.account_id]
