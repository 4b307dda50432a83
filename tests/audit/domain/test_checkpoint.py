"""Signed tree heads are those of C2SP, and nothing that was touched is believed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.checkpoint import (
    Checkpoint,
    NotGenuine,
    SigningKey,
    VerifierKey,
    compare_heads,
    continues,
    open_note,
    parse,
    read_key,
    sign,
    sign_note,
    verify,
)
from services.audit.domain.finding import HeadBeyondLedger, HeadDiffers, HeadsDisagree
from services.audit.domain.merkle import Tree, leaf_hash, roots_at

ORIGIN = "waymark.example/audit"
KEY = SigningKey(ORIGIN, bytes(range(32)))
OTHER_KEY = SigningKey(ORIGIN, bytes(range(1, 33)))
WITNESS = SigningKey("witness.example", bytes(32))
LEAVES = [leaf_hash(bytes([number])) for number in range(12)]
TREE = Tree(lambda level, start, count: LEAVES[start : start + count])


def a_head(size: int) -> Checkpoint:
    return Checkpoint(ORIGIN, size, TREE.root(size))


# The example of the Go implementation of signed notes.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    f"{GO_TEXT}\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# A tree head of the Go checksum database, as published, and the key built into every Go tool.
SUMDB_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
SUMDB_NOTE = """go.sum database tree
6476701
mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=

— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvimWEPWL+o3GeoWwOoAw=
"""


def test_our_notes_are_those_of_other_tools_byte_for_byte() -> None:
    key = SigningKey("PeterNeumann", GO_SEED)
    assert key.verifier.text == GO_KEY
    assert sign_note(GO_TEXT, key) == GO_NOTE
    assert open_note(GO_NOTE, read_key(GO_KEY)) == GO_TEXT


def test_a_tree_head_published_by_somebody_else_is_believed_and_no_other() -> None:
    key = read_key(SUMDB_KEY)
    head = parse(open_note(SUMDB_NOTE, key))
    assert (head.origin, head.size) == ("go.sum database tree", 6476701)
    with pytest.raises(NotGenuine, match="does not fit"):
        open_note(SUMDB_NOTE.replace("6476701", "6476702"), key)


def test_a_signed_head_reads_as_three_lines_and_a_signature() -> None:
    note = sign(a_head(7), KEY)
    lines = note.split("\n")
    assert lines[:2] == [ORIGIN, "7"]
    assert base64.b64decode(lines[2]) == TREE.root(7)
    assert lines[3] == ""
    assert lines[4].startswith(f"— {ORIGIN} ")
    assert base64.b64decode(lines[4].rsplit(" ", 1)[1])[:4] == KEY.verifier.key_id
    assert verify(note, KEY.verifier) == a_head(7)


@given(st.data())
def test_a_head_with_any_one_character_changed_is_not_believed(data: st.DataObject) -> None:
    note = sign(a_head(7), KEY)
    place = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda character: character != note[place]))
    with pytest.raises(NotGenuine):
        verify(note[:place] + other + note[place + 1 :], KEY.verifier)


@given(st.text())
def test_any_text_is_either_a_note_or_refused(text: str) -> None:
    with pytest.raises(NotGenuine):
        verify(text, KEY.verifier)


def test_another_keys_head_is_not_believed() -> None:
    with pytest.raises(NotGenuine, match="none of the expected keys"):
        verify(sign(a_head(7), OTHER_KEY), KEY.verifier)
    with pytest.raises(NotGenuine, match="under its own name"):
        sign(a_head(7), WITNESS)
    with pytest.raises(NotGenuine, match="another ledger"):
        verify(sign_note(a_head(7).text, WITNESS), WITNESS.verifier)


def test_a_head_signed_with_an_older_key_is_believed_by_who_knows_both() -> None:
    assert verify(sign(a_head(7), OTHER_KEY), KEY.verifier, OTHER_KEY.verifier) == a_head(7)


def test_a_witness_beside_the_ledger_does_no_harm_and_does_not_stand_in_for_it() -> None:
    both = sign_note(a_head(7).text, WITNESS, KEY)
    assert verify(both, KEY.verifier) == a_head(7)
    assert open_note(both, WITNESS.verifier) == a_head(7).text
    with pytest.raises(NotGenuine, match="another ledger"):
        verify(sign_note(a_head(7).text, WITNESS), KEY.verifier, WITNESS.verifier)


def test_a_good_signature_does_not_cover_for_a_bad_one() -> None:
    spoilt = base64.b64encode(KEY.verifier.key_id + bytes(64)).decode()
    with pytest.raises(NotGenuine, match="does not fit"):
        verify(f"{sign(a_head(7), KEY)}— {ORIGIN} {spoilt}\n", KEY.verifier)


def test_a_signature_written_in_another_way_is_not_taken_for_a_second_one() -> None:
    note = sign(a_head(7), KEY)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    assert note.endswith("=\n")
    rewritten = f"{note[:-3]}{alphabet[alphabet.index(note[-3]) + 1]}=\n"
    assert base64.b64decode(rewritten.split(" ")[-1]) == base64.b64decode(note.split(" ")[-1])
    with pytest.raises(NotGenuine, match="base64"):
        verify(rewritten, KEY.verifier)


def test_a_note_with_control_characters_is_refused_even_if_signed() -> None:
    text = "hidden\x1b[2K\n"
    line = base64.b64encode(KEY.verifier.key_id + KEY.sign(text)).decode()
    with pytest.raises(NotGenuine, match="not a signed note"):
        open_note(f"{text}\n— {ORIGIN} {line}\n", KEY.verifier)
    with pytest.raises(NotGenuine, match="plain text"):
        sign_note(text, KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n7\n",
        f"\n7\n{base64.b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n07\n{base64.b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n-7\n{base64.b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n٧\n{base64.b64encode(bytes(32)).decode()}\n",
        f"{ORIGIN}\n7\n{base64.b64encode(bytes(31)).decode()}\n",
        f"{ORIGIN}\n7\n{base64.b64encode(bytes(32)).decode()}\nmore\n",
        f"{ORIGIN}\n7\n{base64.b64encode(bytes(32)).decode()}",
    ],
    ids=["nothing", "no root", "no origin", "leading nought", "negative", "not ASCII", "short root", "more", "no end"],
)
def test_what_is_not_exactly_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotGenuine):
        parse(text)


@pytest.mark.parametrize("text", ["", "a+b+c", GO_KEY.replace("c7", "c8"), GO_KEY[:-4], GO_KEY.replace("Peter", "P ")])
def test_a_key_whose_parts_do_not_belong_together_is_refused(text: str) -> None:
    with pytest.raises(NotGenuine):
        read_key(text)


def test_a_key_name_that_would_break_the_line_is_refused() -> None:
    for name in ("", "two words", "a+b", "line\nbreak"):
        with pytest.raises(NotGenuine):
            SigningKey(name, bytes(32))


def test_the_secret_is_never_shown() -> None:
    assert repr(KEY) == "SigningKey(waymark.example/audit)"
    assert not VerifierKey(ORIGIN, b"short").signed("text\n", bytes(64))


def test_a_later_head_continues_an_earlier_one_only_with_its_own_proof() -> None:
    assert continues(a_head(5), a_head(9), TREE.consistency(5, 9))
    assert not continues(a_head(5), a_head(9), TREE.consistency(4, 9))
    assert not continues(a_head(9), a_head(5), TREE.consistency(5, 9))
    assert not continues(Checkpoint("another", 5, TREE.root(5)), a_head(9), TREE.consistency(5, 9))


def test_a_ledger_that_bears_out_its_heads_gives_no_findings() -> None:
    heads = [a_head(size) for size in (0, 4, 8, 12)]
    assert compare_heads(heads, roots_at(LEAVES, [0, 4, 8, 12]), 12) == []


def test_an_entry_rewritten_with_its_leaf_is_narrowed_down_between_two_heads() -> None:
    forged = [*LEAVES[:5], leaf_hash(b"forged"), *LEAVES[6:]]
    [finding] = compare_heads([a_head(12), a_head(4), a_head(8)], roots_at(forged, [4, 8, 12]), 12)
    assert finding == HeadDiffers(size=8, last_good=4, ledger_position=5)
    assert "entries 5 to 8 were changed" in finding.says
    [first] = compare_heads([a_head(8)], roots_at(forged, [8]), 12)
    assert first == HeadDiffers(size=8, last_good=0, ledger_position=1)


def test_the_ledgers_last_entries_deleted_are_found_by_a_head() -> None:
    [finding] = compare_heads([a_head(8), a_head(12)], roots_at(LEAVES[:11], [8, 12]), 11)
    assert finding == HeadBeyondLedger(size=12, reached=11, ledger_position=12)


def test_two_heads_of_one_size_contradict_each_other() -> None:
    forged = Checkpoint(ORIGIN, 8, leaf_hash(b"forged"))
    [finding] = compare_heads([a_head(8), forged], roots_at(LEAVES, [8]), 12)
    assert finding == HeadsDisagree(old_size=8, new_size=8, ledger_position=8)
    assert "contradict" in finding.says
