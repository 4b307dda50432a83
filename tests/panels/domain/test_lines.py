"""What a line of an agenda says of the lawful basis, and that it names nobody without one."""

from msgspec import UNSET

from services.panels.domain.lines import BASIS_MISSING, case_line
from services.panels.domain.values.agendas import AgendaCase, AgendaItem
from services.panels.domain.values.referrals import Details, Referral
from tests.support.builders.panels import MARAC, PERPETRATOR, VICTIM, a_person, a_referral


def line(*referrals: Referral) -> AgendaItem:
    details = Details(referrals=referrals)
    case = AgendaCase(case_id="case-1", place="new", entry="in_time", repeat=False, voice_id=VICTIM, details=details)
    return case_line(MARAC, case, "new_cases_adults")


def test_with_a_basis_the_people_are_named_and_the_reasons_say_which() -> None:
    item = line(a_referral(people=(a_person(VICTIM, "victim"),)))
    assert [person.person_id for person in item.people] == [VICTIM]
    assert BASIS_MISSING not in item.flags
    assert "Lawful basis of telling this panel: public task; agreement: not sought." in item.why


def test_without_a_basis_nobody_is_named_and_the_line_says_so() -> None:
    item = line(a_referral(people=(a_person(VICTIM, "victim"),), basis=UNSET))
    assert item.people == ()
    assert BASIS_MISSING in item.flags
    assert "The lawful basis is not recorded yet, so no names are shown." in item.why


def test_of_two_referrals_only_the_one_with_a_basis_names_anybody() -> None:
    first = a_referral(1, people=(a_person(VICTIM, "victim"),))
    second = a_referral(2, people=(a_person(VICTIM, "victim"), a_person(PERPETRATOR, "perpetrator")), basis=UNSET)
    item = line(first, second)
    assert [person.person_id for person in item.people] == [VICTIM]
    assert BASIS_MISSING in item.flags
