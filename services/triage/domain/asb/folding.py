"""Folds the facts of a case into its file; the assessment moves on beside it, so that one stream decides both."""

from collections.abc import Callable
from typing import Any

import msgspec

from services.triage.domain import assessment, events
from services.triage.domain.asb import events as told
from services.triage.domain.asb.days import Pause
from services.triage.domain.asb.file import CaseFile, Incident, Mediation, Review, Step, Subject, sees_abuse
from services.triage.domain.state import Unassessed
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact


def evolve(file: CaseFile, fact: Fact) -> CaseFile:
    """The file after one more fact; what is no fact of this work moves only the referral on."""
    if isinstance(fact, told.CaseWorked):
        moved = _MOVES.get(type(fact))
        return file if moved is None else moved(file, fact)
    standing = assessment.evolve(file.standing, fact)
    if standing is not file.standing:
        file = file.with_(standing=standing, abuse_seen=file.abuse_seen or sees_abuse(standing))
    match fact:
        case events.CaseOpened():
            return file.with_(opened_at=fact.opened_at, priority=fact.priority)
        case events.ReferralTriaged():
            return file.with_(priority=fact.decision.priority)
        case events.ReferralSignposted():
            return file.with_(pointed_to=fact.route)
        case events.ReferralTaken():
            return file.with_(worked=file.worked | {fact.taken_by})
    return file


def _incident(file: CaseFile, fact: told.IncidentLogged) -> CaseFile:
    incident = Incident(
        incident_id=fact.incident_id,
        occurred_at=fact.occurred_at,
        received_at=fact.received_at,
        how=fact.how,
        evidenced=bool(fact.evidence) or fact.diary or fact.seen_by_officer,
        same_as_id=fact.same_as_id,
    )
    return file.with_(incidents=(*file.incidents, incident))


def _subject(file: CaseFile, fact: told.SubjectNamed) -> CaseFile:
    """Named once more, it is what is known now."""
    before = file.subject(fact.subject_id)
    subject = Subject(
        subject_id=fact.subject_id,
        kind=fact.kind,
        person_id=fact.person_id,
        age=fact.age,
        age_known_on=fact.age_known_on,
        finding=before.finding if before is not None and _is_still(before, fact) else None,
    )
    return file.with_(subjects=(*(each for each in file.subjects if each is not before), subject))


def _is_still(before: Subject, fact: told.SubjectNamed) -> bool:
    """Whether it is the one it was: what was found of another says nothing of them."""
    known = before.person_id is None or before.person_id == fact.person_id
    return before.kind == fact.kind and known


def _considered(file: CaseFile, fact: told.VulnerabilityConsidered) -> CaseFile:
    subjects = tuple(
        msgspec.structs.replace(each, finding=fact.finding) if each.subject_id == fact.subject_id else each
        for each in file.subjects
    )
    return file.with_(subjects=subjects, worked=file.worked | {fact.considered_by})


def _step(file: CaseFile, fact: told.StepTaken) -> CaseFile:
    step = Step(
        step_id=fact.step_id,
        tool=fact.tool,
        subject_id=fact.subject_id,
        served_at=fact.served_at,
        comply_by=fact.comply_by,
        ends_at=fact.ends_at,
        hearing_by_at=fact.hearing_by_at,
        pay_by=fact.pay_by,
        amount_pence=fact.amount_pence,
        early_pence=fact.early_pence,
        early_by=fact.early_by,
    )
    worked = file.worked | {fact.recorded_by} | ({fact.issued_by} if fact.issued_by else set())
    return file.with_(steps=(*file.steps, step), worked=worked)


def _step_ended(file: CaseFile, fact: told.StepEnded) -> CaseFile:
    steps = tuple(
        msgspec.structs.replace(each, result=fact.result) if each.step_id == fact.step_id else each
        for each in file.steps
    )
    return file.with_(steps=steps)


def _kept(file: CaseFile, fact: told.PromiseKept) -> CaseFile:
    return file.with_(promises={**file.promises, fact.promise: fact.done_at}, worked=file.worked | {fact.done_by})


def _told(file: CaseFile, fact: told.ReporterTold) -> CaseFile:
    return file.with_(told_at=fact.told_at, worked=file.worked | {fact.done_by})


def _pause_over(file: CaseFile, fact: told.ClocksStarted) -> CaseFile:
    if file.paused is None:
        return file
    return file.with_(pauses=(*file.pauses[:-1], msgspec.structs.replace(file.paused, ended_at=fact.ended_at)))


def _mediation(file: CaseFile, **changed: Any) -> CaseFile:
    if not file.mediations:
        return file
    return file.with_(mediations=(*file.mediations[:-1], msgspec.structs.replace(file.mediations[-1], **changed)))


def _review(file: CaseFile, **changed: Any) -> CaseFile:
    if not file.reviews:
        return file
    return file.with_(reviews=(*file.reviews[:-1], msgspec.structs.replace(file.reviews[-1], **changed)))


def _mediation_answered(file: CaseFile, fact: told.MediationAnswered) -> CaseFile:
    answers = file.mediations[-1].answers if file.mediations else {}
    return _mediation(file, answers={**answers, fact.side: fact.answer})


def _review_asked(file: CaseFile, fact: told.ReviewAsked) -> CaseFile:
    members = {name: getattr(fact, name) for name in Review.__struct_fields__ if hasattr(fact, name)}
    return file.with_(reviews=(*file.reviews, Review(**members)))


_MOVES: dict[type[Fact], Callable[[CaseFile, Any], CaseFile]] = {
    told.IncidentLogged: _incident,
    told.OperationLogged: lambda file, fact: file.with_(worked=file.worked | {fact.done_by}),
    told.SubjectNamed: _subject,
    told.VulnerabilityConsidered: _considered,
    told.StepTaken: _step,
    told.StepEnded: _step_ended,
    told.PromiseKept: _kept,
    told.ReporterTold: _told,
    told.ClocksPaused: lambda file, fact: file.with_(
        pauses=(*file.pauses, Pause(reason=fact.reason, began_at=fact.began_at))
    ),
    told.ClocksStarted: _pause_over,
    told.MediationOffered: lambda file, fact: file.with_(
        mediations=(*file.mediations, Mediation(mediation_id=fact.mediation_id, code=fact.code)),
        worked=file.worked | {fact.offered_by},
    ),
    told.MediationAnswered: _mediation_answered,
    told.MediatorBooked: lambda file, fact: _mediation(file, committed_pence=fact.committed_pence),
    told.MediationEnded: lambda file, fact: _mediation(file, result=fact.result, spent_pence=fact.spent_pence),
    told.ReviewAsked: _review_asked,
    told.ReviewAcknowledged: lambda file, fact: _review(file, contact_by=fact.contact_by),
    told.ReviewDecided: lambda file, fact: _review(file, met=fact.met, decided_on=fact.decided_on),
    told.ReviewHeld: lambda file, fact: _review(file, held_on=fact.held_on, recommendations=fact.recommendations),
}

ASB: Decider[CaseFile] = Decider(CaseFile(standing=Unassessed()), evolve)
