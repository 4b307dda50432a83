"""Households on pages: who lives with whom, what weighs on the adults, and nothing that leads anybody to a victim."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.commands import NoteContactDetails
from services.triage.domain.family.commands import JoinPeople
from services.triage.domain.hidden_commands import HideAddress
from shared.access.roles import Role
from shared.access.walls import Wall
from shared.kernel.personal import Place, Unsealed
from tests.support.builders.triage import ABUSE, PERSISTENT, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

SAID = {"source": "self", "sure": "certain"}


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    """One for all: each story is about people of its own."""
    running = LittleTriage(tmp_path_factory.mktemp("triage"))
    yield running
    for name in ("families", "pointers"):
        running.service.views.compare(name)
    running.close()


@pytest.fixture(scope="module")
def browser(triage: LittleTriage) -> TestClient:
    return signed_in(triage.app, Role.CASE_OFFICER)


def case_of(triage: LittleTriage, reference: str) -> str:
    """The id of a referral made here."""
    return triage.ids_of(reference)[0]


def id_of(triage: LittleTriage, reference: str, place: int) -> str:
    """The id of somebody in a referral made here."""
    return triage.ids_of(reference)[1](place)


def read(browser: TestClient, reference: str, task: str = "") -> str:
    answer = browser.get(f"/triage/cases/{reference}/family{task}")
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def send(triage: LittleTriage, browser: TestClient, reference: str, task: str, **fields: str) -> Any:
    form = {**fields, "csrf": csrf_of(triage.app, browser)}
    answer = browser.post(f"/triage/cases/{reference}/family/{task}", data=form)
    triage.settle()
    return answer


def add(triage: LittleTriage, browser: TestClient, reference: str, person: str, part: str, household: str = "") -> str:
    """Somebody put into a household, a new one unless said otherwise; returns the household."""
    given = {"household": household or "new", "person": person, "part": part, **SAID}
    answer = send(triage, browser, reference, "member", **given)
    assert answer.status_code == 303, answer.text
    links = re.findall(r"member\?household=([0-9a-f-]{36})", browser.get(answer.headers["location"]).text)
    return household or str(links[-1])


def abuse(triage: LittleTriage) -> str:
    people = (("Amina Okafor", "victim"), ("Mark Penrose", "perpetrator"), ("Zainab Okafor", "child"))
    return triage.refer(*people, **ABUSE)


def test_a_household_begins_with_somebody_and_says_who_said_so_and_how_sure(
    triage: LittleTriage, browser: TestClient
) -> None:
    reference = abuse(triage)
    assert "No household is recorded for anybody in this case." in read(browser, reference)
    household = add(triage, browser, reference, id_of(triage, reference, 0), "adult")
    add(triage, browser, reference, id_of(triage, reference, 2), "child", household)
    words = read(browser, reference)
    assert (
        "Amina Okafor : an adult who lives there. They said so themselves; certain. Recorded 23 November 2026" in words
    )
    assert words.index("Amina Okafor") < words.index("Zainab Okafor : a child who lives there.")
    assert "by Jo Okafor" in words


def test_a_child_no_answer_speaks_of_is_asked_about(triage: LittleTriage, browser: TestClient) -> None:
    reference = abuse(triage)
    add(triage, browser, reference, id_of(triage, reference, 0), "adult")
    assert "A child lives here" not in read(browser, reference)
    add(triage, browser, reference, id_of(triage, reference, 2), "child")
    assert "A child lives here, and no answer of this case says so." in read(browser, reference)


def test_what_comes_together_is_counted_and_never_typed(triage: LittleTriage, browser: TestClient) -> None:
    reference = abuse(triage)
    household = add(triage, browser, reference, id_of(triage, reference, 0), "adult")
    add(triage, browser, reference, id_of(triage, reference, 1), "adult", household)
    assert "Alcohol, drugs and mental health: 0 of 3 weigh on adults there" in read(browser, reference)
    for place, flags in ((0, ("no", "no", "yes")), (1, ("yes", "no", "no"))):
        given = dict(zip(("alcohol", "drugs", "mental_health"), flags, strict=True))
        said = {
            "household": household,
            "said": f"{case_of(triage, reference)}:{id_of(triage, reference, place)}",
            "source": "health",
            "count": "3",
        }
        assert send(triage, browser, reference, "trio", **said, **given).status_code == 303
    words = read(browser, reference)
    assert "2 of 3 weigh on adults there ( alcohol, mental health )." in words.replace("(alcohol", "( alcohol").replace(
        "health)", "health )"
    )
    assert "As others count it (domestic abuse; mental health; alcohol or drugs): 3 of 3." in words
    assert "Alcohol: yes; Drugs: no; Mental health: no." in words


def test_of_whoever_was_forgotten_neither_name_nor_what_weighs_is_shown(
    triage: LittleTriage, browser: TestClient
) -> None:
    reference = abuse(triage)
    household = add(triage, browser, reference, id_of(triage, reference, 0), "adult")
    said = {
        "household": household,
        "said": f"{case_of(triage, reference)}:{id_of(triage, reference, 0)}",
        "source": "health",
    }
    send(triage, browser, reference, "trio", **said, alcohol="yes", drugs="no", mental_health="no")
    triage.ground.keyring.destroy(id_of(triage, reference, 0))
    words = read(browser, reference)
    assert "[erased]" in words
    assert "0 of 3 weigh on adults there" in words
    assert "Not known: alcohol, drugs, mental health." in words


def test_whoever_left_was_there_before(triage: LittleTriage, browser: TestClient) -> None:
    reference = abuse(triage)
    household = add(triage, browser, reference, id_of(triage, reference, 1), "adult")
    day = {"until_on-day": "1", "until_on-month": "10", "until_on-year": "2026"}
    given = {"household": household, "said": f"{case_of(triage, reference)}:{id_of(triage, reference, 1)}"}
    assert send(triage, browser, reference, "left", **given, **day, **SAID).status_code == 303
    words = read(browser, reference)
    assert "Nobody is there any more" in words
    assert "Were there before Mark Penrose : an adult who lives there, until 1 October 2026." in words
    assert send(triage, browser, reference, "taken-back", **given).status_code == 303
    assert "No household is recorded" in read(browser, reference)


def test_a_wrong_day_is_said_at_its_field_and_what_was_typed_is_kept(triage: LittleTriage, browser: TestClient) -> None:
    reference = abuse(triage)
    day = {"from_on-day": "1", "from_on-month": "1", "from_on-year": "2031"}
    answer = send(
        triage,
        browser,
        reference,
        "member",
        household="new",
        person=id_of(triage, reference, 0),
        part="carer",
        **day,
        **SAID,
    )
    assert answer.status_code == 422
    assert answer.text.count("Since when: give a day that is not after today.") == 2
    assert 'href="#from_on-day"' in answer.text
    assert 'value="2031"' in answer.text
    assert re.search(r'value="carer" checked', answer.text)
    assert "No household is recorded" in read(browser, reference)


def test_a_refusal_stands_on_top_with_what_was_typed(triage: LittleTriage, browser: TestClient) -> None:
    reference = abuse(triage)
    household = add(triage, browser, reference, id_of(triage, reference, 0), "adult")
    day = {"from_on-day": "1", "from_on-month": "1", "from_on-year": "2025"}
    given = {"household": household, "person": id_of(triage, reference, 0), "part": "carer"}
    answer = send(triage, browser, reference, "member", **given, **day, **SAID)
    assert (answer.status_code, "They are in this household already." in answer.text) == (409, True)


def test_his_own_case_shows_no_trace_of_where_she_went(triage: LittleTriage, browser: TestClient) -> None:
    """The page is that of a case with no household at all, to the letter, whatever is recorded on hers."""
    hers = abuse(triage)
    his = triage.refer(("Mark Penrose", "other"), ("Zainab Okafor", "child"), **PERSISTENT)
    triage.do(JoinPeople(at=triage.clock(), one_id=id_of(triage, hers, 1), other_id=id_of(triage, his, 0)))
    triage.do(JoinPeople(at=triage.clock(), one_id=id_of(triage, hers, 2), other_id=id_of(triage, his, 1)))
    before = read(browser, his)
    old = add(triage, browser, hers, id_of(triage, hers, 1), "adult")
    add(triage, browser, hers, id_of(triage, hers, 2), "elsewhere", old)
    new = add(triage, browser, hers, id_of(triage, hers, 0), "adult")
    add(triage, browser, hers, id_of(triage, hers, 2), "child", new)
    assert "Zainab Okafor belongs to two households" not in read(browser, his)
    assert read(browser, his) == before
    for task in ("member", "left", "trio", "taken-back"):
        address = (
            f"/triage/cases/{his}/family/{task}?household={new}&said={case_of(triage, hers)}:{id_of(triage, hers, 0)}"
        )
        assert browser.get(address).status_code == 404
    given = {"household": new, "person": id_of(triage, his, 0), "part": "adult"}
    assert send(triage, browser, his, "member", **given, **SAID).status_code == 404


def test_no_page_of_households_holds_an_address_also_not_that_of_a_place_nobody_may_find(
    triage: LittleTriage, browser: TestClient
) -> None:
    reference = abuse(triage)
    household = add(triage, browser, reference, id_of(triage, reference, 0), "adult")
    add(triage, browser, reference, id_of(triage, reference, 2), "child", household)
    address = triage.ground.keyring.seal(Unsealed(id_of(triage, reference, 0), Place, "4 Larch Road"))
    details = {
        "referral_id": case_of(triage, reference),
        "person_id": id_of(triage, reference, 0),
        "changed": ("address",),
    }
    triage.do(NoteContactDetails(at=triage.clock(), **details, details={"address": address}))
    assert "Larch" not in browser.get(f"/triage/cases/{reference}/family").text
    school = triage.refer(("Zainab Okafor", "child"), **{**ABUSE, "kind": "domestic_abuse"})
    triage.do(JoinPeople(at=triage.clock(), one_id=id_of(triage, reference, 2), other_id=id_of(triage, school, 0)))
    assert "Amina Okafor" in read(browser, school)
    hidden = {
        "referral_id": case_of(triage, reference),
        "code": "R-7",
        "location": False,
        "person_ids": (id_of(triage, reference, 0),),
    }
    triage.do(HideAddress.model_validate({"at": triage.clock(), **hidden}))
    assert "Amina Okafor" not in read(browser, school)
    assert "R-7" not in read(browser, reference)
    assert "Amina Okafor" in read(browser, reference)


def test_what_is_kept_from_somebody_is_not_there_for_them(triage: LittleTriage, browser: TestClient) -> None:
    first = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    second = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    triage.do(JoinPeople(at=triage.clock(), one_id=id_of(triage, first, 0), other_id=id_of(triage, second, 0)))
    empty = read(browser, second)
    add(triage, browser, first, id_of(triage, first, 0), "adult")
    assert "Ravi Shah : an adult" in read(browser, second)
    account = next(each for each in triage.access.accounts.all() if each.sign_in_name == "j.okafor")
    triage.access.walls.put(Wall(account.account_id, case_of(triage, first), first), stands=True)
    assert read(browser, second) == empty


def test_somebody_in_two_homes_is_told_of_to_the_officer(triage: LittleTriage, browser: TestClient) -> None:
    reference = triage.refer(("Zainab Okafor", "child"), ("Ravi Shah", "other"), **PERSISTENT)
    add(triage, browser, reference, id_of(triage, reference, 0), "child")
    add(triage, browser, reference, id_of(triage, reference, 0), "child")
    assert "Zainab Okafor belongs to two households. Say nothing of one to anybody in the other." in read(
        browser, reference
    )


def test_a_closed_case_is_read_and_not_changed(triage: LittleTriage, browser: TestClient) -> None:
    reference = triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    add(triage, browser, reference, id_of(triage, reference, 0), "adult")
    triage.post(f"/triage/api/cases/{reference}/close", {"reason": "resolved"})
    words = read(browser, reference)
    assert "Ravi Shah : an adult who lives there." in words
    assert "The case is closed, so nothing is added here." in words
    assert browser.get(f"/triage/cases/{reference}/family/member?household=new").status_code == 404


def test_an_adviser_sees_and_records_families_where_support_is_owed_alone(triage: LittleTriage) -> None:
    adviser = signed_in(triage.app, Role.IDVA, "an.adviser")
    hers, other = abuse(triage), triage.refer(("Ravi Shah", "other"), **PERSISTENT)
    assert f'href="/triage/cases/{hers}/family"' in adviser.get(f"/triage/support/{hers}").text
    add(triage, adviser, hers, id_of(triage, hers, 2), "child")
    words = read(adviser, hers)
    assert "Zainab Okafor : a child who lives there." in words
    assert "no answer of this case says so. Tell the case officer, who answers it" in words
    assert f'href="/triage/support/{hers}"' in adviser.get(f"/triage/cases/{hers}/family").text
    assert adviser.get(f"/triage/cases/{other}/family").status_code == 404
    assert adviser.get(f"/triage/cases/{other}/family/member?household=new").status_code == 404


def test_reading_it_is_recorded(triage: LittleTriage, browser: TestClient) -> None:
    reference = abuse(triage)
    read(browser, reference)
    assert ("case_officer", "family", (case_of(triage, reference),)) in triage.looks()


@pytest.mark.parametrize("task", ["nothing", "trio"])
def test_what_there_is_not_is_not_found(triage: LittleTriage, browser: TestClient, task: str) -> None:
    reference = abuse(triage)
    household = add(triage, browser, reference, id_of(triage, reference, 2), "child")
    said = f"{case_of(triage, reference)}:{id_of(triage, reference, 2)}"
    address = f"/triage/cases/{reference}/family/{task}?household={household}&said={said}"
    assert browser.get(address).status_code == 404
