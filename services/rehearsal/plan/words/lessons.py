"""What a manager writes down as learnt from reviews, and what is done about it: no word names anybody."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Undertaken:
    """An action, within how many days, and what became of it: "done", "not_done" with a reason, or nothing yet."""

    words: str
    result: str = ""
    why: str = ""
    within: int = 30


@dataclass(frozen=True, slots=True)
class Learnt:
    """A lesson by its theme and source, as the dated practice names them."""

    theme: str
    source: str
    words: str
    actions: Sequence[Undertaken] = ()


LESSONS: Sequence[Learnt] = (
    Learnt(
        "information_sharing",
        "case_audit",
        "The school had worried for weeks and told nobody, since it did not know that there was a plan.",
        (Undertaken("Agree with schools who is told of a plan, by whom, and by when.", "done"),),
    ),
    Learnt(
        "risk_assessment",
        "near_miss",
        "A second incident was logged as a new one. Nobody saw that it was the same home, and the risk was not raised.",
        (
            Undertaken("Look through reports of the same home before a risk is set.", "done"),
            Undertaken("Sample ten assessments each quarter for earlier incidents."),
        ),
    ),
    Learnt(
        "hearing_children",
        "practice_review",
        "The children were spoken about and not spoken to. What they had seen came out a month later.",
        (Undertaken("Ask in every supervision who has seen the children alone, and when.", "done"),),
    ),
    Learnt(
        "safety_planning",
        "complaint",
        "A letter about an appointment went to the home, although it had been said that post was not safe.",
        (
            Undertaken("Stop letters from the old booking system.", "done"),
            Undertaken(
                "Have the hospital send nothing before the adviser agrees.",
                "not_done",
                "The hospital cannot hold letters back. It flags the record instead, and tells us when one has gone.",
            ),
        ),
    ),
    Learnt(
        "recognising_abuse",
        "death_review",
        "Money was controlled for years, and each service saw one bill. Nobody asked what it was like at home.",
        (Undertaken("Put questions about money and telephones into the housing interview.", within=150),),
    ),
    Learnt(
        "working_with_whoever_does_harm",
        "case_audit",
        "Whoever did harm was visited without the adviser knowing, and it was taken out on the victim that night.",
        (Undertaken("No visit before the adviser has been rung, and a line for it in the briefing.", "done"),),
    ),
    Learnt(
        "equality_and_access",
        "complaint",
        "A relative was used to interpret. What mattered most was said only once a professional was there.",
        (Undertaken("Book an interpreter from outside the area at the first contact.", within=210),),
    ),
    Learnt(
        "record_keeping",
        "near_miss",
        "Two officers handed over by word of mouth, and the agreed call was not made.",
    ),
)
