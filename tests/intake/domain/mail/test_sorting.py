"""What machines send about messages is ignored, what is in doubt waits for a person, and nobody's words are lost."""

from typing import Any

import pytest

from services.intake.adapters.mail.mime import read_mail
from services.intake.domain.mail import sorting
from services.intake.domain.mail.sorting import Sorted, sorted_mail
from tests.support.builders.mail import FEAR, NOISE, OURS, a_message, raw


def sort(message: bytes) -> Sorted:
    return sorted_mail(read_mail(message), {OURS})


def a_report(kind: str, part: str, inside: str = "multipart/report") -> bytes:
    return raw(
        "From: somebody@example.org", "Subject: Report", f"Content-Type: {inside}; boundary=b; report-type={kind}", "",
        "--b", "Content-Type: text/plain", "", "As asked.", "--b", f"Content-Type: {part}", "",
        "Final-Recipient: rfc822; x@example.org", "Action: failed", "Status: 5.1.1", "--b--", "",
    )  # fmt: skip


MACHINES = {
    "a delivery report": (a_report("delivery-status", "message/delivery-status"), "delivery_report"),
    "one in another frame": (a_report("x", "message/delivery-status", "multipart/mixed"), "delivery_report"),
    "a spam report": (a_report("feedback-report", "message/feedback-report"), "spam_report"),
    "a complaint by Microsoft": (
        raw(
            "From: staff@example.org",
            "Subject: complaint about message from 192.0.2.1",
            "Content-Type: message/rfc822",
            "",
            "Subject: Offer",
            "",
            "Buy",
        ),
        "spam_report",
    ),
    "a read receipt": (a_report("disposition-notification", "message/disposition-notification"), "read_receipt"),
    "a null return path": (a_message(Return_Path="<>"), "null_return_path"),
    "an automatic reply": (a_message(Auto_Submitted="auto-replied"), "auto_reply"),
    "one with a comment": (a_message(Auto_Submitted="auto-generated (failure)"), "automatic"),
    "a vacation program": (a_message(X_Autoreply="yes"), "auto_reply"),
    "an answer that says so in its subject": (a_message(Subject="Automatic reply: x", answers="y"), "auto_reply"),
    "one of our own": (a_message(sender=OURS), "loop"),
    "a loop": (a_message(X_Loop=OURS), "loop"),
    "the daemon": (a_message(sender="MAILER-DAEMON@example.org"), "bounce"),
    "failed recipients": (a_message(X_Failed_Recipients="x@example.org"), "bounce"),
    "a bounce without a form": (
        a_message("550 5.1.1 <x@example.org>: user unknown\nremote host said so", sender="postmaster@example.org"),
        "bounce",
    ),
    "a bounce from no address": (
        a_message("SMTP error: 550 5.1.1 no such user", sender=None, Subject="Undeliverable: x"),
        "bounce",
    ),
}


@pytest.mark.parametrize(("message", "reason"), MACHINES.values(), ids=MACHINES)
def test_what_a_machine_sends_about_messages_is_ignored(message: bytes, reason: str) -> None:
    assert sort(message) == Sorted("ignored", reason)


def test_too_many_hops_are_a_loop() -> None:
    hops = [f"Received: from a{number}.example by b.example; Mon, 23 Nov 2026 09:00:00 +0000" for number in range(100)]
    assert sort(raw(*hops, "From: a@example.org", "Subject: x", "", "hello")) == Sorted("ignored", "loop")


DOUBTS = {
    "a mailing list": (a_message(List_Id="<list.example.org>"), "mailing_list"),
    "bulk": (a_message(Precedence="bulk"), "mailing_list"),
    "an address nobody reads": (a_message(sender="no-reply@example.org"), "nobodys_address"),
    "a subject like an automatic reply": (a_message(Subject="Out of office"), "looks_automatic"),
    "a subject like a bounce": (a_message("The mail system says so", Subject="Undeliverable: x"), "looks_returned"),
    "a mark of spam": (a_message(X_Spam_Flag="YES"), "marked_as_spam"),
    "nothing in it": (a_message("", Subject=None), "empty"),
    "something sealed": (
        raw("From: a@example.org", "Content-Type: multipart/encrypted; boundary=b", "", "--b", "", "x", "--b--"),
        "encrypted",
    ),
    "text that is lost": (
        raw("From: a@example.org", "Content-Type: text/plain; charset=gb2312", "", "\udcff\udcff\udcff\udcff ok"),
        "unreadable",
    ),
}


@pytest.mark.parametrize(("message", "reason"), DOUBTS.values(), ids=DOUBTS)
def test_what_is_in_doubt_waits_for_a_person(message: bytes, reason: str) -> None:
    assert sort(message) == Sorted("quarantined", reason)


LETTERS = {
    "noise": a_message(NOISE),
    "fear": a_message(FEAR),
    "a delivery that blocks the road": a_message("The delivery failed to come and 550 people wait", Subject="Delivery"),
    "a bounce that somebody forwards": a_message("Your server said 550 5.1.1 user unknown to me. Why?"),
    "somebody who says no to automatic": a_message(Auto_Submitted="no"),
    "somebody without an address": a_message(sender=None),
    "an office that writes itself": a_message(sender="administrator@housing.example"),
    "a day that looks like a code": a_message("On 5.11.26 the host of 552 was loud", Subject="Undelivered parcels"),
    "a picture alone": raw("From: a@example.org", "Content-Type: image/png", "", "x"),
}


@pytest.mark.parametrize("message", LETTERS.values(), ids=LETTERS)
def test_what_a_person_may_have_written_is_a_letter(message: bytes) -> None:
    assert sort(message).sort == "letter"


@pytest.mark.parametrize("sign", [*sorting.SIGNS, *sorting.DOUBTS], ids=lambda sign: sign.__name__)
def test_each_sign_is_needed(sign: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken away, at least one of the messages above is taken for something else."""
    monkeypatch.setattr(sorting, "SIGNS", tuple(each for each in sorting.SIGNS if each is not sign))
    monkeypatch.setattr(sorting, "DOUBTS", tuple(each for each in sorting.DOUBTS if each is not sign))
    every = {**MACHINES, **DOUBTS}.values()
    assert any(sort(message).reason != reason for message, reason in every)
