"""The tree gives the published answers, its proofs hold, and no changed proof does."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.merkle import (
    EMPTY_ROOT,
    Frontier,
    MissingHashes,
    Tree,
    consistency_holds,
    grow,
    inclusion_holds,
    leaf_hash,
    node_hash,
    roots_at,
)

# The reference tests of Certificate Transparency: eight entries, the roots over the first one to eight of them.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSIONS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCIES = {
    (1, 1): [],
    (1, 8): INCLUSIONS[0, 8],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", *INCLUSIONS[5, 8][1:]],
    (2, 5): INCLUSIONS[1, 5][1:],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}

BIG = [leaf_hash(number.to_bytes(4, "big")) for number in range(70_000)]


def kept(leaves: Sequence[bytes]) -> Tree:
    """A tree that reads only what a ledger stores: the leaves and the completed subtrees."""
    _, completed = grow(Frontier(), leaves)
    stored = {(subtree.level, subtree.index): subtree.hash for subtree in completed}

    def hashes(level: int, start: int, count: int) -> Sequence[bytes]:
        if level == 0:
            return leaves[start : start + count]
        return [stored[level, index] for index in range(start, start + count)]

    return Tree(hashes)


def by_definition(leaves: Sequence[bytes]) -> bytes:
    """The tree hash as RFC 6962 writes it down."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return node_hash(by_definition(leaves[:left]), by_definition(leaves[left:]))


REFERENCE = [leaf_hash(entry) for entry in ENTRIES]
BIG_TREE = kept(BIG)


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_reference_tests(size: int) -> None:
    frontier, _ = grow(Frontier(), REFERENCE[:size])
    assert frontier.root.hex() == ROOTS[size]
    assert kept(REFERENCE).root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("place", "path"), INCLUSIONS.items(), ids=str)
def test_the_inclusion_proofs_are_those_of_the_reference_tests(place: tuple[int, int], path: list[str]) -> None:
    index, size = place
    proof = kept(REFERENCE).inclusion(index, size)
    assert [piece.hex() for piece in proof] == path
    assert inclusion_holds(REFERENCE[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("sizes", "path"), CONSISTENCIES.items(), ids=str)
def test_the_consistency_proofs_are_those_of_the_reference_tests(sizes: tuple[int, int], path: list[str]) -> None:
    old, new = sizes
    proof = kept(REFERENCE).consistency(old, new)
    assert [piece.hex() for piece in proof] == path
    assert consistency_holds(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), proof)


@given(st.lists(st.integers(0, 40), max_size=8))
def test_growing_in_any_portions_gives_the_tree_of_the_definition(portions: list[int]) -> None:
    frontier = Frontier()
    for portion in portions:
        frontier, _ = grow(frontier, BIG[frontier.size : frontier.size + portion])
    assert frontier.size == sum(portions)
    assert frontier.root == by_definition(BIG[: frontier.size])


@given(st.integers(0, 600))
def test_a_root_at_any_size_is_that_of_the_definition(size: int) -> None:
    assert BIG_TREE.root(size) == by_definition(BIG[:size])
    assert roots_at(BIG, [size, 3]) == {3: by_definition(BIG[:3]), size: by_definition(BIG[:size])}


def test_every_proof_in_every_small_tree_holds_and_only_for_its_own_leaf_and_size() -> None:
    for size in range(1, 33):
        root = BIG_TREE.root(size)
        for index in range(size):
            proof = BIG_TREE.inclusion(index, size)
            assert inclusion_holds(BIG[index], index, size, proof, root)
            assert not any(
                inclusion_holds(BIG[index], other, size, proof, root) for other in range(size) if other != index
            )
            assert not inclusion_holds(BIG[index + 1], index, size, proof, root)


def test_every_small_tree_begins_every_larger_one() -> None:
    for new in range(1, 33):
        for old in range(new + 1):
            proof = BIG_TREE.consistency(old, new)
            roots = BIG_TREE.root(old), BIG_TREE.root(new)
            assert consistency_holds(old, new, *roots, proof)
            assert not consistency_holds(old, new, leaf_hash(b"another"), roots[1], proof)
            assert not consistency_holds(old, new, *roots, (*proof, BIG[0]))
            if 0 < old < new:
                assert not consistency_holds(old, new, roots[0], leaf_hash(b"another"), proof)
                assert not consistency_holds(old, new, *roots, proof[:-1])


@given(st.data())
def test_proofs_from_a_large_ledger_hold_and_fail_once_any_piece_is_changed(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(BIG)))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(0, size))
    root, path = BIG_TREE.root(size), BIG_TREE.inclusion(index, size)
    links = BIG_TREE.consistency(old, size)
    assert inclusion_holds(BIG[index], index, size, path, root)
    assert consistency_holds(old, size, BIG_TREE.root(old), root, links)
    for proof, holds in (
        (path, lambda pieces: inclusion_holds(BIG[index], index, size, pieces, root)),
        (links, lambda pieces: consistency_holds(old, size, BIG_TREE.root(old), root, pieces)),
    ):
        if proof:
            place = data.draw(st.integers(0, len(proof) - 1))
            spoilt = bytes([proof[place][0] ^ 1]) + proof[place][1:]
            assert not holds((*proof[:place], spoilt, *proof[place + 1 :]))
            assert not holds((*proof[:place], proof[place] + b"\x00", *proof[place + 1 :]))
            assert not holds(proof[:-1])


def test_a_root_made_over_something_that_is_no_hash_is_not_taken_for_a_tree() -> None:
    odd = BIG[0] + b"!"
    assert not inclusion_holds(BIG[1], 1, 2, [odd], node_hash(odd, BIG[1]))
    assert not consistency_holds(1, 2, BIG[0], node_hash(BIG[0], odd), [odd])


def test_a_proof_for_a_smaller_tree_does_not_pass_for_a_larger_one() -> None:
    assert consistency_holds(1, 2, BIG[0], BIG_TREE.root(2), [BIG[1]])
    assert not consistency_holds(1, 3, BIG[0], BIG_TREE.root(2), [BIG[1]])
    assert not inclusion_holds(BIG[0], 0, 3, [BIG[1]], BIG_TREE.root(2))


def test_a_proof_reads_few_hashes_even_from_a_large_ledger() -> None:
    read = 0
    _, completed = grow(Frontier(), BIG)
    stored = {(subtree.level, subtree.index): subtree.hash for subtree in completed}

    def hashes(level: int, start: int, count: int) -> Sequence[bytes]:
        nonlocal read
        read += count
        return BIG[start : start + count] if level == 0 else [stored[level, start + step] for step in range(count)]

    Tree(hashes).inclusion(12_345, len(BIG))
    assert read < 3 * 256
    assert {subtree.level for subtree in completed} == {8, 16}
    assert len(completed) == len(BIG) // 256 + 1


def test_what_the_ledger_does_not_hold_is_refused_and_not_made_up() -> None:
    tree = kept(REFERENCE)
    with pytest.raises(MissingHashes):
        tree.root(9)
    with pytest.raises(MissingHashes):
        tree.inclusion(8, 8)
    with pytest.raises(MissingHashes):
        tree.consistency(5, 4)
    assert roots_at(REFERENCE, [4, 9]) == {4: bytes.fromhex(ROOTS[4])}
    with pytest.raises(ValueError, match="full subtrees"):
        Frontier(3, (EMPTY_ROOT,))
