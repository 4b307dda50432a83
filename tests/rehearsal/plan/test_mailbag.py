"""The mailbox holds one of everything, nobody real, and the same bytes for the same day."""

from collections import Counter

from services.intake.adapters.mail.mime import read_mail
from services.intake.adapters.word_files import load_word_lists
from services.intake.domain.mail.sorting import sorted_mail
from services.rehearsal.plan.intake_deeds import ReceiveMail, SubmitByMail
from services.rehearsal.plan.letters import OURS
from tests.support.builders.rehearsal import TODAY, a_plan, deeds_of

PLAN = a_plan()
OTHERS = [deed for deed in deeds_of(PLAN, ReceiveMail) if deed.key.startswith("mailbag/")]
LISTS = load_word_lists(TODAY)


def test_programs_lists_and_sealed_messages_are_sorted_as_they_should_be() -> None:
    sorts = Counter(sorted_mail(read_mail(deed.raw), {OURS}).reason for deed in OTHERS)
    for reason in ("auto_reply", "mailing_list", "marked_as_spam", "letter"):
        assert sorts[reason] >= 1, sorts
    ignored = [deed for deed in OTHERS if sorted_mail(read_mail(deed.raw), {OURS}).sort == "ignored"]
    assert len(ignored) == 8


def test_words_of_danger_are_heard_where_they_are_meant_to_be_and_nowhere_else() -> None:
    heard = {deed.key for deed in OTHERS if LISTS.heard(read_mail(deed.raw).all_words()).codes}
    assert heard == {f"mailbag/{name}" for name in ("fear", "fear-on-a-list", "later", "polish")}
    for deed in deeds_of(PLAN, SubmitByMail):
        assert not LISTS.heard(read_mail(deed.raw).all_words()).codes, deed.key


def test_everybody_who_writes_is_nobody() -> None:
    for deed in [*OTHERS, *deeds_of(PLAN, SubmitByMail)]:
        sender = read_mail(deed.raw).sender
        assert sender is not None
        assert sender.mailbox.rpartition("@")[2] in ("example.org", "example.net", "mail.example.net")


def test_one_message_comes_twice_word_for_word() -> None:
    (again,) = [deed for deed in deeds_of(PLAN, ReceiveMail) if deed.key.endswith("/again")]
    assert [deed.raw for deed in deeds_of(PLAN, SubmitByMail)].count(again.raw) == 1
