"""What somebody typed into the form of a risk tool, as the command it asks for."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from services.triage.domain.risk.commands import CompleteRiskAssessment, KeepRiskAnswers
from services.triage.domain.risk.events import GivenAnswers
from services.triage.domain.risk.tools import NOT_ASKED, Tool
from services.triage.web.typed import Form

LEVELS = {"yes": "Yes", "no": "No", "not_known": "Not known", "not_asked": "Not asked"}
ANSWERED_BY = {
    "victim": "The person it happens to",
    "family_or_friend": "Family or a friend",
    "professional": "A professional, from what they know",
    "records": "Records, without asking anybody",
    "other": "Somebody else",
}
GRADES = {
    "standard": "Standard risk",
    "medium": "Medium risk",
    "high": "High risk",
    "not_graded": "Not graded",
}
COMPARED = {
    "first": "The first with this tool",
    "higher": "Higher than last time",
    "lower": "Lower than last time",
    "same": "As last time",
    "other_edition": "Not compared: last time other questions were asked",
}
_ANSWER, _SOURCE, _WORDS, _GATE = "q-", "by-", "words-", "gate-"


def levels_of(question: Any) -> dict[str, str]:
    """What may be chosen, with its label; what was not asked stands last and is where a question begins."""
    if question.kind == "scale":
        return {**question.levels, "not_known": LEVELS["not_known"], "not_asked": LEVELS["not_asked"]}
    return dict(LEVELS)


def members_in(form: Form, tool: Tool) -> dict[str, Any]:
    """Answers, sources, words, gates: what the form says of each; a source that is the same as everybody's is none."""
    codes = [part.code for question in tool.questions for part in question.parts]
    questions = [question.code for question in tool.questions]
    answered_by = form.get("answered_by", "")
    return {
        "answered_by": answered_by,
        "answers": {code: form.get(_ANSWER + code, "").strip() or NOT_ASKED for code in codes},
        "sources": {code: by for code in questions if (by := form.get(_SOURCE + code, "")) and by != answered_by},
        "words": {code: said for code in questions if (said := form.get(_WORDS + code, "").strip())},
        "gates": {code: form[_GATE + code] for code in tool.gates if form.get(_GATE + code)},
        "whereabouts": form.get("whereabouts", ""),
    }


def keeping(form: Form, tool: Tool, at: datetime, named: Mapping[str, Any]) -> KeepRiskAnswers:
    """The command that puts it down for later."""
    return KeepRiskAnswers(at=at, tool=tool.id, **named, **members_in(form, tool))


def completing(form: Form, tool: Tool, at: datetime, named: Mapping[str, Any]) -> CompleteRiskAssessment:
    """The command that completes it."""
    return CompleteRiskAssessment(
        at=at,
        tool=tool.id,
        **named,
        **members_in(form, tool),
        assessment_id=form.get("assessment_id", ""),
        judged=form.get("judged", ""),
        why=form.get("why", ""),
    )


def as_form(given: GivenAnswers, answered_by: str = "") -> dict[str, str]:
    """Answers that were kept, as fields of the form."""
    return {
        "answered_by": answered_by,
        "whereabouts": given.whereabouts,
        **{_ANSWER + code: value for code, value in given.answers.items()},
        **{_SOURCE + code: value for code, value in given.sources.items()},
        **{_WORDS + code: value for code, value in given.words.items()},
    }


def field_ids(tool: Tool) -> dict[str, str]:
    """Where an error leads: pointer to the id of its first field."""
    return dict(_ids(tool))


def _ids(tool: Tool) -> Iterator[tuple[str, str]]:
    yield "/answers", f"q-{tool.questions[0].code}"
    for question in tool.questions:
        for part in question.parts:
            yield f"/answers/{part.code}", _ANSWER + part.code
        yield f"/sources/{question.code}", _SOURCE + question.code
        yield f"/words/{question.code}", _WORDS + question.code
    yield from ((f"/gates/{code}", _GATE + code) for code in tool.gates)
    yield from ((f"/{name}", name) for name in ("whereabouts", "answered_by", "judged", "why"))
