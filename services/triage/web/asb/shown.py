"""The file of a case as its page shows it: what is due, what happened, who said what, the ladder and its next steps."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.triage.application.asb_room import AsbRoom, Option
from services.triage.domain.asb import events
from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.due import Due
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.mediation import SIDES, running
from services.triage.web.asb import wording
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Identity, Narrative, Opener


def due_lines(found: Sequence[Due], now: datetime) -> list[dict[str, Any]]:
    """What is due, as lists and pages show it."""
    return [
        {
            "at": rfc3339(each.at) if each.at else None,
            "what": _what(each),
            "late": each.late(now),
            "paused": each.at is None,
        }
        for each in found
    ]


def _what(due: Due) -> str:
    says = wording.DUE[due.what]
    return f"{wording.tool(due.tool)}: {says[:1].lower()}{says[1:]}" if due.tool else says


def work_on(
    room: AsbRoom,
    file: CaseFile,
    story: Sequence[Recorded],
    opener: Opener,
    names: Mapping[str, str],
    now: datetime,
    officer: str,
) -> dict[str, Any]:
    """Everything the section needs, personal details opened for a page whose reading is recorded."""
    subjects = subjects_of(story, opener)
    options = room.options(file, now, officer)
    return {
        "incidents": _incidents(story, opener, names),
        "words": _own_words(story, opener, names),
        "operations": _facts(story, events.OperationLogged),
        "subjects": [
            {
                "subject": each,
                "called": subjects.get(each.subject_id),
                "age": each.at_least(day_of(now)),
                "steps": _steps(file, each.subject_id, story, opener, now),
                "may": [option for option in options if option.subject is each and _only_authority(option)],
                "not_yet": [option for option in options if option.subject is each and not _only_authority(option)],
            }
            for each in file.subjects
        ],
        "watch": room.watch(file, day_of(now)),
        "review": file.reviews[-1] if file.reviews else None,
        "mediation": file.mediations[-1] if file.mediations else None,
        "mediating": running(file),
        "sides": SIDES,
        "paused": file.paused,
        "open_promises": [name for name in wording.KEPT if name not in file.promises],
        "contacts": _facts(story, events.ContactsCounted),
        "satisfaction": _facts(story, events.SatisfactionHeard),
        "told": _facts(story, events.ReporterTold),
        "wording": wording,
    }


def subjects_of(story: Sequence[Recorded], opener: Opener) -> dict[str, str | None]:
    """What each subject is called, as last said."""
    return {each.subject_id: opener.open(each.called, Identity) for each in _facts(story, events.SubjectNamed)}


def _only_authority(option: Option) -> bool:
    """Somebody else may have the authority that the officer who looks has not."""
    return all(each.condition == "authority" for each in option.unmet)


def _facts(story: Sequence[Recorded], kind: type[Any]) -> list[Any]:
    return [recorded.fact for recorded in story if isinstance(recorded.fact, kind)]


def _incidents(story: Sequence[Recorded], opener: Opener, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The newest first; what was told twice stands under the first."""
    found = [
        {
            "fact": recorded.fact,
            "recorded": recorded.recorded,
            "says": opener.open(recorded.fact.text, Narrative),
            "teller": names.get(recorded.fact.teller_id),
        }
        for recorded in story
        if isinstance(recorded.fact, events.IncidentLogged)
    ]
    return sorted(found, key=lambda each: each["fact"].occurred_at, reverse=True)


def _own_words(story: Sequence[Recorded], opener: Opener, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each person's words apart, in the order in which they were said."""
    by_person: dict[str, list[dict[str, Any]]] = {}
    for fact in sorted(_facts(story, events.OwnWordsWritten), key=lambda each: each.said_at):
        said = {"at": rfc3339(fact.said_at), "says": opener.open(fact.text, Narrative)}
        by_person.setdefault(fact.person_id, []).append(said)
    return [{"name": names.get(person), "said": said} for person, said in by_person.items()]


def _steps(
    file: CaseFile, subject_id: str, story: Sequence[Recorded], opener: Opener, now: datetime
) -> list[dict[str, Any]]:
    facts = {each.step_id: each for each in _facts(story, events.StepTaken)}
    ended = {each.step_id: each for each in _facts(story, events.StepEnded)}
    return [
        {
            "step": step,
            "fact": facts[step.step_id],
            "says": opener.open(facts[step.step_id].text, Narrative),
            "ended": ended.get(step.step_id),
            "in_force": step.in_force(now),
        }
        for step in file.steps
        if step.subject_id == subject_id
    ]
