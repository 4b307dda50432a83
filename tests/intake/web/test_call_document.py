"""What was typed during a call becomes the document; what cannot be taken stands below the notes: nothing is lost."""

from services.intake.document.reading import read_referral
from services.intake.domain.given import LONGEST_DESCRIPTION
from services.intake.web.call_document import call_document, salvaged
from services.intake.web.forms import Typed, written
from services.intake.web.staff_questions import FIELDS
from tests.support.builders.intake import NOW

CALLER = {"reporter.full_name": ["Mark Penrose"], "reporter.phone": ["07700 900456"], "_caller": ["complained_of"]}
SAFE = {"safe_contact.phone.safe": ["yes"]}


def test_a_category_says_what_kind_of_matter_it_is_unless_somebody_does() -> None:
    assert call_document({"category": ["noise"]})["kind"] == "asb"
    assert call_document({"category": ["noise"], "kind": ["unsure"]})["kind"] == "unsure"
    assert "kind" not in call_document({})


def test_which_wording_of_which_question_brought_which_answers_goes_with_it() -> None:
    document = call_document({"_all.danger": ["no"], "category": ["noise"]})
    assert document["facts"] == {"immediate_danger": "no", "serious_crime_now": "no", "weapon_present_now": "no"}
    (asked,) = document["asked"]
    assert (asked["question"], asked["wording"]) == ("call.danger", 1)
    assert read_referral(written(document), NOW).asked is not None


def test_who_is_on_the_line_says_whether_it_happens_to_them() -> None:
    for caller, victim in (("victim", True), ("neighbour", False), ("professional", False)):
        assert call_document({"_caller": [caller]})["reporter"] == {"is_victim": victim}
    assert "reporter" not in call_document({})
    assert "reporter" not in call_document({"_caller": ["somebody"]})


def test_the_person_complained_of_is_never_the_reporter_and_has_no_safe_way_to_reach_anybody() -> None:
    document = call_document({**CALLER, **SAFE, "reporter.anonymous": ["yes"]})
    assert "reporter" not in document
    assert "safe_contact" not in document
    assert document["people"] == [{"roles": ["perpetrator"], "full_name": "Mark Penrose", "phone": "07700 900456"}]


def test_their_details_join_what_is_known_of_them_and_no_other_name() -> None:
    same = call_document({**CALLER, "people.perpetrator.full_name": ["Mark Penrose"]})["people"]
    assert same == [{"roles": ["perpetrator"], "full_name": "Mark Penrose", "phone": "07700 900456"}]
    other = call_document({**CALLER, "people.perpetrator.full_name": ["Bo Adu"]})["people"]
    assert [person.get("full_name") for person in other] == ["Bo Adu", "Mark Penrose"]
    nameless: Typed = {**CALLER, "people.perpetrator.address": ["number 14"], "reporter.full_name": []}
    assert call_document(nameless)["people"] == [
        {"roles": ["perpetrator"], "address": "number 14", "phone": "07700 900456"}
    ]


def test_what_cannot_be_taken_stands_word_for_word_below_the_notes() -> None:
    typed: Typed = {"location.postcode": ["nowhere"], "description": ["He shouts."], "kind": ["asb"]}
    kept = salvaged(typed, [each for each in FIELDS if each.name == "location.postcode"])
    assert "location.postcode" not in kept
    assert kept["kind"] == ["asb"]
    assert kept["description"][0].splitlines() == [
        "He shouts.", "Typed during the call, and not taken in as it stood:", "Postcode nowhere",
    ]  # fmt: skip


def test_notes_too_long_or_with_signs_nobody_can_read_are_made_to_fit() -> None:
    notes = [each for each in FIELDS if each.name == "description"]
    kept = salvaged({"description": ["\x07" + "a" * (LONGEST_DESCRIPTION + 5)]}, notes)
    assert len(kept["description"][0]) == LONGEST_DESCRIPTION
    assert "\x07" not in kept["description"][0]
    document = call_document({**kept, "kind": ["unsure"]})
    assert read_referral(written(document), NOW).description is not None
