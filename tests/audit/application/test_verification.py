"""Whatever is done to a log, the ledger, a head or a view, verification says so, and names the first wrong thing."""

import base64
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from services.audit.adapters.sqlite_logs import SqliteLogs
from services.audit.application.feed import LedgerCutShort
from services.audit.application.verification import Report
from services.audit.domain.checkpoint import SigningKey
from services.audit.domain.merkle import leaf_hash
from services.audit.domain.proof import verify_proof
from tests.support.builders.audited_borough import (
    CALLER,
    REFERENCE,
    Borough,
    PersonForgotten,
    a_borough,
    a_story,
    submitted,
)

pytestmark = pytest.mark.slow

LEDGER = "audit.ledger.sqlite"
COLUMNS = "stream, version, event_id, name, schema_version, occurred_at, recorded_at, metadata, data"


@pytest.fixture
def borough(tmp_path: Path) -> Borough:
    made = a_borough(tmp_path)
    made.story = a_story(made)
    made.work()
    return made


def verified(borough: Borough) -> Report:
    return borough.evidence().verification.run()


def kinds(report: Report) -> list[str]:
    return [found.kind for found in report.outcome.findings]


def test_a_borough_nobody_touched_is_clean_and_gets_a_signed_head(borough: Borough) -> None:
    report = verified(borough)
    assert (report.result, report.findings) == ("clean", ())
    assert report.checked.facts == report.ledger_position == 12
    head = borough.evidence().heads.newest()
    assert head is not None
    assert head.size == 12


def test_facts_that_came_after_the_ledger_was_last_followed_are_taken_in_first(borough: Borough) -> None:
    borough.record("intake", "referral-WM-2223-X", submitted("WM-2223-X", "referral-2"))
    report = verified(borough)
    assert (report.result, report.ledger_position, report.notices) == ("clean", 13, ())


def test_it_stays_clean_when_somebody_is_forgotten_and_the_proofs_of_what_she_said_still_hold(borough: Borough) -> None:
    verified(borough)
    borough.ground.keyring.destroy(CALLER)
    borough.record("intake", "person-1", PersonForgotten(person_id=CALLER), about=())
    report = verified(borough)
    assert (report.result, report.findings, report.ledger_position) == ("clean", (), 13)
    evidence = borough.evidence()
    entry = evidence.stories.event(borough.story["submitted"])
    key = evidence.keys.trusted()
    assert entry is not None
    assert key is not None
    assert b"Ada Example" not in verify_proof(evidence.proofs.prove(entry).text, key).row


def test_while_another_process_follows_and_lags_it_says_how_many_facts_are_not_in_the_ledger(borough: Borough) -> None:
    borough.record("intake", "referral-WM-2223-X", submitted("WM-2223-X", "referral-2"))
    held = borough.ground.leases.lease("audit.ledger")
    assert held.acquire()
    report = borough.evidence(seconds=0).verification.run()
    held.release()
    assert report.result == "clean"
    assert [finding.says for finding in report.notices] == ["intake: 1 fact not yet in the ledger, from position 3 on."]


def flip_a_byte(borough: Borough) -> None:
    text = "data = cast(replace(cast(data AS TEXT), '\"high\"', '\"higi\"') AS BLOB)"
    assert borough.change("triage.sqlite", f"UPDATE events SET {text} WHERE position = 3") == 1


def delete_the_last_fact(borough: Borough) -> None:
    assert borough.change("panels.sqlite", "DELETE FROM events WHERE position = 4") == 1


def delete_a_fact_in_the_middle(borough: Borough) -> None:
    assert borough.change("panels.sqlite", "DELETE FROM events WHERE position = 2") == 1


def swap_two_facts(borough: Borough) -> None:
    # The stream's versions are set aside first: the log would not hold the same one twice, even for a moment.
    for place, other in ((2, -1), (3, 2), (-1, 3)):
        assert borough.change("panels.sqlite", "UPDATE events SET position = ? WHERE position = ?", other, place) == 1


