"""Mediation costs what the source says, and reviews are asked for and held as often as the source counts."""

from collections import Counter

from services.rehearsal.plan.beside_the_case import COSTS, MET, REVIEWS
from services.rehearsal.plan.case_deeds import FillIn
from services.triage.domain.asb import commands as asked
from tests.support.builders.rehearsal import a_plan, deeds_of

FORMS = deeds_of(a_plan(), FillIn)


def test_seven_mediations_come_to_2750_pounds_in_all() -> None:
    assert (sum(COSTS), len(COSTS)) == (275_000, 7)
    booked = [deed for deed in FORMS if deed.command is asked.BookMediator]
    ended = [deed for deed in FORMS if deed.command is asked.EndMediation]
    assert len(ended) <= len(booked) <= 7
    assert len(booked) >= 5
    answers = Counter(
        (deed.said["side"], deed.said["answer"]) for deed in FORMS if deed.command is asked.AnswerMediation
    )
    assert answers["b", "declined"] >= 10


def test_forty_one_ask_for_a_review_six_meet_the_threshold_and_six_are_held() -> None:
    assert (REVIEWS, MET) == (41, 6)
    assert sum(deed.command is asked.AskForReview for deed in FORMS) == 41
    assert sum(deed.command is asked.DecideReview and deed.said["met"] for deed in FORMS) == 6
    assert sum(deed.command is asked.HoldReview for deed in FORMS) == 6
    by = {deed.command: deed.by for deed in FORMS if deed.command in (asked.AskForReview, asked.AcknowledgeReview)}
    assert by[asked.AskForReview] != by[asked.AcknowledgeReview], "the contact had no part in the case"
