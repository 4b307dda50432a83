"""The oracle by which all faults are judged finds nothing where nothing is wrong, and each thing that is."""

import contextlib
import copy
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from shared.access.roles import Role
from tests.support.builders.borough import MONDAY, LittleBorough
from tests.support.faults.documents import KINDS, document
from tests.support.faults.evidence import Evidence, Row, read_evidence
from tests.support.faults.oracle import Acknowledged, faults


@dataclass
class Settled:
    """A borough in which two referrals of each kind have run their course."""

    data: Path
    told: dict[str, Acknowledged]

    def query(self, service: str, statement: str) -> Sequence[Sequence[Any]]:
        with contextlib.closing(sqlite3.connect(self.data / f"{service}.sqlite")) as log:
            return log.execute(statement).fetchall()

    def evidence(self) -> Evidence:
        return read_evidence(self.query, [file.name.partition(".")[0] for file in (self.data / "outbox").iterdir()])


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Settled:
    data = tmp_path_factory.mktemp("settled")
    borough, told = LittleBorough(data), {}
    for number in range(2 * len(KINDS)):
        key = f"key-{number}"
        answer = borough.post("/intake/api/referrals", document(number, MONDAY), Role.CONTACT_CENTRE, key)
        assert answer.status_code == 201, answer.text
        said = answer.json()
        told[said["referral_id"]] = Acknowledged(number, key, said["reference"], said["referral_id"])
    borough.settle()
    borough.close()
    return Settled(data, told)


def test_where_nothing_is_wrong_nothing_is_found(settled: Settled) -> None:
    evidence = settled.evidence()
    assert faults(evidence, settled.told) == []
    assert len(evidence.named("intake.referral_submitted")) == 2 * len(KINDS)
    assert len(evidence.mail) > 2 * len(KINDS)


def again(rows: list[Row], name: str, **changes: Any) -> None:
    """The last fact of a name stands once more, at the end of its stream and of the log, as a writer would put it."""
    last = [row for row in rows if row.name == name][-1]
    version = sum(row.stream == last.stream for row in rows) + 1
    rows.append(
        replace(last, position=len(rows) + 1, version=version, event_id="another", data={**last.data, **changes})
    )


def without(evidence: Evidence, service: str, unwanted: Callable[[Row], bool]) -> None:
    """Facts vanish and the others close up, as if they had never been written."""
    kept = [row for row in evidence.logs[service] if not unwanted(row)]
    reached: dict[str, int] = {}
    evidence.logs[service] = []
    for position, row in enumerate(kept, start=1):
        reached[row.stream] = reached.get(row.stream, 0) + 1
        evidence.logs[service].append(replace(row, position=position, version=reached[row.stream]))


def a_fact_is_deleted(evidence: Evidence) -> None:
    evidence.logs["intake"].remove(evidence.named("intake.referral_submitted")[3])


def the_end_of_a_log_is_lost(evidence: Evidence) -> None:
    last = evidence.named("intake.referral_submitted")[-1]
    evidence.logs["intake"] = [row for row in evidence.logs["intake"] if row.position < last.position]


def a_referral_is_stored_twice(evidence: Evidence) -> None:
    again(evidence.logs["intake"], "intake.referral_submitted")


def a_referral_is_stored_that_nobody_was_told_of(evidence: Evidence) -> None:
    again(evidence.logs["intake"], "intake.referral_submitted", referral_id="unknown")


def a_receipt_is_lost(evidence: Evidence) -> None:
    evidence.receipts["intake"] = [each for each in evidence.receipts["intake"] if each.key != "key-5"]


def another_answer_is_kept(evidence: Evidence) -> None:
    one, two = (each for each in evidence.receipts["intake"] if each.key in ("key-5", "key-6"))
    evidence.receipts["intake"] += [replace(one, answer=two.answer), replace(two, answer=one.answer)]


def a_message_is_skipped(evidence: Evidence) -> None:
    skipped = evidence.named("intake.referral_submitted")[4]
    evidence.receipts["triage"] = [each for each in evidence.receipts["triage"] if each.key != skipped.event_id]
    without(evidence, "triage", lambda row: row.stream == f"assessment-{skipped.data['referral_id']}")


def a_message_is_taken_without_its_receipt(evidence: Evidence) -> None:
    marked = evidence.named("triage.marked_for_panel")[0]
    evidence.receipts["panels"] = [each for each in evidence.receipts["panels"] if each.key != marked.event_id]


def a_referral_is_judged_twice(evidence: Evidence) -> None:
    again(evidence.logs["triage"], "triage.referral_triaged")


