"""Facts become JSON and come back, in whatever version they were written; what is unknown stops the reader loudly."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.event_store.codec import Codec, UnreadableFact
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Identity, Personal, Unsealed, private
from tests.support.backends import Stores, no_seal
from tests.support.notebook import FACTS, MORNING, NamesNoted, NotebookClosed, NoteWritten, written

STORED = Path(__file__).parent / "stored"


class Person(Fact, frozen=True, kw_only=True):
    """Part of a fact."""

    full_name: Personal[Identity] | None = None
    phones: tuple[Personal[Contact], ...] = ()


class VisitMade(Fact, frozen=True, kw_only=True):
    """Version 3: a moment instead of a day (2), people instead of one name (1)."""

    made_at: datetime
    people: tuple[Person, ...]
    purpose: str = "unknown"


UPCASTS = {
    ("notes.visit_made", 1): lambda old: {
        "day": old["day"],
        "people": [{"full_name": old["name"]}] if old["name"] else [],
    },
    ("notes.visit_made", 2): lambda old: {"made_at": f"{old['day']}T00:00:00Z", "people": old["people"]},
}
VISITS = (FactType("notes.visit_made", 3, VisitMade, "A visit was made."),)


def sealed(value: Unsealed) -> Personal[Any]:
    """A seal for the eye: whose, and which class; the text is gone."""
    return Personal(value.person_id, f"{value.data_class.__name__}-sealed")


@pytest.mark.parametrize(
    ("version", "people"),
    [
        pytest.param(1, (Person(full_name=Personal("p-1", "c2VhbGVk")),), id="the name becomes a person"),
        pytest.param(2, (Person(full_name=Personal("p-1", "c2VhbGVk")), Person()), id="the day becomes a moment"),
        pytest.param(3, (Person(phones=(Personal("p-1", "c2VhbGVk"),)),), id="today's shape"),
    ],
)
def test_every_shape_ever_stored_becomes_todays(version: int, people: tuple[Person, ...]) -> None:
    data = (STORED / f"notes.visit_made.v{version}.json").read_bytes()
    fact = Codec(VISITS, UPCASTS, no_seal).decode("notes.visit_made", version, data)
    assert isinstance(fact, VisitMade)
    assert (fact.made_at, fact.people) == (datetime(2026, 2, 13, tzinfo=UTC), people)


def test_old_facts_in_a_log_are_folded_in_todays_shape(stores: Stores) -> None:
    written(stores.open(), "n-1")
    old = (STORED / "notes.visit_made.v1.json").read_bytes()
    stores.tamper("UPDATE events SET name = 'notes.visit_made', data = ?", (old,))
    assert isinstance(stores.open(VISITS, UPCASTS).page(0)[0].fact, VisitMade)


def test_a_missing_step_between_versions_is_found_before_anything_is_read() -> None:
    with pytest.raises(ValueError, match=r"version 2 of notes\.visit_made"):
        Codec(VISITS, {("notes.visit_made", 1): dict}, no_seal)


def test_two_facts_may_not_share_a_name() -> None:
    twice = (*FACTS, FactType(FACTS[0].name, 1, Person, "Again."))
    with pytest.raises(ValueError, match="same name"):
        Codec(twice, {}, no_seal)


@pytest.mark.parametrize(
    ("name", "version", "data", "says"),
    [
        pytest.param("notes.note_burnt", 1, b"{}", "notes.note_burnt, which this program does not know", id="unknown"),
        pytest.param("notes.note_written", 2, b"{}", "version 2, newer than this program's 1", id="newer"),
        pytest.param("notes.note_written", 1, b'{"words":"x"}', "of another shape", id="a member is missing"),
        pytest.param("notes.note_written", 1, b'{"number":"Jo Okafor"}', r"at `\$.number`", id="of another type"),
        pytest.param("notes.note_written", 1, b"Jo Okafor", "of another shape", id="not JSON"),
        pytest.param("notes.visit_made", 2, b'{"day":"Jo Okafor","people":[]}', "made_at", id="an old one spoilt"),
    ],
)
def test_what_cannot_be_read_stops_the_reader_without_repeating_what_stood_there(
    name: str, version: int, data: bytes, says: str
) -> None:
    with pytest.raises(UnreadableFact, match=says) as caught:
        Codec((*FACTS, *VISITS), UPCASTS, no_seal).decode(name, version, data)
    assert "Okafor" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("change", ["name = 'notes.note_burnt'", "schema_version = 2"])
def test_a_reader_of_the_log_stops_at_what_it_does_not_know_instead_of_passing_it_by(
    stores: Stores, change: str
) -> None:
    store = stores.open()
    written(store, "n-1", NoteWritten(number=1), NoteWritten(number=2))
    stores.tamper(f"UPDATE events SET {change} WHERE position = 2")
    for read in (lambda: store.page(0), lambda: store.stream("n-1")):
        with pytest.raises(UnreadableFact):
            read()


def test_a_fact_that_is_not_in_the_table_is_not_written() -> None:
    with pytest.raises(UnreadableFact, match="Person"):
        Codec(FACTS, {}, no_seal).encode(Person())


def test_personal_details_are_sealed_wherever_they_stand_in_a_fact() -> None:
    fact = VisitMade(
        made_at=MORNING,
        people=(
            Person(full_name=private("p-1", Identity, "Jo Okafor"), phones=(private("p-1", Contact, "07700 900123"),)),
            Person(full_name=private("p-2", Identity, "Ana Reyes")),
        ),
    )
    name, version, data = Codec(VISITS, UPCASTS, sealed).encode(fact)
    assert (name, version) == ("notes.visit_made", 3)
    assert json.loads(data)["people"] == [
        {"full_name": {"p": "p-1", "c": "Identity-sealed"}, "phones": [{"p": "p-1", "c": "Contact-sealed"}]},
        {"full_name": {"p": "p-2", "c": "Identity-sealed"}, "phones": []},
    ]


def test_an_open_detail_cannot_be_encoded_by_anybody_who_does_not_know_how_to_seal() -> None:
    fact = NamesNoted(caller=private("p-1", Identity, "Jo Okafor"))
    for encode in (msgspec.json.encode, msgspec.msgpack.encode, msgspec.to_builtins):
        with pytest.raises(TypeError) as caught:
            encode(fact)
        assert "Okafor" not in str(caught.value)
    with pytest.raises(TypeError):
        json.dumps(private("p-1", Identity, "Jo Okafor"))


def test_an_open_detail_never_shows_its_text() -> None:
    fact = NamesNoted(caller=private("p-1", Identity, "Jo Okafor"))
    assert "Okafor" not in f"{fact} {fact!r} {fact.caller}"


def test_a_fact_may_hold_nothing_the_codec_does_not_know() -> None:
    with pytest.raises(TypeError, match="may not hold a object"):
        Codec(FACTS, {}, no_seal).encode(NoteWritten(number=object()))  # type: ignore[arg-type]  # the fault planted


def test_moments_keep_their_microseconds() -> None:
    codec, moment = Codec(FACTS, {}, no_seal), datetime(2026, 2, 13, 23, 59, 59, 999999, tzinfo=UTC)
    assert codec.decode(*codec.encode(NotebookClosed(closed_at=moment))) == NotebookClosed(closed_at=moment)
