"""The log of notices: what became of each, stuck ones first, and the same when it is built anew."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.notifications.application.ports import NotHandedOver, Unclear
from services.notifications.domain.commands import FollowUp
from services.notifications.read_models import notice_log
from services.notifications.read_models.notice_log import STUCK, LoggedNotice
from shared.contracts.triage import CaseOpened, SupportRequested
from shared.kernel.identifiers import new_id, reference_from
from shared.kernel.messages import Context
from tests.support.builders.notifications import DETAILS, REFERENCE, TEN, KeptSender, Town

OFFICER = Context(actor="account-2", role="triage_officer", correlation_id="story-2")
SAFE = {"email": {"safe": "yes"}, "confirmed_at": TEN}


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """One notice in each state, each about a referral of its own, in the order of `REFERENCES`."""
    busy, refused = NotHandedOver("busy", lasting=False), NotHandedOver("recipient_refused", lasting=True)
    town = Town(tmp_path, KeptSender(busy, refused, Unclear("connection_lost")))
    later = {"email": {"safe": "yes", "times": ["Mon 12:00-13:00"]}, "confirmed_at": TEN}
    for number, safe in enumerate([SAFE, SAFE, SAFE, SAFE, later, {}, {}], start=1):
        town.referral_id = new_id()
        town.hear(town.referral([town.nadia()], safe_contact=safe, reference=reference_from(number)))
        town.work()
        town.clock.set(town.clock() + timedelta(seconds=1))
    (last,) = town.notices(reference_from(7))
    town.service.dispatch(FollowUp(at=town.clock(), notice_id=last.notice_id, way="in_person"), OFFICER)
    town.work()
    return town


def page(town: Town, *states: str, number: int = 1, size: int = 50) -> list[LoggedNotice]:
    with town.service.views.reading() as connection:
        found, more = notice_log.page(connection, states, number, size)
    assert more == (number * size < (len(states) or 7)), "each state has one notice"
    return found


def test_what_may_have_gone_out_comes_first_then_what_could_not_go_or_may_not_and_what_is_done_last(
    town: Town,
) -> None:
    assert [notice.state for notice in page(town)] == [
        "uncertain", "given_up", "withheld", "failed", "waiting", "followed_up", "sent",
    ]  # fmt: skip
    assert [notice.state for notice in page(town) if notice.stuck] == list(STUCK)


def test_a_colleague_who_could_not_be_told_comes_before_everything_else(tmp_path: Path) -> None:
    """Of several hundred notices that were refused in a year, the one that asks for support must not be the last."""
    unsure, refused = Unclear("connection_lost"), NotHandedOver("recipient_refused", lasting=True)
    town = Town(tmp_path, KeptSender(refused, unsure))
    town.hear(
        SupportRequested(
            referral_id=town.referral_id,
            reference=REFERENCE,
            case_reference=REFERENCE,
            due_at=TEN + timedelta(hours=24),
        )
    )
    town.work()
    town.clock.set(TEN + timedelta(hours=1))
    town.hear(town.referral([town.nadia()], reference=reference_from(2)))
    town.work()
    with town.service.views.reading() as connection:
        found, _ = notice_log.page(connection, STUCK, 1, 50)
    assert [(notice.audience, notice.state) for notice in found] == [
        ("idva_team", "given_up"), ("reporter", "uncertain"),
    ]  # fmt: skip


def test_each_notice_tells_what_was_decided_and_why(town: Town) -> None:
    told = {notice.state: notice for notice in page(town)}
    assert told["sent"].decision == "allowed"
    assert told["sent"].reasons == ("email_safe", "safety_confirmed")
    assert (told["sent"].message, told["sent"].message_version, told["sent"].channel) == ("your_reference", 1, "email")
    assert told["withheld"].reasons == ("no_safety_stated",)
    assert told["withheld"].message is None
    assert told["waiting"].decision == "not_yet"
    assert told["failed"].failure == "busy"
    assert told["failed"].due_at == "2026-11-23T10:01:00.000000Z"
    assert told["given_up"].failure == "recipient_refused"
    assert told["uncertain"].failure == "connection_lost"
    assert (told["followed_up"].follow_up, told["followed_up"].due_at) == ("in_person", None)


def test_it_is_narrowed_by_state_and_turned_page_by_page(town: Town) -> None:
    assert [notice.state for notice in page(town, "sent", "waiting")] == ["waiting", "sent"]
    pages = [page(town, number=number, size=3) for number in (1, 2, 3, 4)]
    assert [len(each) for each in pages] == [3, 3, 1, 0]
    assert len({notice.notice_id for each in pages for notice in each}) == 7


def test_those_that_wait_for_a_person_are_counted(town: Town) -> None:
    with town.service.views.reading() as connection:
        assert notice_log.stuck(connection) == 3


def test_notices_are_found_by_reference_and_by_id(town: Town) -> None:
    (found,) = town.notices(reference_from(1))
    with town.service.views.reading() as connection:
        assert notice_log.one(connection, found.notice_id) == found
        assert notice_log.one(connection, "no such notice") is None
        assert notice_log.of_reference(connection, REFERENCE) == []


def test_both_views_built_anew_are_the_same(town: Town) -> None:
    for view in town.service.views.names():
        before = page(town)
        town.service.views.compare(view)
        town.service.views.rebuild(view)
        assert page(town) == before


def test_no_detail_of_anybody_stands_in_a_view(town: Town) -> None:
    stored = b"".join(path.read_bytes() for path in town.folder.glob("notifications*"))
    assert [detail for detail in DETAILS if detail.encode() in stored] == []


def test_that_a_case_opened_waits_for_nobody_where_it_may_not_go_since_whoever_has_the_case_reaches_them(
    tmp_path: Path,
) -> None:
    town = Town(tmp_path, KeptSender())
    town.hear(town.referral([town.nadia()], safe_contact={}))
    town.hear(case_opened(town))
    town.work()
    told = {notice.about: notice for notice in town.notices(REFERENCE)}
    assert {about: (notice.state, notice.left) for about, notice in told.items()} == {
        "referral_received": ("withheld", False),
        "case_opened": ("withheld", True),
    }
    with town.service.views.reading() as connection:
        found, _ = notice_log.page(connection, STUCK, 1, 50)
        assert notice_log.stuck(connection) == 1
    assert [notice.about for notice in found] == ["referral_received"]
    town.service.views.compare("notice_log")


def test_what_is_wrong_with_us_needs_somebody_though_whoever_has_the_case_reaches_them(tmp_path: Path) -> None:
    """It waited an hour for a referral that never came: an administrator has to see why."""
    town = Town(tmp_path, KeptSender())
    town.hear(case_opened(town))
    town.work()
    town.clock.set(town.clock() + timedelta(hours=2))
    town.work()
    (notice,) = town.notices(REFERENCE)
    assert (notice.state, notice.reasons, notice.left) == ("withheld", ("contacts_not_known",), False)


def case_opened(town: Town) -> CaseOpened:
    return CaseOpened(
        referral_id=town.referral_id,
        reference=REFERENCE,
        case_reference=REFERENCE,
        route="asb_case",
        priority="standard",
        opened_at=TEN,
        due_at=None,
    )
