"""Numbered forms at a glance: issuing, batches, voids, what is printed, and who may."""

import json
import re

import pytest

from services.intake.domain.events import FormVoided
from services.intake.domain.form_numbers import parse_form_number
from shared.access.roles import Role
from tests.intake.web.paper.conftest import Paper

pytestmark = pytest.mark.slow

FORMS = "/intake/forms"


def numbers(text: str) -> list[str]:
    return [found for found in dict.fromkeys(re.findall(r"\b[AC]-\w{4}-\w\b", text)) if parse_form_number(found)]


def test_a_batch_is_issued_and_shown(paper: Paper) -> None:
    issued = paper.issue()
    batch = paper.batch
    assert (paper.officer.at, paper.officer.heading) == (f"{FORMS}/batches/{batch}", f"Batch {batch}")
    assert numbers(paper.text) == list(issued)


@pytest.mark.parametrize(
    "typed", [{"asb": "51"}, {"asb": "two"}, {"asb": "0", "domestic_abuse": ""}, {"held_as": "wall"}, {"asb": "-1"}]
)
def test_a_count_that_makes_no_sense_is_said_and_kept(paper: Paper, typed: dict[str, str]) -> None:
    assert paper.issue(**typed) == ()
    assert paper.officer.status == 422
    assert "Give whole numbers" in paper.text
    assert f'value="{typed.get("asb", "2")}"' in paper.text


def test_a_number_is_made_void_with_a_reason(paper: Paper) -> None:
    number, officer = paper.issue()[0], paper.officer
    officer.open(f"{FORMS}/numbers/{number}")
    officer.send(f"{FORMS}/numbers/{number}/void", {"why": ""})
    assert officer.status == 422
    officer.send(f"{FORMS}/numbers/{number}/void", {"why": "spoilt"})
    assert "Void: spoilt" in officer.text
    assert paper.facts(FormVoided) == [FormVoided(number=number, why="spoilt")]
    officer.open(f"{FORMS}/batches/{paper.batch}?state=void")
    assert numbers(officer.text) == [number]


def test_what_is_printed_holds_every_number_twice_and_each_question(paper: Paper) -> None:
    found = paper.issue()
    printed = paper.officer.open(f"{FORMS}/batches/{paper.batch}/print")
    assert all(printed.count(number) == 2 for number in found)
    assert "Is anyone in danger right now?" in printed
    assert "Domestic abuse" not in "".join(re.findall(r"<h1>.*?</h1>", printed))


def test_the_page_for_a_laptop_holds_the_batchs_numbers_and_nothing_from_elsewhere(paper: Paper) -> None:
    found = list(paper.issue(held_as="laptop"))
    answer = paper.officer.client.get(f"{FORMS}/batches/{paper.batch}/offline")
    assert answer.headers["content-disposition"] == f'attachment; filename="offline-{paper.batch}.html"'
    data = json.loads(re.findall(r'id="data">(.*?)</script>', answer.text, re.DOTALL)[0])
    assert data["numbers"] == found
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", answer.text)
    assert "default-src 'none'" in answer.text


def test_a_list_leads_on_only_where_something_follows(paper: Paper) -> None:
    assert len(paper.issue(asb="50", domestic_abuse="50")) == 100
    assert len(numbers(paper.officer.open(f"{FORMS}/batches/{paper.batch}"))) == 100
    assert ">Next</a>" not in paper.text
    spoilt = numbers(paper.text)[-1]
    paper.officer.send(f"{FORMS}/numbers/{spoilt}/void", {"why": "spoilt"})
    paper.officer.open(f"{FORMS}/batches/{paper.batch}?state=missing")
    assert (len(numbers(paper.text)), ">Next</a>" in paper.text) == (99, False)


@pytest.mark.parametrize("path", ["batches/700", "batches/700/print", "batches/700/offline", "numbers/A-2223-R"])
def test_what_is_not_there_is_not_found(paper: Paper, path: str) -> None:
    paper.officer.open(f"{FORMS}/{path}")
    assert paper.officer.status == 404


def test_whoever_takes_no_referrals_sees_no_forms(paper: Paper) -> None:
    observer = paper.desk.officer(Role.OBSERVER)
    observer.open(FORMS)
    assert observer.status == 404
