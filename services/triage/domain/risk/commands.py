"""What may be asked of triage about risk tools, and who is trained for them."""

from datetime import date

from pydantic import Field

from shared.kernel.handling import Command


class _WithAnswers(Command):
    """Answers to one tool, by code of the question; absent is not asked. `sources` names who else gave one."""

    referral_id: str
    tool: str
    by: str
    today: date
    answered_by: str
    answers: dict[str, str] = Field(repr=False)
    sources: dict[str, str] = Field(default={})
    words: dict[str, str] = Field(default={}, repr=False)
    gates: dict[str, str] = Field(default={})
    whereabouts: str = Field(default="", repr=False)


class KeepRiskAnswers(_WithAnswers):
    """Put down what is answered so far."""


class CompleteRiskAssessment(_WithAnswers):
    """The tool is completed; `judged` is the grade a person gives, with reasons in `why`."""

    assessment_id: str
    judged: str
    why: str = Field(default="", repr=False)


class RecordTraining(Command):
    """Somebody was trained on a day, which holds until another."""

    account_id: str
    training: str
    today: date
    completed_on: date
    valid_until: date


class EndTraining(Command):
    """Somebody may complete such tools no longer."""

    account_id: str
    training: str


class LoadLicensedText(Command):
    """The published wording of a tool, question by question, under the borough's own licence."""

    tool: str
    version: str
    edition: str
    licence: str
    texts: dict[str, str]
