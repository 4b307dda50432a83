"""Heads are signed when they are due, continue one another, and are never signed over a ledger that was changed."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.audit.application.tree_heads import QUIET, HeadsWouldDisagree
from services.audit.domain.checkpoint import parse, verify
from services.audit.domain.merkle import Tree
from services.audit.health import STALE_AFTER, signed_head_check
from shared.kernel.messages import Context
from shared.runtime.worker import Workers, work_of
from tests.support.builders.audited_borough import Borough, NoticeSent, a_borough


@pytest.fixture
def borough(tmp_path: Path) -> Borough:
    made = a_borough(tmp_path)
    made.work()
    return made


def a_notice(borough: Borough, number: int) -> None:
    borough.record("notifications", f"notice-{number}", NoticeSent(channel="letter"))


def files(borough: Borough) -> list[str]:
    return sorted(path.name for path in borough.folder.with_name("data.checkpoints").iterdir())


def test_the_first_facts_get_a_head_at_once_outside_the_data_folder(borough: Borough) -> None:
    assert files(borough) == ["000000000005.20261123T090000Z.checkpoint", "ledger.pub"]


def test_a_head_is_signed_an_hour_after_the_last_at_the_latest(borough: Borough) -> None:
    evidence = borough.evidence()
    a_notice(borough, 1)  # an hour later
    evidence.feed.catch_up()
    heads = evidence.heads
    assert heads.step()
    a_notice(borough, 2)
    evidence.feed.catch_up()
    assert heads.step()
    assert not heads.step()


def test_it_is_signed_once_nothing_was_added_for_a_minute(borough: Borough) -> None:
    evidence = borough.evidence()
    evidence.heads.sign()
    store = borough.services["notifications"].store
    context = Context(actor="a", role="system", correlation_id="c")
    store.append(store.job("notice-9", 0, [NoticeSent(channel="letter")], context, borough.clock()))
    evidence.feed.catch_up()
    assert not evidence.heads.step()
    borough.clock.set(borough.clock() + QUIET - timedelta(seconds=1))
    assert not evidence.heads.step()
    borough.clock.set(borough.clock() + timedelta(seconds=1))
    assert evidence.heads.step()


def test_how_long_facts_wait_for_a_head_counts_from_when_the_first_of_them_was_recorded(borough: Borough) -> None:
    evidence = borough.evidence()
    evidence.heads.sign()
    borough.clock.set(borough.clock() + timedelta(hours=9))  # a night in which nothing happens makes no head stale
    check = signed_head_check(evidence.heads)
    assert evidence.heads.stale_seconds() == 0
    store = borough.services["notifications"].store
    context = Context(actor="a", role="system", correlation_id="c")
    store.append(store.job("notice-9", 0, [NoticeSent(channel="letter")], context, borough.clock()))
    evidence.feed.catch_up()
    borough.clock.set(borough.clock() + timedelta(seconds=90))
    assert evidence.heads.stale_seconds() == 90
    assert check.ask().ok
    borough.clock.set(borough.clock() + STALE_AFTER)
    assert not check.ask().ok
    evidence.heads.sign()
    assert check.ask().ok


def test_an_entry_that_was_spoilt_still_counts_as_waiting(borough: Borough) -> None:
    evidence = borough.evidence()
    evidence.heads.sign()
    a_notice(borough, 1)
    evidence.feed.catch_up()
    size = evidence.ledger.size()
    borough.change("audit.ledger.sqlite", f"UPDATE ledger SET row = x'00' WHERE ledger_position = {size}")
    borough.clock.set(borough.clock() + timedelta(seconds=90))
    assert evidence.heads.stale_seconds() >= 90


def test_every_head_can_be_checked_with_the_key_beside_it_and_gives_the_ledgers_root(borough: Borough) -> None:
    for number in range(3):
        a_notice(borough, number)
        borough.work()
    evidence = borough.evidence()
    key = evidence.keys.trusted()
    assert key is not None
    tree = Tree(evidence.ledger.hashes)
    folder = borough.folder.with_name("data.checkpoints")
    assert f"{key.text}\n" == (folder / "ledger.pub").read_text()
    for name in files(borough)[:-1]:
        head = verify((folder / name).read_text(), key)
        assert tree.root(head.size) == head.root


def test_no_head_is_signed_over_a_ledger_that_does_not_continue_the_last_one(borough: Borough) -> None:
    borough.change("audit.ledger.sqlite", "UPDATE ledger SET leaf_hash = zeroblob(32) WHERE ledger_position = 2")
    a_notice(borough, 1)
    evidence = borough.evidence()
    evidence.feed.catch_up()
    with pytest.raises(HeadsWouldDisagree):
        evidence.heads.sign()


def test_a_lost_signing_key_is_not_silently_replaced(borough: Borough) -> None:
    (borough.folder / "keys" / "ledger-signing.key").unlink()
    a_notice(borough, 1)
    evidence = borough.evidence()
    evidence.feed.catch_up()
    with pytest.raises(LookupError, match=r"^Heads of this ledger were signed before"):
        evidence.heads.sign()


def test_an_empty_ledger_has_no_head(tmp_path: Path) -> None:
    evidence = a_borough(tmp_path).evidence()
    assert evidence.heads.sign() is None
    assert evidence.heads.newest() is None


def test_a_forged_newer_head_is_passed_over(borough: Borough) -> None:
    folder = borough.folder.with_name("data.checkpoints")
    (folder / "000000000099.20261123T100000Z.checkpoint").write_text("nothing of ours")
    head = borough.evidence().heads.newest()
    assert head is not None
    assert parse(head.note.rpartition("\n\n")[0] + "\n").size == 5


def test_a_program_that_stops_leaves_a_head_over_everything(borough: Borough) -> None:
    workers = Workers(work_of(borough.audit, borough.ground.bus, borough.clock), borough.ground.leases)
    workers.start()
    a_notice(borough, 1)
    workers.stop()
    assert files(borough)[-2].startswith("000000000006.")
