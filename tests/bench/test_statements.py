"""Every statement the program sends while a month is played and each of its stores is asked: none reads a whole table.

Where one has to, it stands here with the reason.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bench.known import known_of
from bench.questions import questions
from services.audit.wiring import Evidence, open_evidence
from services.one_process import Borough
from shared.access.roles import Role
from shared.delivery.dead_letters import DeadLetters
from shared.event_store.store import EventStore
from shared.kernel.personal import Identity
from shared.runtime.housekeeping import Housekeeping
from tests.support.builders.rehearsal import TODAY, RehearsedBorough
from tests.support.statements import Scan, Statements, noted

pytestmark = pytest.mark.slow

DAYS = 20

# Tables that stay small, whatever happens.
SMALL = {
    "about_store": "a row for each thing said about a store",
    "checkpoints": "a row for each view",
    "followed": "one row",
    "catalogued": "a row for each release that changed the facts of a service",
    "meta": "two rows",
    "triage_vawg_counts": "a row for each measure in each quarter",
    "secrets": "one row",
    "accounts": "the staff",
    "sessions": "those signed in now; each sign-in clears away what has ended",
    "sign_in_failures": "cleared after a day",
    "change_calls_waiting": "those who asked for a call and wait for it",
    "restricted_places": "refuges and the like",
    "locks": "a few for each record that a keeper locked",
    "locked_records": "those few that are locked now",
    "walls": "a few for each member of staff",
    "insider_cleared": "a few for each member of staff",
    "insider_ties": "whom staff are or know",
    "insider_walls": "a few for each member of staff",
    "triage_case_reviews": "a few in a year",
    "triage_penalties": "a few in a month",
    "triage_dead_ends": "what somebody took the trouble to tell of a service",
    "triage_door_checks": "those who agreed to be asked whether a door opened",
    "triage_emergency_views": "each is an emergency, and judged by a second person",
    "panel_cohort": "one row for each who was ever in a cohort, sealed: who is in it now only its board can tell",
    "agenda_joined": "people who turned out to be one, and are before a panel",
    "restricted_signs": "a few rows for each restricted place",
    "drafts": "those begun within an hour, or within two weeks by staff; there is a most",
}
# What is asked of everything by its nature, by how it begins.
WHOLE = {
    "SELECT DISTINCT source FROM ledger": "verification looks at all there is",
    "SELECT level, place, hash FROM subtrees": "verification looks at all there is",
    "SELECT size, signed_at, note FROM heads": "verification looks at all there is",
    "SELECT min(called.reference)": "a sample is drawn from all referrals there are",
    "SELECT rule_rounds.rule, sum(rule_rounds.otherwise)": "counted over all that whoever asks may know of",
    "SELECT form_numbers.state, form_numbers.batch IS NULL": "all numbers ever issued are reconciled",
    "DELETE FROM identities WHERE person_id": "destroying a key writes the whole keyring anew",
    "SELECT DISTINCT triage_cases.ward": "a list to choose from, made of the wards of all referrals",
    "SELECT letter_id, policy,": "an operator's list of what could not be taken",
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Statements]:
    with noted() as statements:
        town = RehearsedBorough(tmp_path_factory.mktemp("walked") / "data", days=DAYS, today=TODAY).played()
        town.workers.stop()
        evidence = open_evidence(town.borough.ground.settings)
        evidence.feed.catch_up()
        _put_every_question(town.borough, evidence)
        _ask_the_stores(town.borough)
        _ask_audit(evidence)
        _ask_for_accounts(town.borough)
        yield statements
        evidence.close()
        town.borough.close()


def _put_every_question(borough: Borough, evidence: Evidence) -> None:
    for name, question in questions(known_of(borough)).items():
        views = borough.services.get(question.service)
        with views.views.reading() if views else evidence.index.reading() as connection:
            assert question.ask(connection) is not None or "the queue" not in name


def _ask_the_stores(borough: Borough) -> None:
    now = borough.ground.clock()
    for service in borough.services.values():
        store = service.store
        for recorded in store.page(0, 3):
            store.stream(recorded.stream, until=now, until_position=2)
        store.receipt("http/nobody", "none")
        store.due_timers(now)
        Housekeeping(store, borough.ground.clock).step()
        _set_aside_and_take_back(store)
    keyring = borough.ground.keyring
    person_id = keyring.recognise([keyring.index(Identity, "somebody new")])
    keyring.flush()
    assert keyring.knows(person_id)
    assert keyring.destroy(person_id)


def _set_aside_and_take_back(store: EventStore) -> None:
    letters = DeadLetters(store)
    letters.keep("a_policy", "event-1", "a.fact.v1", "key-1", b"{}", "LookupError", None, "2026-11-28T09:00:00Z")
    found = letters.first("a_policy", "key-1")
    assert found is not None
    assert letters.all() == [found]
    letters.drop(found.letter_id)


def _ask_audit(evidence: Evidence) -> None:
    size = evidence.ledger.size()
    evidence.tree_head(size)
    evidence.ledger.at([1, size])
    evidence.ledger.page(size - 3, 10)
    evidence.ledger.sources()
    evidence.ledger.heads()
    assert sum(1 for _ in evidence.ledger.entries_of("intake", 10)) == 10
    assert sum(1 for _ in evidence.ledger.leaves(10)) == 10
    assert len(list(evidence.ledger.subtrees())) >= 1
    assert evidence.feed.missing(evidence.feed.heads()) == 0


def _ask_for_accounts(borough: Borough) -> None:
    accounts, sessions, tokens = borough.access.accounts, borough.access.sessions, borough.access.tokens
    account = accounts.open("someone", "Someone New", Role.TRIAGE_OFFICER, password="long enough to do")
    assert accounts.check("someone", "long enough to do").account == account
    session = sessions.start(account.account_id)
    assert sessions.find(session) is not None
    token = tokens.issue(account.account_id, lasts=timedelta(days=1))
    assert tokens.principal(token.text) is not None
    tokens.live(account.account_id)
    tokens.revoke(token.token_id)
    accounts.change_role(account.account_id, Role.AUDITOR)
    accounts.names([account.account_id])
    accounts.close(account.account_id)


def unexplained(statements: Statements) -> list[Scan]:
    return [
        scan for scan in statements.scans() if scan.table not in SMALL and not scan.statement.startswith(tuple(WHOLE))
    ]


def test_no_statement_reads_a_whole_table_that_grows(sent: Statements) -> None:
    assert len({file for file, _ in sent.sent}) >= 12, "logs, views, keys, accounts, ledger and stories are all heard"
    assert len(sent.sent) > 150
    assert unexplained(sent) == []


@pytest.mark.parametrize("table", ["events", "receipts", "timers", "data_keys", "identities", "ledger", "worklist"])
def test_statements_of_every_store_were_among_them(sent: Statements, table: str) -> None:
    assert any(table in wording for _, wording in sent.sent)


def test_every_excuse_is_needed(sent: Statements) -> None:
    scans = list(sent.scans())

    assert {start for start in WHOLE if any(scan.statement.startswith(start) for scan in scans)} == WHOLE.keys()
    assert {scan.table for scan in scans} & SMALL.keys() >= {"checkpoints", "sessions", "catalogued"}


def test_a_planted_statement_is_found(sent: Statements, tmp_path: Path) -> None:
    file = next(file for file, _ in sent.sent if file.name == "intake.views.sqlite")
    planted = Statements()
    planted.note(file, "SELECT * FROM worklist WHERE ward = 'Nowhere'")
    planted.note(file, "SELECT reference FROM demand ORDER BY category LIMIT 10")

    assert {scan.table for scan in unexplained(planted)} == {"worklist", "demand"}
