"""A proof is handed out only where it holds; the tick on a page says what stands under the signed head."""

from pathlib import Path

import pytest

from services.audit.application.proofs import NothingSignedYet
from services.audit.domain.checkpoint import NotGenuine
from services.audit.domain.proof import verify_proof
from tests.support.builders.audited_borough import Borough, ReferralTriaged, a_borough, a_story


@pytest.fixture
def borough(tmp_path: Path) -> Borough:
    made = a_borough(tmp_path)
    a_story(made)
    made.work()
    return made


def test_every_entry_has_a_proof_that_holds(borough: Borough) -> None:
    evidence = borough.evidence()
    key = evidence.keys.trusted()
    assert key is not None
    for entry in evidence.ledger.page(0, 100):
        assert verify_proof(evidence.proofs.prove(entry).text, key).row == entry.row


def test_before_a_head_covers_it_there_is_none(borough: Borough) -> None:
    borough.record("triage", "x", ReferralTriaged(referral_id="r", priority="high"), about=())
    evidence = borough.evidence()
    evidence.feed.catch_up()
    [newest] = evidence.ledger.at([13])
    with pytest.raises(NothingSignedYet):
        evidence.proofs.prove(newest)
    standing = evidence.proofs.standing(evidence.ledger.page(0, 100))
    assert (len(standing.under), standing.broken) == (12, frozenset())


def test_a_changed_entry_has_no_proof_and_breaks_the_tick(borough: Borough) -> None:
    borough.change("audit.ledger.sqlite", "UPDATE ledger SET row = row || ' ' WHERE ledger_position = 8")
    evidence = borough.evidence()
    [entry] = evidence.ledger.at([8])
    with pytest.raises(NotGenuine):
        evidence.proofs.prove(entry)
    standing = evidence.proofs.standing(evidence.ledger.page(0, 100))
    assert standing.broken == {8}
    assert len(standing.under) == 11


def test_nothing_is_proved_before_the_first_head(tmp_path: Path) -> None:
    evidence = a_borough(tmp_path).evidence()
    evidence.feed.catch_up()
    assert evidence.proofs.standing(evidence.ledger.page(0, 100)).head is None
