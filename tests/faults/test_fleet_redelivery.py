"""Messages that come twice, out of order, or that nobody can take: effects once, and one key waits for no other."""

import random

from shared.access.roles import Role
from tests.support.faults.fleet import Fleet
from tests.support.faults.settling import until
from tests.support.faults.wire import HEARD, PUBLISHERS, Letter

_MOST = 400


def test_everything_published_once_more_in_any_order_to_a_group_that_begins_anew_changes_nothing(fleet: Fleet) -> None:
    fleet.callers.send(16)
    fleet.settle()
    until(fleet.databases.compared, 240, "everybody who came in is compared with those like them")
    fleet.settle()
    assert fleet.amiss() == []
    heads, mail, choice = fleet.heads(), len(fleet.sink.notices()), random.Random(11)
    for service in HEARD:
        assert fleet.programs[f"{service} worker"].stop() == 0
    letters = fleet.wire.letters(*PUBLISHERS)[-_MOST:]
    copies = [*letters, *choice.sample(letters, len(letters) // 3)]
    choice.shuffle(copies)
    fleet.wire.publish(copies)
    for service in HEARD:
        fleet.wire.begin_anew(service)
        fleet.programs[f"{service} worker"].start()
    for service in HEARD:
        fleet.programs[f"{service} worker"].answer()
    fleet.settle()
    assert len(copies) > len(letters) > 16
    assert (fleet.heads(), len(fleet.sink.notices())) == (heads, mail)
    assert fleet.amiss() == []


def test_news_that_overtakes_what_it_is_about_loses_and_doubles_nothing(fleet: Fleet) -> None:
    fleet.settle()
    worker, choice = fleet.programs["notifications worker"], random.Random(12)
    assert worker.stop() == 0
    before = set(fleet.wire.letters(*HEARD["notifications"]))
    fleet.callers.send(24)
    until(lambda: _others_rest(fleet) and _others_rest(fleet), 120, "all but notifications have done their part")
    new = [letter for letter in fleet.wire.letters(*HEARD["notifications"]) if letter not in before]
    fleet.wire.pass_over("notifications")
    fleet.wire.publish(_shuffled_by_key([letter for letter in new if letter.publisher != "intake"], choice))
    fleet.wire.publish(_shuffled_by_key([letter for letter in new if letter.publisher == "intake"], choice))
    worker.start()
    worker.answer()
    fleet.settle()
    assert fleet.amiss() == []


def test_a_message_nobody_can_take_holds_up_its_own_key_alone_and_is_taken_when_tried_again(fleet: Fleet) -> None:
    fleet.settle()
    worker = fleet.programs["triage worker"]
    assert worker.stop() == 0
    before = set(fleet.wire.letters("intake"))
    fleet.callers.send(8)
    one = max(fleet.callers.sent.told.values(), key=lambda each: each.number)
    for safe in ("unknown", "no"):
        change = {"safe_contact": {"email": {"safe": safe}}}
        fleet.post("intake", f"/intake/api/referrals/{one.reference}/safe-contact", change, Role.CONTACT_CENTRE)
    until(lambda: fleet.databases.relayed("intake") == fleet.heads()["intake"], 60, "intake has published")
    new = [letter for letter in fleet.wire.letters("intake") if letter not in before]
    changes = [letter for letter in new if b"safe_contact_changed" in letter.value]
    fleet.wire.pass_over("triage")
    fleet.wire.publish([*changes, *(letter for letter in new if letter not in changes)])
    worker.start()
    worker.answer()
    fleet.settle()

    policy = "note_safe_contact_when_it_changed"
    letter = f"triage: a dead letter of {policy} under {one.referral_id}"
    assert fleet.amiss() == [letter, letter]
    listed = fleet.command("services", "dead-letters", "list", "triage")
    assert listed.count(policy) == 2
    assert "NotYetTriaged" in listed
    assert "waits behind" in listed
    assert fleet.command("services", "dead-letters", "redrive", "triage", "--yes") == "2 taken, 0 left.\n"
    fleet.settle()
    assert fleet.amiss() == []
    noted = [row for row in fleet.evidence().named("triage.safe_contact_noted") if one.referral_id in row.stream]
    assert [row.data["safe_contact"]["email"]["safe"] for row in noted] == ["yes", "unknown", "no"]


def _others_rest(fleet: Fleet) -> bool:
    """Whether all but notifications have taken what there is and published what they wrote."""
    heads, behind = fleet.heads(), fleet.wire.behind()
    heard = not any(left for name, left in behind.items() if name != "notifications")
    return heard and all(fleet.databases.relayed(name) == heads[name] for name in HEARD["notifications"])


def _shuffled_by_key(letters: list[Letter], choice: random.Random) -> list[Letter]:
    """Those of one key in their order, as a broker keeps them; different keys in any order."""
    turns = [letter.key for letter in letters]
    choice.shuffle(turns)
    lanes = {key: iter([letter for letter in letters if letter.key == key]) for key in set(turns)}
    return [next(lanes[key]) for key in turns]