def insert_a_fact(borough: Borough) -> None:
    borough.change("panels.sqlite", "UPDATE events SET position = position + 100 WHERE position >= 3")
    borough.change("panels.sqlite", "UPDATE events SET position = position - 99 WHERE position >= 103")
    forged = (
        f"SELECT 3, {COLUMNS.replace('stream, version, event_id', 'stream || 1, version, event_id || 1')} FROM events"
    )
    assert borough.change("panels.sqlite", f"INSERT INTO events {forged} WHERE position = 2") == 1


def put_another_in_place_of_the_last(borough: Borough) -> None:
    delete_the_last_fact(borough)
    forged = (
        f"SELECT 4, {COLUMNS.replace('stream, version, event_id', 'stream || 1, version, event_id || 1')} FROM events"
    )
    assert borough.change("panels.sqlite", f"INSERT INTO events {forged} WHERE position = 2") == 1


def change_when_it_happened(borough: Borough) -> None:
    assert borough.change("intake.sqlite", "UPDATE events SET occurred_at = recorded_at WHERE position = 2") == 1


def store_text_as_the_same_bytes(borough: Borough) -> None:
    assert borough.change("triage.sqlite", "UPDATE events SET data = cast(data AS TEXT) WHERE position = 2") == 1


def store_bytes_as_their_base64_text(borough: Borough) -> None:
    [(data,)] = sqlite3.connect(borough.folder / "triage.sqlite").execute("SELECT data FROM events WHERE position = 2")
    text = base64.b64encode(data).decode()
    assert borough.change("triage.sqlite", "UPDATE events SET data = ? WHERE position = 2", text) == 1


DEEDS: list[tuple[Callable[[Borough], None], str, str]] = [
    (flip_a_byte, "fact_changed", "triage, stream assessment-referral-1, position 3, ledger entry 8: data differs"),
    (delete_the_last_fact, "log_cut_short", "panels, stream case-1, position 4, ledger entry 12: the log ends before"),
    (delete_a_fact_in_the_middle, "fact_removed", "panels, stream case-1, position 2, ledger entry 9: the fact that"),
    (
        swap_two_facts,
        "facts_swapped",
        "panels, stream case-1, position 2, ledger entry 9: this fact and the one at pos",
    ),
    (
        insert_a_fact,
        "fact_inserted",
        "panels, stream meeting-1, position 3, ledger entry 10: a fact stands here that w",
    ),
    (put_another_in_place_of_the_last, "fact_changed", "panels, stream case-1, position 4, ledger entr"),
    (change_when_it_happened, "fact_changed", f"intake, stream referral-{REFERENCE}, position 2, ledger entry 6: occ"),
    (store_text_as_the_same_bytes, "fact_changed", "triage, stream assessment-referral-1, position 2, ledger entry 7"),
    (store_bytes_as_their_base64_text, "fact_changed", "triage, stream assessment-referral-1, position 2, ledger entr"),
]


@pytest.mark.parametrize(("deed", "kind", "says"), DEEDS, ids=[deed.__name__.replace("_", " ") for deed, _, _ in DEEDS])
def test_a_deed_on_a_log_is_named_by_stream_and_position(
    borough: Borough, deed: Callable[[Borough], None], kind: str, says: str
) -> None:
    deed(borough)
    report = verified(borough)
    assert report.result == "differs"
    assert kinds(report)[0] == kind
    assert report.differences[0].says.startswith(says)


def test_a_copied_fact_at_the_end_of_a_log_is_taken_into_the_ledger_and_found_there(borough: Borough) -> None:
    """Nobody can tell a forged last fact by its hash; but a copy fits in nowhere, however often it is looked at."""
    verified(borough)
    forged = f"SELECT 5, {COLUMNS.replace('event_id', 'event_id || 1').replace('stream', 'stream || 1')} FROM events"
    assert borough.change("panels.sqlite", f"INSERT INTO events {forged} WHERE position = 1") == 1
    for _ in range(2):
        report = verified(borough)
        assert kinds(report) == ["recorded_earlier"]
        assert report.differences[0].says.startswith("panels, stream catalogue1, position 5, ledger entry 13: this")


