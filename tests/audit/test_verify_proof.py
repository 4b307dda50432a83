"""The verifier that auditors run without us believes exactly what we believe, and needs nothing but Python."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from services.audit import verify_proof as standalone
from services.audit.domain.checkpoint import Checkpoint, NotGenuine, SigningKey, VerifierKey, sign, sign_note
from services.audit.domain.ledger import Row, entries_from
from services.audit.domain.merkle import Tree
from services.audit.domain.proof import prove, verify_proof

ORIGIN = "waymark.example/audit"
KEY = SigningKey(ORIGIN, bytes(range(32)))
WITNESS = SigningKey("witness.example", bytes(32))
ENTRIES = list(
    entries_from(
        (
            Row(
                "intake",
                number,
                {"position": number, "stream": f"referral-{number}", "name": "intake.told", "data": b"{}"},
            )
            for number in range(1, 21)
        ),
        next_position=1,
    )
)
TREE = Tree(lambda level, start, count: [entry.leaf_hash for entry in ENTRIES[start : start + count]])


def a_proof(position: int, size: int, *witnesses: SigningKey) -> str:
    note = sign_note(Checkpoint(ORIGIN, size, TREE.root(size)).text, KEY, *witnesses)
    return prove(ENTRIES[position - 1], TREE, note, KEY.verifier).text


def we_believe(text: str) -> tuple[bytes, int, int, bytes] | None:
    try:
        proven = verify_proof(text, KEY.verifier)
    except NotGenuine:
        return None
    return proven.row, proven.ledger_position, proven.checkpoint.size, proven.checkpoint.root


def it_believes(text: str, key: str = KEY.verifier.text) -> tuple[bytes, int, int, bytes] | None:
    try:
        proven = standalone.verify(text, key)
    except standalone.NotProven:
        return None
    return proven.row, proven.ledger_position, proven.size, proven.root


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The file by itself: no site packages, no environment, nothing of ours on the path."""
    command = [sys.executable, "-I", "-S", str(standalone.__file__), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_proof_of_a_small_ledger_is_believed_by_both() -> None:
    for size in range(1, 21):
        for position in {1, size // 2 + 1, size}:
            text = a_proof(position, size)
            believed = it_believes(text)
            assert believed == we_believe(text)
            assert believed == (ENTRIES[position - 1].row, position, size, TREE.root(size))


@settings(max_examples=200)
@given(st.data())
def test_whatever_is_changed_in_a_proof_both_say_the_same_and_neither_believes_another_fact(
    data: st.DataObject,
) -> None:
    text = a_proof(7, 19, WITNESS)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 2, len(text))))
    piece = data.draw(
        st.text(st.sampled_from("\n =+/A0e—\u2028\x85\r") | st.characters(exclude_categories=["Cs"]), max_size=2)
    )
    changed = text[:start] + piece + text[end:]
    believed = we_believe(changed)
    assert it_believes(changed) == believed
    assert believed in (None, we_believe(text))


def test_a_good_signature_does_not_cover_for_a_bad_one_with_either() -> None:
    key_id = KEY.verifier.key_id
    text = f"{a_proof(7, 19)}— {ORIGIN} {base64.b64encode(key_id + bytes(64)).decode()}\n"
    assert it_believes(text) is None
    assert we_believe(text) is None


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=64), st.data())
@settings(max_examples=60)
def test_the_signature_check_is_that_of_a_trusted_library(seed: bytes, message: bytes, data: st.DataObject) -> None:
    public_key = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(message)
    assert standalone.signature_holds(public_key, message, signature)
    place, bit = data.draw(st.integers(0, 63)), 1 << data.draw(st.integers(0, 7))
    spoilt = signature[:place] + bytes([signature[place] ^ bit]) + signature[place + 1 :]
    assert not standalone.signature_holds(public_key, message, spoilt)
    assert not standalone.signature_holds(public_key, message + b"!", signature)
    # The same signature with its number written larger by the group's order must not pass for a second one.
    larger = int.from_bytes(signature[32:], "little") + standalone.ORDER
    assert not standalone.signature_holds(public_key, message, signature[:32] + larger.to_bytes(32, "little"))


@pytest.mark.parametrize(
    ("secret", "public", "message", "signature"),
    [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
    ids=["RFC 8032 test 1", "RFC 8032 test 2"],
)
def test_the_published_signatures_hold(secret: str, public: str, message: str, signature: str) -> None:
    assert standalone.signature_holds(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))
    assert VerifierKey("a", bytes.fromhex(public)) == SigningKey("a", bytes.fromhex(secret)).verifier


def test_a_key_that_is_no_point_believes_nothing() -> None:
    assert not standalone.signature_holds(b"\x02" + bytes(31), b"", bytes(64))
    assert not standalone.signature_holds(b"\xff" * 32, b"", bytes(64))


@pytest.mark.parametrize(
    "key",
    ["", "nonsense", WITNESS.verifier.text, KEY.verifier.text.replace("audit", "other"), KEY.verifier.text[:-4]],
    ids=["none", "nonsense", "another's", "renamed", "cut"],
)
def test_the_wrong_key_proves_nothing(key: str) -> None:
    assert it_believes(a_proof(7, 19, WITNESS), key) is None


def test_the_file_alone_says_proven_and_what(tmp_path: Path) -> None:
    file = tmp_path / "fact.tlog-proof"
    file.write_text(a_proof(7, 19), "utf-8")
    (tmp_path / "key").write_text(KEY.verifier.text + "\n", "utf-8")
    done = run(str(file), KEY.verifier.text)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("PROVEN: entry 7 of waymark.example/audit, under the head signed over 19 entries\n")
    assert '  stream: "referral-7"\n' in done.stdout
    assert ENTRIES[6].row.decode() in run(str(file), str(tmp_path / "key"), "--row").stdout


def test_the_file_alone_refuses_a_touched_proof_and_says_why(tmp_path: Path) -> None:
    file = tmp_path / "fact.tlog-proof"
    file.write_text(a_proof(7, 19).replace("index 6", "index 5"), "utf-8")
    done = run(str(file), KEY.verifier.text)
    assert (done.returncode, done.stdout) == (1, "NOT PROVEN: the fact is not under the signed tree head\n")
    assert run(str(tmp_path / "missing"), KEY.verifier.text).returncode == 1
    assert run().returncode == 2


def test_the_verifier_is_short_enough_to_be_read_and_imports_the_standard_library_only() -> None:
    lines = Path(str(standalone.__file__)).read_text("utf-8").splitlines()
    assert len(lines) <= 200
    modules = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert modules <= sys.stdlib_module_names
    assert sign(Checkpoint(ORIGIN, 1, TREE.root(1)), KEY) in a_proof(1, 1)
