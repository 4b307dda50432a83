"""The ledger follows the logs as stored, in the order in which things were recorded, and never twice."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from services.audit.application.feed import LedgerCutShort
from services.audit.application.ports import LogUnreadable
from services.audit.domain.merkle import Tree, roots_at
from shared.kernel.messages import Context
from tests.support.builders.audited_borough import (
    REFERENCE,
    REFERRAL,
    Borough,
    NoticeSent,
    ReferralTriaged,
    a_borough,
    a_story,
    submitted,
)


@pytest.fixture
def borough(tmp_path: Path) -> Borough:
    return a_borough(tmp_path)


def in_ledger(borough: Borough) -> list[tuple[str, int]]:
    return [(entry.source, entry.source_position) for entry in borough.evidence().ledger.page(0, 1000)]


def test_what_led_to_something_stands_before_it_also_where_the_clock_stood_still(borough: Borough) -> None:
    borough.work()
    borough.ground.keyring.mint("person-caller")
    stores = {name: opened.store for name, opened in borough.services.items()}
    context = Context(actor="a", role="system", correlation_id="c")
    for name, fact in (
        ("triage", ReferralTriaged(referral_id=REFERRAL, priority="standard")),
        ("intake", submitted()),
        ("notifications", NoticeSent(channel="letter")),
    ):
        stores[name].append(stores[name].job(f"stream-{name}", 0, [fact], context, borough.clock()))
    borough.work()
    assert in_ledger(borough)[-3:] == [("triage", 2), ("intake", 2), ("notifications", 2)]


def test_every_fact_stands_in_the_ledger_once_whoever_follows_and_however_small_the_pages(borough: Borough) -> None:
    a_story(borough)
    one, other = borough.evidence(), borough.evidence()
    while one.feed.step(2) or other.feed.step(3):
        pass
    entries = in_ledger(borough)
    assert len(entries) == len(set(entries)) == 12
    assert {source for source, _ in entries} == {"intake", "triage", "panels", "notifications", "audit"}


def test_the_stored_hashes_give_the_root_of_the_leaves_at_every_size(borough: Borough) -> None:
    for number in range(300):
        borough.record("notifications", f"notice-{number}", NoticeSent(channel="letter"))
    evidence = borough.evidence()
    while evidence.feed.step(7):
        pass
    size = evidence.ledger.size()
    leaves = [leaf for _, leaf in evidence.ledger.leaves(size)]
    tree = Tree(evidence.ledger.hashes)
    assert size > 300
    assert {at: tree.root(at) for at in range(1, size + 1)} == roots_at(leaves, range(1, size + 1))


def test_the_row_in_the_ledger_holds_every_column_with_personal_details_sealed(borough: Borough) -> None:
    a_story(borough)
    borough.work()
    evidence = borough.evidence()
    rows = b"".join(entry.row for entry in evidence.ledger.page(0, 1000))
    assert b"Ada" not in rows
    assert b'"data":' in rows
    assert b'"schema_version":1' in rows


def test_nothing_is_added_to_a_ledger_whose_signed_end_is_gone(borough: Borough) -> None:
    a_story(borough)
    borough.work()
    borough.change("audit.ledger.sqlite", "DELETE FROM ledger WHERE ledger_position > 9")
    borough.record("intake", "referral-WM-2223-X", submitted("WM-2223-X", "referral-2"))
    with pytest.raises(LedgerCutShort, match=r"move that data.s folder of heads away"):
        borough.evidence().feed.step()


def test_a_log_that_cannot_be_read_holds_up_no_other(borough: Borough) -> None:
    a_story(borough)
    borough.services["intake"].store.close()
    (borough.folder / "intake.sqlite").write_bytes(b"no database" * 1000)
    evidence = borough.evidence()
    with pytest.raises(LogUnreadable, match=r"^The log of intake cannot be read"):
        evidence.feed.catch_up()
    assert {source for source, _ in in_ledger(borough)} == {"triage", "panels", "notifications", "audit"}


def test_a_log_that_is_not_there_yet_is_empty(borough: Borough) -> None:
    for suffix in ("", "-wal", "-shm"):
        (borough.folder / f"panels.sqlite{suffix}").unlink(missing_ok=True)
    borough.evidence().feed.catch_up()
    assert "panels" not in dict(in_ledger(borough))


def test_while_somebody_else_holds_the_lease_the_ledger_is_waited_for(borough: Borough) -> None:
    a_story(borough)
    evidence = borough.evidence()
    held = borough.ground.leases.lease("audit.ledger")
    assert held.acquire()
    follower = threading.Timer(0.1, borough.evidence().feed.catch_up)
    follower.start()
    evidence.catching_up.wait()
    follower.join()
    held.release()
    assert evidence.ledger.size() == 12


def test_a_fact_is_told_late_by_its_two_clocks(borough: Borough) -> None:
    a_story(borough)
    borough.work()
    story = borough.evidence().stories.find(REFERENCE)
    assert story is not None
    assert story.facts[0].late_by == timedelta(days=2)
