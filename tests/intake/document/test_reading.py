"""Bytes become a checked document; what is absent stays unknown; a document becomes a command."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.document.reading import MOST_BYTES, read_referral, submission
from services.intake.domain.recognition import Chosen
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.refusals import InvalidInput
from tests.support.builders.intake import NOW, a_document, a_submission, read

SMALLEST = {"kind": "unsure", "channel": "safe_space"}


def test_only_kind_and_channel_must_be_there() -> None:
    document = read(SMALLEST)
    assert document.reporter is None
    assert document.safe_contact is None
    assert document.facts is None


def test_null_means_absent_everywhere() -> None:
    nothing = dict.fromkeys(a_document()) | SMALLEST
    assert read(nothing).model_dump() == read(SMALLEST).model_dump()


@pytest.mark.parametrize("member", ["full_name", "phone", "email"])
@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u00a0\u2003"])
def test_only_white_space_is_missing(member: str, blank: str) -> None:
    document = read(a_document(reporter={member: blank}))
    assert getattr(document.reporter, member) is None


def test_text_keeps_its_words_and_loses_outer_space() -> None:
    document = read(
        a_document(description="  He said:\n\t«I know where you live»  ", reporter={"phone": "(020) 7946-0123 "})
    )
    assert document.description == "He said:\n\t«I know where you live»"
    assert document.reporter is not None
    assert document.reporter.phone == "(020) 7946-0123"


def test_an_anonymous_referral_without_safe_contact_is_valid() -> None:
    assert read(SMALLEST | {"reporter": {"anonymous": True}}).reporter is not None


def test_every_kind_channel_category_strand_and_answer_of_the_vocabulary_is_taken() -> None:
    values: dict[str, Any] = {"yes_no": "yes", "count": 3, "age": 34, "date": "2026-02-03", "text": "words"}
    facts = {a.name: values.get(a.type) or next(iter(a.values)) for a in VOCABULARY.answers.values()}
    for kind in VOCABULARY.kinds:
        for channel in VOCABULARY.channels:
            read({"kind": kind, "channel": channel})
    for category in VOCABULARY.categories:
        read(SMALLEST | {"category": category})
    document = read(SMALLEST | {"strands": list(VOCABULARY.strands), "facts": facts})
    assert document.facts is not None
    assert document.facts.keys() == VOCABULARY.answers.keys()


def test_what_was_given_and_not_known_is_told_from_what_was_not_asked() -> None:
    facts = {
        "child_at_risk": "unknown",
        "hate_motive": None,
        "victim_age": None,
        "last_marac_referral_on": "2026-02-03",
    }
    command = a_submission(facts=facts)
    assert command.answers == {
        "child_at_risk": "unknown",
        "hate_motive": "unknown",
        "victim_age": None,
        "last_marac_referral_on": "2026-02-03",
    }


def test_answers_in_free_words_go_apart_from_codes() -> None:
    command = a_submission(facts={"landlord": " Example Homes ", "judgement_reason": None, "persistent": "yes"})
    assert (command.answers, command.words) == ({"persistent": "yes"}, {"landlord": "Example Homes"})


def test_times_keep_apart_what_occurred_what_was_received_and_now() -> None:
    document = read(a_document(received_at="2026-11-23T08:12:00+05:30"))
    command = submission(document, NOW, "referral-1", "WM-2223-X", Chosen("person-1", ("person-2",)))
    assert command.at == datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
    assert document.occurred is not None
    assert str(document.occurred.from_) == "2026-11-20"


def test_a_referral_without_a_time_is_received_now() -> None:
    assert a_submission(received_at=None).at == NOW


def test_clocks_may_run_ahead_by_a_day_and_no_more() -> None:
    ahead = NOW + timedelta(hours=24)
    assert read(a_document(received_at=ahead.isoformat())).received_at == ahead
    with pytest.raises(InvalidInput, match="/received_at: in_the_future"):
        read(a_document(received_at=(ahead + timedelta(seconds=1)).isoformat()))


def test_the_largest_document_fits() -> None:
    facts = {a.name: "w" * a.most for a in VOCABULARY.answers.values() if a.type == "text"}
    person = {"roles": ["other"], "full_name": "𝒲" * 200, "address": "𝒲" * 500}
    members = a_document(description="𝒲" * 20_000, people=[person] * 30, facts=facts)
    body = json.dumps(members, ensure_ascii=False).encode()
    assert len(body) < MOST_BYTES
    assert read_referral(body, NOW).description is not None


def test_a_larger_body_is_not_even_read() -> None:
    with pytest.raises(InvalidInput, match="too_large"):
        read_referral(b" " * (MOST_BYTES + 1), NOW)


def test_nothing_said_shows_when_a_document_or_command_is_printed() -> None:
    document = read(a_document())
    printed = f"{document!r} {document} {document.reporter!r} {document.people} {a_submission()!r} {a_submission()}"
    for words in ("Amina", "Penrose", "07700", "amina@", "Loud", "bluebell", "Example"):
        assert words not in printed


@settings(max_examples=60)
@given(st.from_regex(r"[0-9]{1,12}", fullmatch=True))
def test_a_property_number_stays_the_text_it_was_with_its_zeros(uprn: str) -> None:
    document = read(a_document(location={"uprn": uprn}))
    assert document.location is not None
    assert document.location.uprn == uprn


@settings(max_examples=60)
@given(st.from_regex(r"[0-9]{0,5}[A-Za-z.][0-9]{0,5}|[0-9]{13,16}", fullmatch=True))
def test_what_is_no_property_number_is_pointed_at(uprn: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(a_document(location={"uprn": uprn}))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/location/uprn", "uprn")]
