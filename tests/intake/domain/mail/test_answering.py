"""Only a plain message about plain nuisance, from one person to us, may be answered; anything else may not."""

from datetime import date
from typing import Any

import pytest

from services.intake.adapters.mail.mime import read_mail
from services.intake.adapters.word_files import load_word_lists
from services.intake.domain.mail import answering
from services.intake.domain.mail.answering import answerable
from tests.support.builders.mail import FEAR, NOISE, a_message

LISTS = load_word_lists(date(2026, 11, 28))


def may(message: bytes) -> bool:
    return answerable(read_mail(message), LISTS)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Reply_To": "amina@example.org"},
        {"Return_Path": "<amina@example.org>"},
        {"Authentication_Results": "dmarc=pass"},
    ],
)
def test_plain_nuisance_may_be_answered(headers: dict[str, str]) -> None:
    assert may(a_message(NOISE, **headers))


NEVER = {
    "no sender": a_message(NOISE, sender=None),
    "several senders": a_message(NOISE, sender="a@example.org, b@example.org"),
    "no id to answer to": a_message(NOISE, Message_ID=None),
    "an answer": a_message(NOISE, answers="another"),
    "somebody else to answer to": a_message(NOISE, Reply_To="x@example.org"),
    "carried for somebody else": a_message(NOISE, Return_Path="<x@example.org>"),
    "no answers wanted": a_message(NOISE, X_Auto_Response_Suppress="All"),
    "perhaps forged": a_message(NOISE, Authentication_Results="mx.example; dmarc=fail"),
    "others read along": a_message(NOISE, Cc="x@example.org"),
    "a long story": a_message(f"{NOISE}. " * 60),
    "words of danger": a_message(f"{NOISE}. {FEAR}"),
    "a word of home": a_message(f"{NOISE}. My wife cannot sleep"),
    "a word of fear in the subject": a_message(NOISE, Subject="I am scared"),
    "another language": a_message("Głośna muzyka każdej nocy, proszę coś z tym zrobić, to trwa już tygodnie"),
}


@pytest.mark.parametrize("message", NEVER.values(), ids=NEVER)
def test_nothing_else_may_be(message: bytes) -> None:
    assert not may(message)


@pytest.mark.parametrize("objection", answering.OBJECTIONS, ids=lambda objection: objection.__name__)
def test_each_objection_is_needed(objection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken away, at least one of the messages above would be answered."""
    left = tuple(each for each in answering.OBJECTIONS if each is not objection)
    monkeypatch.setattr(answering, "OBJECTIONS", left)
    assert any(may(message) for message in NEVER.values())