def test_a_fact_whose_cause_is_nowhere_is_found_unless_a_log_is_not_there_to_its_end(borough: Borough) -> None:
    caused = "SELECT data, metadata FROM events WHERE position = 2"
    [(data, metadata)] = sqlite3.connect(borough.folder / "triage.sqlite").execute(caused)
    lone = metadata.replace(b'"causation_id":"', b'"causation_id":"x')
    assert lone != metadata
    row = "SELECT 99, stream, 99, event_id || 1, name, 1, occurred_at, '2030', ?, ? FROM events"
    head = borough.services["triage"].store.head()
    row = row.replace("99, stream, 99", f"{head + 1}, 'lone', 1")
    assert borough.change("triage.sqlite", f"INSERT INTO events {row} WHERE position = 2", lone, data) == 1
    assert kinds(verified(borough)) == ["cause_nowhere"]


def test_nothing_is_signed_over_what_differs(borough: Borough) -> None:
    verified(borough)
    borough.record("intake", "referral-WM-2223-X", submitted("WM-2223-X", "referral-2"))
    flip_a_byte(borough)
    verified(borough)
    head = borough.evidence().heads.newest()
    assert head is not None
    assert head.size == 12


def test_a_log_that_is_gone_is_cut_short_from_its_first_fact_on(borough: Borough) -> None:
    for name in ("notifications.sqlite", "notifications.sqlite-wal", "notifications.sqlite-shm"):
        (borough.folder / name).unlink(missing_ok=True)
    assert verified(borough).differences[0].says.startswith("notifications, stream catalogue, position 1")


def test_a_damaged_log_is_named_and_the_others_are_looked_at_all_the_same(borough: Borough) -> None:
    borough.services["intake"].store.close()
    (borough.folder / "intake.sqlite").write_bytes(b"no database" * 1000)
    delete_the_last_fact(borough)
    assert sorted(kinds(verified(borough))) == ["log_cut_short", "log_not_readable"]


def test_a_ledger_cut_off_under_a_signed_head_is_found_and_not_silently_filled_up(borough: Borough) -> None:
    verified(borough)
    assert borough.change(LEDGER, "DELETE FROM ledger WHERE ledger_position > 9") == 3
    report = verified(borough)
    assert kinds(report)[0] == "head_beyond_ledger"
    assert report.differences[0].says.startswith("The ledger ends at entry 9, but a signed tree head covers 12")
    assert kinds(verified(borough))[0] == "head_beyond_ledger"


def test_a_ledger_made_anew_from_a_changed_log_does_not_give_the_signed_heads(borough: Borough) -> None:
    verified(borough)
    flip_a_byte(borough)
    for suffix in ("", "-wal", "-shm"):
        (borough.folder / f"{LEDGER}{suffix}").unlink(missing_ok=True)
    evidence = borough.evidence()
    with pytest.raises(LedgerCutShort):
        evidence.feed.step()
    assert kinds(evidence.verification.run())[0] == "head_beyond_ledger"


def test_log_ledger_and_leaf_changed_alike_are_found_by_the_signed_head(borough: Borough) -> None:
    verified(borough)
    flip_a_byte(borough)
    [changed] = SqliteLogs({"triage": f"sqlite:///{borough.folder}/triage.sqlite"}).rows("triage", 2)
    row = changed.canonical
    statement = "UPDATE ledger SET row = ?, leaf_hash = ? WHERE ledger_position = 8"
    assert borough.change(LEDGER, statement, row, leaf_hash(row)) == 1
    report = verified(borough)
    assert kinds(report) == ["head_differs"]
    assert "entries 1 to 12 were changed" in report.differences[0].says


