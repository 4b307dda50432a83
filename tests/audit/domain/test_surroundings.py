"""What is wrong around the ledger is told in a sentence that names the place."""

import pytest

from services.audit.domain.finding import Finding, in_order
from services.audit.domain.surroundings import (
    HeadMissing,
    KeysDiffer,
    LogNotReadable,
    StoredHashDiffers,
    ViewNotAsHistory,
    ViewsNotCompared,
)

SAID: list[tuple[Finding, str]] = [
    (
        LogNotReadable(source="intake", reason="it is no database", ledger_position=4),
        "intake: the log cannot be read: it is no database.",
    ),
    (
        ViewNotAsHistory(source="intake", view="people", reason="view people, row 1", ledger_position=None),
        "intake: view people, row 1.",
    ),
    (
        HeadMissing(size=1200, ledger_position=None),
        "The tree head signed over 1,200 entries is gone from the folder of checkpoints.",
    ),
    (
        StoredHashDiffers(level=8, index=1, ledger_position=257),
        "The ledger: the stored hash over entries 257 to 512 is not the one they give.",
    ),
    (
        KeysDiffer(ledger_position=None),
        "The ledger's public key in the data folder is not the one kept with the signed heads.",
    ),
    (
        ViewsNotCompared(source="panels", reason="its command gave no answer", ledger_position=None),
        "panels: the views were not compared: its command gave no answer.",
    ),
]


@pytest.mark.parametrize(("finding", "says"), SAID, ids=[type(finding).__name__ for finding, _ in SAID])
def test_each_says_what_is_wrong_and_where(finding: Finding, says: str) -> None:
    assert finding.says == says


def test_what_could_not_be_compared_comes_last_and_is_no_sign_of_tampering() -> None:
    findings = [finding for finding, _ in reversed(SAID)]
    assert in_order(findings)[0].ledger_position == 4
    assert in_order(findings)[-1].is_notice
    assert sum(finding.is_notice for finding in findings) == 1
