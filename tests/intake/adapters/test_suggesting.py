"""Whoever came in is compared beside the requests; only who is alike is suggested, once, and nothing is decided."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.likeness import likeness
from services.intake.adapters.suggesting import NAME, Records, Suggester
from services.intake.application.forgetting import finish_forgetting
from services.intake.domain.commands import ForgetPerson
from services.intake.domain.events.sameness import SamePersonSuggested
from services.intake.domain.record_commands import TellPeopleApart
from services.intake.read_models import likenesses, sameness
from tests.support.builders.intake import NOW, LittleIntake

AMINA = {"full_name": "Amina Okafor", "date_of_birth": "1988-05-01", "is_victim": True}
BORN: dict[str, Any] = {"full_name": "Amina Okafer", "date_of_birth": "1988-05-10"}
SLIPPED = BORN | {"is_victim": True}


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(likenesses.view(running.keyring, running.keyring), sameness.VIEW)
    yield running
    running.close()


def work(intake: LittleIntake) -> list[SamePersonSuggested]:
    records = Records(likenesses.after, likenesses.near, lambda part: likenesses.opened(part, intake.keyring))
    suggester = Suggester(intake.views, records, likeness, intake.dispatch, intake.clock)
    while suggester.step():
        pass
    intake.views.catch_up()
    return [each.fact for each in intake.recorded() if isinstance(each.fact, SamePersonSuggested)]


def arrive(intake: LittleIntake, **changes: Any) -> str:
    return intake.receive(**({"people": [], "safe_contact": None} | changes)).reporter_id


def test_two_who_are_alike_are_suggested_once_with_what_is_alike(intake: LittleIntake) -> None:
    ids = arrive(intake, reporter=AMINA), arrive(intake, reporter=SLIPPED)
    (suggested,) = work(intake)
    assert {suggested.one_id, suggested.other_id} == set(ids)
    assert suggested.because == ("name", "birth")
    assert suggested.score >= 7
    assert work(intake) == [suggested]


def test_looking_again_from_the_beginning_suggests_nothing_new(intake: LittleIntake) -> None:
    arrive(intake, reporter=AMINA), arrive(intake, reporter=SLIPPED)
    found = work(intake)
    intake.views.put_mark(NAME, 0)
    assert work(intake) == found


def test_among_many_alike_a_newcomer_is_suggested_to_five_and_no_more(intake: LittleIntake) -> None:
    found = []
    for letter in "aeiouyhwr":
        arrive(intake, reporter={"full_name": f"Amina Okaf{letter}r", "date_of_birth": "1988-05-01"})
        found.append(len(work(intake)))
    assert found == [0, 1, 3, 6, 10, 15, 20, 25, 30]


def test_while_much_comes_in_it_takes_twenty_referrals_a_second(intake: LittleIntake) -> None:
    for _ in range(25):
        arrive(intake, reporter=AMINA)
    seconds = [0.0]
    records = Records(likenesses.after, likenesses.near, lambda part: likenesses.opened(part, intake.keyring))
    suggester = Suggester(intake.views, records, likeness, intake.dispatch, intake.clock, lambda: seconds[0])
    assert [suggester.step(), suggester.step()] == [True, False]
    seconds[0] = 1.1
    assert [suggester.step(), suggester.step()] == [True, False]
    assert intake.views.mark(NAME) == intake.store.head()


def test_what_takes_long_is_followed_by_a_rest_of_four_times_that(intake: LittleIntake) -> None:
    for letter in "abcdefghijklmnopqrstuvwxy":
        arrive(intake, reporter=BORN | {"full_name": f"Amina Okaf{letter}r"})
    seconds = [0.0]

    def opened(part: Any) -> Any:
        seconds[0] += 0.1
        return likenesses.opened(part, intake.keyring)

    records = Records(likenesses.after, likenesses.near, opened)
    suggester = Suggester(intake.views, records, likeness, intake.dispatch, intake.clock, lambda: seconds[0])
    assert suggester.step()
    took = seconds[0]
    assert took > 0.5
    seconds[0] = took * 4.9
    assert not suggester.step()
    seconds[0] = took * 5.1
    assert suggester.step()


def test_strangers_and_people_named_apart_in_one_referral_are_not_suggested(intake: LittleIntake) -> None:
    arrive(
        intake,
        reporter=AMINA,
        people=[{"roles": ["witness"], **{k: v for k, v in SLIPPED.items() if k != "is_victim"}}],
    )
    arrive(intake, reporter={"full_name": "Grace Hall", "date_of_birth": "1971-02-14"})
    assert work(intake) == []


def test_one_who_does_harm_is_never_suggested_to_be_one_who_suffers_it(intake: LittleIntake) -> None:
    arrive(intake, reporter=AMINA)
    arrive(intake, reporter=None, people=[{"roles": ["perpetrator"], **BORN}])
    assert work(intake) == []


def test_what_was_decided_is_not_suggested_again_after_another_referral(intake: LittleIntake) -> None:
    one, other = arrive(intake, reporter=AMINA), arrive(intake, reporter=SLIPPED)
    work(intake)
    intake.do(TellPeopleApart(at=NOW, one_id=one, other_id=other, because="relatives"))
    assert arrive(intake, reporter=SLIPPED) == other
    assert len(work(intake)) == 1
    with intake.views.reading() as connection:
        assert sameness.suggestions(connection) == []
        assert sameness.told_apart_between(connection, {one}, {other})


def test_a_suggestion_of_somebody_forgotten_is_gone_and_the_views_built_anew_are_the_same(intake: LittleIntake) -> None:
    one, other = arrive(intake, reporter=AMINA), arrive(intake, reporter=SLIPPED)
    third = arrive(intake, reporter={"full_name": "Amina Okafor", "date_of_birth": "1988-06-01"})
    assert len(work(intake)) == 3
    under = intake.keyring.recognise(())
    intake.do(ForgetPerson(at=NOW, person_id=one, authority="IG-1", reason="asked", reason_under=under))
    intake.do(finish_forgetting(intake.keyring, one, NOW))
    with intake.views.reading() as connection:
        (left,) = sameness.suggestions(connection)
        assert likenesses.of_person(connection, one) == []
    assert {left.one_id, left.other_id} == {other, third}
    assert intake.views.differing(("sameness", "likenesses")) == {}


def test_nothing_stands_in_the_index_in_clear(intake: LittleIntake, tmp_path: Path) -> None:
    arrive(intake, reporter=AMINA), arrive(intake, reporter=SLIPPED)
    work(intake)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("views.sqlite*")).lower()
    assert b"likeness_signs" in files
    assert [words for words in (b"amina", b"okafor", b"okafer", b"1988-05-01", b"1988-05-10") if words in files] == []
