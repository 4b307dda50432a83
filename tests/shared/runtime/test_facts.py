"""What each service says about its own facts, so that others can speak about them without its code."""

from datetime import datetime

import msgspec

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Identity, Personal
from shared.runtime.facts import catalogue, fields_of, own_facts
from tests.support.notebook import FACTS


class Visitor(msgspec.Struct, frozen=True):
    role: str
    full_name: Personal[Identity] | None = None
    phones: tuple[Personal[Contact], ...] = ()


class VisitMade(Fact, frozen=True, kw_only=True):
    made_at: datetime
    host: Visitor
    guests: tuple[Visitor, ...] = ()
    note: Personal[Identity] | None = None
    answers: dict[str, str | int | None]


def test_every_field_is_told_with_its_data_class_also_in_parts_of_a_fact() -> None:
    assert fields_of(VisitMade) == {
        "made_at": "clear",
        "host.role": "clear",
        "host.full_name": "identity",
        "host.phones": "contact",
        "guests.role": "clear",
        "guests.full_name": "identity",
        "guests.phones": "contact",
        "note": "identity",
        "answers": "clear",
    }


def test_the_catalogue_is_sorted_and_its_digest_changes_with_any_word_of_it() -> None:
    same = catalogue(FACTS[::-1])
    assert [entry.name for entry in same.entries] == sorted(kind.name for kind in FACTS)
    assert same.digest == catalogue(FACTS).digest
    first = FACTS[0]
    changed = [
        FactType(first.name, 2, first.shape, first.staff),
        FactType(first.name, 1, first.shape, "Other words."),
        FactType(first.name, 1, first.shape, first.staff, "Words for a resident."),
        FactType(first.name, 1, VisitMade, first.staff),
    ]
    assert len({catalogue([kind, *FACTS[1:]]).digest for kind in [first, *changed]}) == 5


def test_each_service_has_its_own_facts_under_its_own_name() -> None:
    assert {kind.name for kind in own_facts("intake")} == {
        "intake.record_viewed",
        "intake.wall_met",
        "intake.account_changed",
        "intake.catalogue_recorded",
    }
