"""What looks due: by the minute, in the order of asking, a few at a time."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from services.notifications.application.policies import notice_id_of
from services.notifications.application.ports import NotHandedOver
from services.notifications.domain.values.patience import ABANDONED_AFTER, PAUSES
from services.notifications.read_models import outgoing
from services.notifications.read_models.outgoing import Outgoing
from shared.kernel.identifiers import new_id, reference_from
from tests.support.builders.notifications import TEN, KeptSender, Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path, KeptSender(NotHandedOver("busy", lasting=False)))


def due(town: Town, now: datetime) -> list[Outgoing]:
    town.service.views.catch_up()
    with town.service.views.reading() as connection:
        return outgoing.due(connection, now)


def test_a_notice_is_due_at_once_and_carries_its_story(town: Town) -> None:
    event_id = town.hear(town.referral([town.nadia()]))
    (found,) = due(town, TEN)
    notice_id = notice_id_of(event_id, "referral_received", "reporter")
    (requested,) = town.service.store.stream(f"notice-{notice_id}")
    parent = requested.context.trace_parent
    assert parent
    assert found == Outgoing(notice_id, "story-1", event_id, "live", parent)
    assert due(town, TEN - timedelta(seconds=1)) == []


def test_after_a_failure_it_is_due_when_the_pause_is_over_and_never_once_sent(town: Town) -> None:
    town.hear(town.referral([town.nadia()]))
    town.work()
    assert due(town, TEN + PAUSES[0] - timedelta(seconds=1)) == []
    assert len(due(town, TEN + PAUSES[0])) == 1
    town.clock.set(TEN + PAUSES[0])
    town.work()
    assert due(town, TEN + timedelta(days=400)) == []


def test_one_that_is_being_sent_is_looked_at_again_only_when_it_must_have_been_cut_off(tmp_path: Path) -> None:
    class Stopping(KeptSender):
        def send(self, letter: object) -> object:  # type: ignore[override]  # it never answers
            raise KeyboardInterrupt

    town = Town(tmp_path, Stopping())
    town.hear(town.referral([town.nadia()]))
    with pytest.raises(KeyboardInterrupt):
        town.work()
    assert due(town, TEN + ABANDONED_AFTER - timedelta(seconds=1)) == []
    assert len(due(town, TEN + ABANDONED_AFTER)) == 1


def test_a_long_list_is_taken_a_few_at_a_time_in_the_order_of_asking(town: Town) -> None:
    asked = []
    nadia = town.nadia()
    for number in range(25):
        town.referral_id = new_id()
        event_id = town.hear(town.referral([nadia], reference=reference_from(number)))
        asked.append(notice_id_of(event_id, "referral_received", "reporter"))
    assert [each.notice_id for each in due(town, TEN)] == asked[:20]
