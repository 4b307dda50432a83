"""A planned report's letter reads as what it is about, where its words allow it, and is the same each time."""

from random import Random

from services.intake.adapters.mail.mime import read_mail
from services.intake.adapters.word_files import load_word_lists
from services.rehearsal.plan.letters import ReportLetters, header_id
from tests.support.builders.rehearsal import TODAY, a_plan

LISTS = load_word_lists(TODAY)
NAMED = [
    (referral, report) for referral, report in a_plan().reports if report.channel == "email" and report.listing is None
][:60]


def test_streets_are_read_as_streets() -> None:
    letters = ReportLetters(LISTS, Random(1))
    found = 0
    for referral, report in NAMED:
        if report.matter.category == "fly_tipping":
            found += letters.reads_as(letters.written(report, referral.key)) == "fly_tipping"
    assert found > 0


def test_it_says_what_was_planned_and_who_writes() -> None:
    referral, report = NAMED[0]
    mail = read_mail(ReportLetters(LISTS, Random(1)).written(report, referral.key, {"X-Spam-Flag": "YES"}))
    assert str(report.document["description"]).partition(". ")[0] in mail.text
    assert mail.sender is not None
    assert mail.sender.mailbox == report.document["reporter"]["email"]
    assert mail.header("message-id") == header_id(referral.key)
    assert mail.has("x-spam-flag")


def test_the_same_chance_writes_the_same_bytes() -> None:
    referral, report = NAMED[0]
    once, again = (ReportLetters(LISTS, Random(7)).written(report, referral.key) for _ in range(2))
    assert once == again