LEDGER_DEEDS = {
    "a row of the ledger": (
        "UPDATE ledger SET row = replace(row, 'a', 'b') WHERE ledger_position = 8",
        "entry_altered",
    ),
    "a leaf of the ledger": ("UPDATE ledger SET leaf_hash = zeroblob(32) WHERE ledger_position = 8", "entry_altered"),
    "an entry taken out": ("DELETE FROM ledger WHERE ledger_position = 8", "ledger_gap"),
    "an entry given to another log": ("UPDATE ledger SET source = 'other' WHERE ledger_position = 8", "log_cut_short"),
    "a head in the ledger": ("UPDATE heads SET note = replace(note, '12', '11')", "head_not_genuine"),
}


@pytest.mark.parametrize("deed", LEDGER_DEEDS)
def test_a_change_to_the_ledger_itself_is_found(borough: Borough, deed: str) -> None:
    verified(borough)
    statement, kind = LEDGER_DEEDS[deed]
    assert borough.change(LEDGER, statement) >= 1
    assert kind in kinds(verified(borough))


def test_two_entries_that_changed_places_in_the_ledger_are_found(borough: Borough) -> None:
    verified(borough)
    for place, other in ((8, -1), (9, 8), (-1, 9)):
        borough.change(LEDGER, "UPDATE ledger SET ledger_position = ? WHERE ledger_position = ?", other, place)
    assert "head_differs" in kinds(verified(borough))


def test_a_damaged_ledger_is_said_to_be_so(borough: Borough) -> None:
    evidence = borough.evidence()
    (borough.folder / LEDGER).write_bytes(b"no database" * 5000)
    (borough.folder / f"{LEDGER}-wal").unlink(missing_ok=True)
    report = evidence.verification.run()
    assert report.result == "differs"
    assert report.differences[0].says.startswith("ledger: the log cannot be read")


def heads_of(borough: Borough) -> list[Path]:
    return sorted(borough.folder.with_name("data.checkpoints").glob("*.checkpoint"))


def test_a_head_taken_away_or_forged_outside_is_found(borough: Borough) -> None:
    verified(borough)
    [head] = heads_of(borough)
    text = head.read_text()
    head.unlink()
    assert kinds(verified(borough)) == ["head_missing"]
    head.write_text(text.replace("\n12\n", "\n13\n"))
    assert "head_not_genuine" in kinds(verified(borough))


def test_a_public_key_exchanged_in_the_data_folder_is_found(borough: Borough) -> None:
    verified(borough)
    public = borough.folder / "keys" / "ledger-signing.pub"
    public.unlink()
    public.write_text(SigningKey("other/ledger", bytes(32)).verifier.text)
    assert kinds(verified(borough)) == ["keys_differ"]


def test_a_view_that_is_not_what_the_history_gives_is_found_after_what_is_wrong_in_the_logs(borough: Borough) -> None:
    borough.views.said = {"worklist": "view worklist, table worklist: row ('x',) is not what the history gives"}
    delete_the_last_fact(borough)
    assert kinds(verified(borough)) == ["log_cut_short", *["view_not_as_history"] * 5]


def test_views_that_could_not_be_compared_leave_the_verification_incomplete(borough: Borough) -> None:
    borough.views.said = None  # type: ignore[assignment]  # what a command that failed prints
    report = verified(borough)
    assert report.result == "incomplete"
    assert report.notices[0].says == "intake: the views were not compared: its command gave no answer."


def test_an_index_of_stories_that_hides_a_fact_is_found(borough: Borough) -> None:
    assert borough.change("audit.stories.sqlite", "DELETE FROM concerned WHERE ledger_position = 8") == 1
    report = verified(borough)
    assert kinds(report) == ["view_not_as_history"]
    assert report.differences[0].says == (
        "audit: view stories, table concerned: row ('referral-1', 8) is not what the ledger gives."
    )
