"""A proof file proves its own fact and no other, to who holds the key and nothing else of ours."""

import base64

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.checkpoint import Checkpoint, NotGenuine, SigningKey, sign, sign_note
from services.audit.domain.ledger import Entry, Row, entries_from
from services.audit.domain.merkle import MissingHashes, Tree
from services.audit.domain.proof import HEADER, Proof, parse_proof, prove, verify_proof

ORIGIN = "waymark.example/audit"
KEY = SigningKey(ORIGIN, bytes(range(32)))
WITNESS = SigningKey("witness.example", bytes(32))
ENTRIES = list(
    entries_from(
        (
            Row("intake", number, {"position": number, "stream": "referral-1", "data": b"{}"})
            for number in range(1, 101)
        ),
        next_position=1,
    )
)
TREE = Tree(lambda level, start, count: [entry.leaf_hash for entry in ENTRIES[start : start + count]])
NOTE = sign(Checkpoint(ORIGIN, 90, TREE.root(90)), KEY)


def a_proof(position: int = 42) -> Proof:
    return prove(ENTRIES[position - 1], TREE, NOTE, KEY.verifier)


def test_a_proof_file_is_a_c2sp_tlog_proof_with_the_fact_as_its_extra_line() -> None:
    lines = a_proof().text.split("\n")
    assert lines[0] == HEADER == "c2sp.org/tlog-proof@v1"
    assert base64.b64decode(lines[1].removeprefix("extra ")) == ENTRIES[41].row
    assert lines[2] == "index 41"
    blank = lines.index("")
    assert all(len(base64.b64decode(line)) == 32 for line in lines[3:blank])
    assert "\n".join(lines[blank + 1 :]) == NOTE


@pytest.mark.parametrize("position", [1, 2, 42, 89, 90])
def test_every_fact_under_the_head_is_proven_from_its_file_alone(position: int) -> None:
    proven = verify_proof(a_proof(position).text, KEY.verifier)
    assert proven.row == ENTRIES[position - 1].row
    assert proven.ledger_position == position
    assert proven.checkpoint.size == 90
    assert parse_proof(a_proof(position).text) == a_proof(position)


def test_a_ledger_of_one_fact_can_be_proven() -> None:
    note = sign(Checkpoint(ORIGIN, 1, TREE.root(1)), KEY)
    assert verify_proof(prove(ENTRIES[0], TREE, note, KEY.verifier).text, KEY.verifier).ledger_position == 1


def test_a_fact_written_after_the_head_was_signed_cannot_be_proven_yet() -> None:
    with pytest.raises(MissingHashes):
        prove(ENTRIES[90], TREE, NOTE, KEY.verifier)


@pytest.mark.parametrize(
    "proof",
    [
        msgspec.structs.replace(a_proof(), row=a_proof().row.replace(b"referral-1", b"referral-2")),
        msgspec.structs.replace(a_proof(), index=40),
        msgspec.structs.replace(a_proof(), path=a_proof().path[:-1]),
        msgspec.structs.replace(a_proof(), path=tuple(reversed(a_proof().path))),
        msgspec.structs.replace(a_proof(), row=ENTRIES[42].row),
        msgspec.structs.replace(a_proof(), note=NOTE.replace("\n90\n", "\n91\n")),
    ],
    ids=["one byte of the fact", "another place", "a shorter way", "another way", "another fact", "another head"],
)
def test_a_proof_that_was_touched_proves_nothing(proof: Proof) -> None:
    with pytest.raises(NotGenuine):
        verify_proof(proof.text, KEY.verifier)


def test_a_proof_under_somebody_elses_head_proves_nothing() -> None:
    forged = sign(Checkpoint(ORIGIN, 90, TREE.root(90)), SigningKey(ORIGIN, bytes(32)))
    with pytest.raises(NotGenuine, match="none of the expected keys"):
        verify_proof(msgspec.structs.replace(a_proof(), note=forged).text, KEY.verifier)


def test_a_witness_on_the_head_does_no_harm() -> None:
    note = sign_note(Checkpoint(ORIGIN, 90, TREE.root(90)).text, KEY, WITNESS)
    assert verify_proof(msgspec.structs.replace(a_proof(), note=note).text, KEY.verifier).ledger_position == 42


@pytest.mark.parametrize("spoilt", ["row", "leaf_hash"])
def test_a_ledger_that_no_longer_bears_out_its_head_hands_out_no_proof(spoilt: str) -> None:
    other = getattr(ENTRIES[50], spoilt)
    tampered: list[Entry] = [*ENTRIES]
    tampered[41] = msgspec.structs.replace(ENTRIES[41], **{spoilt: other})
    tree = Tree(lambda level, start, count: [entry.leaf_hash for entry in tampered[start : start + count]])
    at = 41 if spoilt == "row" else 40
    with pytest.raises(NotGenuine, match="not under the signed tree head"):
        prove(tampered[at], tree, NOTE, KEY.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wrong-header\nextra AA==\nindex 0\n\ncheckpoint\n",
        f"{HEADER}\nindex 0\n\ncheckpoint\n",
        f"{HEADER}\nextra !!not base64!!\nindex 0\n\ncheckpoint\n",
        f"{HEADER}\nextra AA==\n\ncheckpoint\n",
        f"{HEADER}\nextra AA==\nindex -5\n\ncheckpoint\n",
        f"{HEADER}\nextra AA==\nindex 05\n\ncheckpoint\n",
        f"{HEADER}\nextra AA==\nindex 0\n{base64.b64encode(bytes(64)).decode()}\n\ncheckpoint\n",
        f"{HEADER}\nextra AA==\nindex 0\n" + f"{base64.b64encode(bytes(32)).decode()}\n" * 64 + "\ncheckpoint\n",
    ],
    ids=["nothing", "header", "no fact", "no base64", "no index", "negative", "nought first", "long hash", "long way"],
)
def test_what_is_no_proof_file_is_refused(text: str) -> None:
    with pytest.raises(NotGenuine):
        verify_proof(text, KEY.verifier)


@given(st.text())
def test_any_text_is_either_a_proof_or_refused(text: str) -> None:
    with pytest.raises(NotGenuine):
        verify_proof(f"{HEADER}\n{text}", KEY.verifier)
