"""Checks a Waymark proof file without Waymark: one file, Python's standard library, the ledger's public key.

    python verify_proof.py FILE.tlog-proof KEY [--row]

KEY is the ledger's key as published, `name+id+base64`, or a file that holds it; not taken from where the proof came.
The program says PROVEN and ends with 0, or says why not and ends with 1; --row prints the whole fact as stored. PROVEN
means that this fact, byte for byte, was in the ledger when its head was signed, not that what the fact says is true.

The texts are C2SP's tlog-proof, tlog-checkpoint and signed-note; the tree is RFC 6962's, the signature RFC 8032's.
"""

import base64
import json
import re
import sys
from hashlib import sha256, sha512
from pathlib import Path
from typing import NamedTuple

SHOWN = ("name", "event_id", "stream", "version", "position", "occurred_at", "recorded_at")


class NotProven(Exception):
    """The file does not prove its fact to who trusts this key; says why."""


class Proven(NamedTuple):
    """A fact (its row as stored), its place in the ledger counted from 1, and the head it is under."""

    row: bytes
    ledger_position: int
    ledger: str
    size: int
    root: bytes


def verify(proof: str, key: str) -> Proven:
    """The fact that a proof file's text proves to who trusts the key with this text. Raises NotProven."""
    head, blank, note = proof.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 3 or not lines[1].startswith("extra "):
        raise NotProven("this is not a proof file that carries a fact")
    row = decoded(lines[1][len("extra ") :])
    index = re.fullmatch(r"index (0|[1-9][0-9]{0,17})", lines[2])
    path = [decoded(line) for line in lines[3:]]
    if not index or any(len(piece) != 32 for piece in path):
        raise NotProven("the way from the fact to the tree head cannot be read")
    ledger, size, root = signed_head(note, key)
    if not is_under(root, sha256(b"\x00" + row).digest(), int(index[1]), size, path):
        raise NotProven("the fact is not under the signed tree head")
    return Proven(row, int(index[1]) + 1, ledger, size, root)


def signed_head(note: str, key: str) -> tuple[str, int, bytes]:
    """Name, size and root of the ledger whose head this note is, once the key's signature over it holds."""
    name, key_id, public_key = key_parts(key)
    body, blank, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    control = any(character < " " and character != "\n" for character in note)
    if not blank or lines.pop() or not 0 < len(lines) <= 100 or control:
        raise NotProven("the tree head is not a signed note")
    ours = [given[4:] for who, given in map(signature_parts, lines) if (who, given[:4]) == (name, key_id)]
    if not ours:
        raise NotProven("the tree head is not signed with this key")
    if not all(signature_holds(public_key, f"{body}\n".encode(), signature) for signature in ours):
        raise NotProven("the signature does not fit the tree head")
    origin, size, root, *more = [*body.split("\n"), "", ""]
    if more != ["", ""] or origin != name or not re.fullmatch(r"0|[1-9][0-9]{0,17}", size) or len(decoded(root)) != 32:
        raise NotProven("the tree head is of another ledger, or not three lines: origin, size and root")
    return name, int(size), decoded(root)


def signature_parts(line: str) -> tuple[str, bytes]:
    """Who signed, and the key's id followed by the signature."""
    parts = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)", line)
    if not parts or len(decoded(parts[2])) < 5:
        raise NotProven("a signature line cannot be read")
    return parts[1], decoded(parts[2])


def key_parts(key: str) -> tuple[str, bytes, bytes]:
    """Name, id and the 32 bytes of a public key from its text."""
    parts = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", key.strip())
    if not parts:
        raise NotProven("this is not the text of a public key")
    typed = decoded(parts[3])
    key_id = sha256(parts[1].encode() + b"\n" + typed).digest()[:4]
    if typed[:1] != b"\x01" or len(typed) != 33 or key_id.hex() != parts[2]:
        raise NotProven("the key's name, id and bytes do not belong together")
    return parts[1], key_id, typed[1:]


def is_under(root: bytes, leaf: bytes, place: int, size: int, path: "list[bytes]") -> bool:
    """Whether the path leads from the leaf at this place (from 0) to the root over `size` leaves: RFC 9162, 2.1.3.2."""
    if place >= size:
        return False
    last, node = size - 1, leaf
    for piece in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = sha256(b"\x01" + piece + node).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = sha256(b"\x01" + node + piece).digest()
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def decoded(text: str) -> bytes:
    """Strict base64, never empty."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    if not data or base64.b64encode(data).decode() != text:
        raise NotProven("something that should be base64 is not")
    return data


# Ed25519. A point is x, y, z, t: x/z and y/z are on the curve, t is xy/z. Nothing here is secret, so time may vary.
Point = tuple[int, int, int, int]
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ZERO: Point = (0, 1, 1, 0)


def signature_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the 64-byte signature over the message is that of the 32-byte public key."""
    point, s = point_at(public_key), int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or s >= ORDER:
        return False
    h = int.from_bytes(sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    x, y, z, t = point
    x, y, z, _ = plus(times(s, BASE), times(h, (P - x, y, z, P - t)))
    inverse = pow(z, P - 2, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little") == signature[:32]


def point_at(encoded: bytes) -> "Point | None":
    """The point that 32 bytes stand for, if they do."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def plus(one: Point, other: Point) -> Point:
    """The sum of two points; RFC 8032 section 5.1.4."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor: int, point: Point) -> Point:
    """A point added to itself that many times over."""
    total = ZERO
    while factor:
        total = plus(total, point) if factor & 1 else total
        point, factor = plus(point, point), factor >> 1
    return total


BASE = point_at((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or ZERO


def main(arguments: "list[str]") -> int:
    """Checks the file named first with the key named second."""
    names = [argument for argument in arguments if argument != "--row"]
    if len(names) != 2:
        print(__doc__)
        return 2
    try:
        file = Path(names[0]).read_bytes().decode()
        key = Path(names[1]).read_text("utf-8") if Path(names[1]).is_file() else names[1]
        proven = verify(file, key)
    except (NotProven, OSError, UnicodeDecodeError) as reason:
        print(f"NOT PROVEN: {reason}")
        return 1
    print(
        f"PROVEN: entry {proven.ledger_position} of {proven.ledger}, under the head signed over {proven.size} entries"
    )
    fact = json.loads(proven.row)
    print("\n".join(f"  {name}: {json.dumps(fact[name])}" for name in SHOWN if name in fact))
    if len(names) < len(arguments):
        print(proven.row.decode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
