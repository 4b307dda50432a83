"""Kafka is away: intake takes referrals all the time, all is caught up afterwards, and a lost disk is made good."""

import os
import time
from collections import Counter

import pytest

from tests.support.faults.fleet import Fleet
from tests.support.faults.settling import until
from tests.support.faults.wire import HEARD
from tests.support.kafka import LocalBroker

# The ten minutes of a night; half a minute is enough to see that nothing waits for the broker.
NIGHTLY = bool(os.environ.get("WAYMARK_NIGHTLY"))
AWAY_SECONDS, PAUSE_SECONDS = (600, 3.0) if NIGHTLY else (20, 1.0)


@pytest.mark.timeout(AWAY_SECONDS + 600)
def test_intake_goes_on_while_the_broker_is_away_and_all_is_caught_up_afterwards(
    fleet: Fleet, local_broker: LocalBroker
) -> None:
    fleet.settle()
    before, heads = Counter(fleet.callers.sent.said), fleet.heads()
    local_broker.kill()
    with fleet.callers.flowing(pause=PAUSE_SECONDS):
        time.sleep(AWAY_SECONDS)
    while_away = Counter(fleet.callers.sent.said) - before
    assert fleet.heads()["triage"] == heads["triage"], "somebody heard of something without a broker"
    local_broker.start()
    took = fleet.settle()
    print(f"{while_away['201']} acknowledged in {AWAY_SECONDS} s without a broker, caught up {took:.1f} s after it")
    assert set(while_away) == {"201"}
    assert fleet.amiss() == []


def test_what_a_broker_lost_with_its_disk_is_published_once_more_by_command(
    fleet: Fleet, local_broker: LocalBroker
) -> None:
    fleet.settle()
    worker = fleet.programs["triage worker"]
    assert worker.stop() == 0
    fleet.callers.send(16)
    until(lambda: fleet.databases.relayed("intake") == fleet.heads()["intake"], 180, "intake has published")
    local_broker.kill()
    local_broker.lose_everything()
    local_broker.start()
    fleet.command("services", "topics")
    worker.start()
    worker.answer()
    assert fleet.wire.letters("intake") == []
    for service in HEARD:
        fleet.command(f"services.{service}", "republish")
    took = fleet.settle()
    print(f"refilled and taken {took:.1f} s after the last command")
    assert fleet.amiss() == []
