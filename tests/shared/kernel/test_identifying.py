"""What would tell who somebody is, is found however it is written; what tells nobody passes."""

import pytest

from shared.kernel.identifying import ADDRESS, DAY, NAMED, NUMBER, REFERENCE, SAYS, found_in

DETAILS = ("Zoë Abernathy-Jones", "07700 900456", "zoe@home.example", "Flat 3, 8 Larkspur Road, SM4 5AB", "1988-02-29")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("zoe is tired", NAMED),
        ("ZOË", NAMED),
        ("A.b.e.r.n.a.t.h.y", NAMED),
        ("near Larkspur", NAMED),
        ("900 456 is in it: 00456 07700900456", NAMED),
        ("call (020) 7946-0999", NUMBER),
        ("at SW1A1AA", ADDRESS),
        ("me @ home.example", ADDRESS),
        ("on 29.2.1988", DAY),
        ("since the 4th of July", DAY),
        ("since July 4th", DAY),
        ("wm 2223 x", REFERENCE),
    ],
)
def test_it_is_found(text: str, kind: str) -> None:
    assert kind in found_in(text, DETAILS)
    assert kind in SAYS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wages of 12 people are taken.",
        "Met in May 2026 on a street.",
        "She owes 4000 pounds.",
        "They may march home.",
    ],
)
def test_what_tells_nobody_passes(text: str) -> None:
    assert found_in(text, DETAILS) == []


def test_nothing_is_known_and_general_details_are_found_all_the_same() -> None:
    assert found_in("ring 07700 900999", ()) == [NUMBER]
