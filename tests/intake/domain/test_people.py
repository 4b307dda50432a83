"""One person is one entry with all her roles; the victim is the one to whom it happens."""

from services.intake.domain.events import Involved
from services.intake.domain.people import involved, victim_of
from tests.support.builders.intake import OTHER, REPORTER, THIRD, a_submission

AMINA = {"full_name": "Amina Okafor", "is_victim": True}
HIM = {"roles": ["perpetrator"], "full_name": "Mark Penrose", "phone": "07700 900321"}


def people(*ids: str, **changes: object) -> dict[str, Involved]:
    command = a_submission(*ids, **changes)
    return {each.person_id: each for each in involved(command.given, command.reporter_id, command.person_ids)}


def test_the_reporter_stands_first_and_everybody_has_her_own_entry() -> None:
    found = people(REPORTER, OTHER, reporter=AMINA, people=[HIM])
    assert list(found) == [REPORTER, OTHER]
    assert (found[REPORTER].roles, found[OTHER].roles) == (("reporter", "victim"), ("perpetrator",))
    assert found[OTHER].phone is not None


def test_somebody_named_twice_is_one_person_with_what_was_said_first() -> None:
    again = {"roles": ["victim"], "full_name": "A. Okafor", "address": "14 Example Road"}
    found = people(REPORTER, REPORTER, reporter=AMINA | {"is_victim": False}, people=[again])
    assert list(found) == [REPORTER]
    assert found[REPORTER].roles == ("reporter", "victim")
    assert found[REPORTER].address is not None


def test_a_reporter_of_whom_nothing_is_known_is_nobody() -> None:
    assert list(people(REPORTER, OTHER, reporter={"anonymous": True}, people=[HIM])) == [OTHER]


def test_the_victim_is_the_reporter_where_it_happens_to_her_else_the_first_named() -> None:
    named = [{"roles": ["victim"], "full_name": "Bea Moss"}, {"roles": ["victim"], "full_name": "Cara Wynn"}]
    hers = people(REPORTER, OTHER, THIRD, reporter=AMINA, people=named)
    assert victim_of(tuple(hers.values())) == REPORTER
    told = people(REPORTER, OTHER, THIRD, reporter=AMINA | {"is_victim": False}, people=named)
    assert victim_of(tuple(told.values())) == OTHER
    assert victim_of(()) is None
