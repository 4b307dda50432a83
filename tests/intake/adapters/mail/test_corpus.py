"""A public set of e-mails goes through the mail room: each in once, sorted as its class is, no bounce a referral."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.intake.adapters.mail.room import Outcome
from services.intake.domain.events import MessageTaken, ReferralSubmitted
from services.intake.wiring import mail_room
from tests.support.builders.intake_pages import FrontDesk

pytestmark = pytest.mark.slow

# In a set of bounces and reports nothing is a letter; a person may have to say so of one in a hundred.
BOUNCES = "sisimai"


class Corpus:
    """The set, and what became of each of its files, twice."""

    def __init__(self, folder: Path, desk: FrontDesk) -> None:
        with (folder / "index.csv").open(encoding="utf-8", newline="") as opened:
            self.rows = {row["file"]: row for row in csv.DictReader(opened)}
        room = mail_room(desk.ground, desk.service)
        self.first = {name: room.take((folder / name).read_bytes()) for name in self.rows}
        self.again = {name: room.take((folder / name).read_bytes()) for name in self.rows}
        self.facts = [each.fact for each in desk.recorded()]
        kept = [fact.message_id for fact in self.facts if isinstance(fact, MessageTaken)]
        self.originals = [room.originals.read(each) for each in kept]  # type: ignore[attr-defined]  # the real ones

    def those(self, bounces: bool) -> dict[str, Outcome]:
        return {name: each for name, each in self.first.items() if name.startswith(BOUNCES) is bounces}

    def machines(self) -> set[str]:
        """Those that by their headers and parts alone are no letter from anybody."""
        signs = ("null_return_path", "delivery_status", "feedback_report")
        return {
            name
            for name, row in self.rows.items()
            if any(row[sign] == "True" for sign in signs) or row["auto_submitted"] not in ("", "no")
        }


@pytest.fixture(scope="module")
def corpus(datasets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = datasets / "email-corpus"
    desk = FrontDesk(tmp_path_factory.mktemp("corpus"))
    yield Corpus(folder, desk)
    desk.close()


def test_every_message_comes_in_once_with_all_its_bytes(corpus: Corpus) -> None:
    taken = [fact for fact in corpus.facts if isinstance(fact, MessageTaken)]
    new = [name for name, each in corpus.first.items() if each.reason != "taken_before"]
    assert len(taken) == len({each.message_id for each in taken}) == len(new) > 0.9 * len(corpus.first)
    assert None not in corpus.originals


def test_the_same_set_again_changes_nothing(corpus: Corpus) -> None:
    assert {each.reason for each in corpus.again.values()} == {"taken_before"}
    assert {name: (each.result, each.reference) for name, each in corpus.again.items()} == {
        name: (each.result, each.reference) for name, each in corpus.first.items()
    }


def test_what_machines_send_is_neither_a_referral_nor_answered(corpus: Corpus) -> None:
    results = {name: corpus.first[name].result for name in corpus.machines()}
    assert {name for name, result in results.items() if result not in ("ignored", "quarantined")} == set()
    assert results


def test_of_bounces_and_reports_nearly_all_are_known_and_none_is_a_referral(corpus: Corpus) -> None:
    counted = Counter(each.result for each in corpus.those(bounces=True).values())
    assert set(counted) <= {"ignored", "quarantined"}
    assert counted["ignored"] >= 0.97 * counted.total()


def test_of_letters_nearly_all_become_referrals_and_none_is_ignored_without_a_sign(corpus: Corpus) -> None:
    letters = corpus.those(bounces=False)
    ignored = {name for name, each in letters.items() if each.result == "ignored"}
    assert ignored <= corpus.machines() | {
        name for name in letters if corpus.rows[name]["content_type"] == "multipart/report"
    }
    counted = Counter(each.result for name, each in letters.items() if name not in ignored)
    assert counted["referral"] + counted["reply"] >= 0.9 * counted.total()


def test_no_referral_says_more_than_its_message(corpus: Corpus) -> None:
    referrals = [fact for fact in corpus.facts if isinstance(fact, ReferralSubmitted)]
    assert {fact.channel for fact in referrals} == {"email"}
    assert {answer for fact in referrals for answer in fact.answers.values()} <= {"yes"}
    assert not any(fact.mail and fact.mail.answerable for fact in referrals)
