"""A key that was put back from a copy after its person was forgotten is destroyed again, and it is said how many."""

from collections.abc import Sequence

import structlog

from services.intake.adapters.keys_put_back import KeysPutBack

FORGOTTEN = [(3, "ada"), (7, "bea"), (9, "cleo")]


class Keys:
    """Keys of some people."""

    def __init__(self, *people: str) -> None:
        self.people = set(people)

    def destroy(self, person_id: str) -> bool:
        there_was = person_id in self.people
        self.people.discard(person_id)
        return there_was

    def living(self, person_ids: Sequence[str]) -> set[str]:
        return self.people & set(person_ids)


def two_behind(position: int) -> Sequence[tuple[int, str]]:
    return [row for row in FORGOTTEN if row[0] > position][:2]


def test_only_keys_of_people_forgotten_go_and_how_many_is_said() -> None:
    keys = Keys("bea", "cleo", "dora")
    with structlog.testing.capture_logs() as said:
        KeysPutBack(keys, two_behind).all()
    assert keys.people == {"dora"}
    assert [(line["event"], line["keys"]) for line in said] == [("keys_put_back_were_destroyed_again", 1)] * 2


def test_where_no_key_is_back_nothing_is_said_and_each_person_is_looked_at_once() -> None:
    keys, asked = Keys("dora"), list[int]()

    def counted(position: int) -> Sequence[tuple[int, str]]:
        asked.append(position)
        return two_behind(position)

    put_back = KeysPutBack(keys, counted)
    with structlog.testing.capture_logs() as said:
        put_back.all()
        assert not put_back.step()
    assert (said, asked) == ([], [0, 7, 9, 9])
