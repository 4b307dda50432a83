"""The facts about risk: what a tool came to, what was kept on the way, who may complete one, a licensed wording."""

from datetime import date

import msgspec

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Narrative, Personal, Sensitive


class GivenAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """Answers as they stand sealed: values, who else gave one, words, by code; and where those concerned are now."""

    answers: dict[str, str] = {}
    sources: dict[str, str] = {}
    words: dict[str, str] = {}
    whereabouts: str = ""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """Answers to one edition of a tool. `answers` is the JSON of `GivenAnswers`, sealed under the person it is about.

    `wording` says which words were asked: ours, or a licensed edition.
    """

    tool: str
    version: str
    wording: str
    answers: Personal[Sensitive]


class RiskAnswersKept(Fact, frozen=True, kw_only=True):
    """Answers to a tool were put down on the way, and are no assessment yet."""

    referral_id: str
    reference: str
    title: str
    given: Given


class RiskAssessed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A tool was completed. `band` is what its definition makes of the answers, `judged` what a person makes of them.

    `could_be` is the band if every open question had its worst answer. `compared` says how this is to the last
    completion of the same tool: first, higher, lower, same, or other_edition, which is not compared. `signs` are
    those answers and patterns, as `tool.code`, on which something to be done hangs; all others are sealed alone.
    """

    referral_id: str
    reference: str
    assessment_id: str
    title: str
    given: Given
    answered_by: str
    gates: tuple[str, ...]
    score: int
    yes: int
    unanswered: int
    band: str | None
    grade: str
    could_be: str | None
    escalators: tuple[str, ...]
    clusters: tuple[str, ...]
    judged: str
    why: Personal[Narrative] | None
    compared: str
    before: str | None
    signs: tuple[str, ...] = ()


class TrainingRecorded(Fact, frozen=True, kw_only=True):
    """Somebody was trained, and may complete tools that ask for it until a day."""

    account_id: str
    training: str
    completed_on: date
    valid_until: date


class TrainingEnded(Fact, frozen=True, kw_only=True):
    """Somebody may complete these tools no longer, before the day came."""

    account_id: str
    training: str


class LicensedTextLoaded(Fact, frozen=True, kw_only=True):
    """The borough loaded the published wording of a tool, under a licence of its own; by code of the question."""

    tool: str
    version: str
    edition: str
    licence: str
    texts: dict[str, str]


RISK_FACTS: tuple[FactType, ...] = (
    FactType("triage.risk_answers_kept", 1, RiskAnswersKept, "Answers to {title} were kept, to go on later."),
    FactType(
        "triage.risk_assessed",
        1,
        RiskAssessed,
        "{title} was completed: {band} by the answers, {judged} by judgement; {unanswered} questions are open.",
    ),
    FactType(
        "triage.training_recorded",
        1,
        TrainingRecorded,
        "Somebody may complete tools that ask for the training {training}, until {valid_until}.",
    ),
    FactType(
        "triage.training_ended",
        1,
        TrainingEnded,
        "Somebody may no longer complete tools that ask for the training {training}.",
    ),
    FactType(
        "triage.licensed_text_loaded",
        1,
        LicensedTextLoaded,
        "The published wording of {tool} was loaded under a licence, edition {edition}.",
    ),
)