def a_case_is_opened_twice(evidence: Evidence) -> None:
    again(evidence.logs["triage"], "triage.case_opened")


def a_case_is_not_opened(evidence: Evidence) -> None:
    lost = evidence.named("triage.case_opened")[-1]
    without(evidence, "triage", lambda row: row == lost)


def a_case_is_listed_twice(evidence: Evidence) -> None:
    rows = evidence.logs["panels"]
    listed = [row for row in rows if row.name in ("panels.case_listed", "panels.late_referral_raised")]
    again(rows, listed[-1].name)


def a_person_is_heard_twice(evidence: Evidence) -> None:
    added = evidence.named("panels.referral_added")[-1]
    without(evidence, "panels", lambda row: row == added)
    again(evidence.logs["panels"], "panels.case_referred", referral=added.data["referral"])


def a_notice_goes_out_twice(evidence: Evidence) -> None:
    evidence.mail.append(evidence.mail[0])


def a_notice_that_was_sent_never_arrives(evidence: Evidence) -> None:
    evidence.mail.pop()


def a_message_of_no_notice_goes_out(evidence: Evidence) -> None:
    evidence.mail.append("unknown")


def a_notice_is_asked_for_twice(evidence: Evidence) -> None:
    again(evidence.logs["notifications"], "notifications.notice_requested")


def a_notice_is_withheld_and_goes_out(evidence: Evidence) -> None:
    evidence.mail.append(str(evidence.named("notifications.notice_withheld")[0].data["notice_id"]))


def a_message_is_set_aside(evidence: Evidence) -> None:
    evidence.letters["panels"].append(("list_case_when_marked_for_panel", "some key"))


def time_goes_back(evidence: Evidence) -> None:
    rows = evidence.logs["panels"]
    rows[-1] = replace(rows[-1], recorded_at="2020-01-01T00:00:00.000000Z")


PLANTED = [
    (a_fact_is_deleted, "intake: positions are not dense"),
    (a_fact_is_deleted, "was acknowledged and is not in the log"),
    (the_end_of_a_log_is_lost, "was acknowledged and is not in the log"),
    (a_referral_is_stored_twice, "is in the log 2 times"),
    (a_referral_is_stored_that_nobody_was_told_of, "is in the log and nobody was told so"),
    (a_receipt_is_lost, "its key has no receipt"),
    (another_answer_is_kept, "another answer is kept under its key"),
    (a_message_is_skipped, "triage: open_assessment_when_referral_submitted has not taken"),
    (a_message_is_skipped, "decided as []"),
    (a_message_is_taken_without_its_receipt, "panels: list_case_when_marked_for_panel has not taken"),
    (a_referral_is_judged_twice, "decided as ['signpost', 'signpost']"),
    (a_case_is_opened_twice, "2 cases opened"),
    (a_case_is_not_opened, "0 cases opened"),
    (a_case_is_listed_twice, "is on 2 agendas"),
    (a_person_is_heard_twice, "hears one person in 2 cases"),
    (a_notice_goes_out_twice, "2 messages went out"),
    (a_notice_that_was_sent_never_arrives, "stands as notifications.notice_sent, and 0 messages went out"),
    (a_message_of_no_notice_goes_out, "a message of no notice went out"),
    (a_notice_is_asked_for_twice, "was asked for twice"),
    (a_notice_is_withheld_and_goes_out, "stands as notifications.notice_withheld, and 1 messages went out"),
    (a_message_is_set_aside, "panels: a dead letter of list_case_when_marked_for_panel"),
    (time_goes_back, "panels: time recorded goes back"),
]


@pytest.mark.parametrize(("plant", "says"), PLANTED, ids=[f"{plant.__name__}: {says}" for plant, says in PLANTED])
def test_each_thing_that_is_wrong_is_found(settled: Settled, plant: Callable[[Evidence], None], says: str) -> None:
    evidence = copy.deepcopy(settled.evidence())
    plant(evidence)
    found = faults(evidence, settled.told)
    assert any(says in fault for fault in found), found


def test_what_is_wrong_in_the_database_itself_is_found(settled: Settled) -> None:
    with contextlib.closing(sqlite3.connect(settled.data / "triage.sqlite", isolation_level=None)) as log:
        log.execute(
            "DELETE FROM events WHERE position = (SELECT min(position) FROM events WHERE name = 'triage.case_opened')"
        )
    found = faults(settled.evidence(), settled.told)
    assert "triage: positions are not dense" in found
    assert any("0 cases opened" in fault for fault in found)
