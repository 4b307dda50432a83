"""Mediation between two sides who know each other by a code alone, what it costs, and how it was before and after."""

from collections.abc import Sequence

from services.triage.domain.asb.commands import (
    AnswerMediation,
    BookMediator,
    CountContacts,
    EndMediation,
    OfferMediation,
    RecordSatisfaction,
)
from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.events import (
    ContactsCounted,
    MediationAnswered,
    MediationEnded,
    MediationOffered,
    MediatorBooked,
    SatisfactionHeard,
)
from services.triage.domain.asb.file import CaseFile, Mediation, known, worked_on
from services.triage.domain.asb.refusals import (
    BothMustAgree,
    MediationNotRuledSafe,
    MediationRunning,
    NobodyMediated,
    NoMediationRunning,
    NotBooked,
    NothingSaid,
    SideAnsweredAlready,
)
from services.triage.domain.state import Assessed
from shared.kernel.messages import Fact

SIDES = ("a", "b")
_ACCEPTED = "accepted"
# As in the rules: no route that ends a matter is taken while one of these is not ruled out.
_RULED_OUT = ("domestic_abuse", "violence_or_threats", "hate_motive", "child_at_risk")
ROUTE = "mediation"
# What only sitting together can come to.
_MEDIATED = ("agreed", "partly_agreed", "not_agreed")


def offer_mediation(command: OfferMediation, file: CaseFile) -> Sequence[Fact]:
    """Offer it to both sides, on an open case or after a referral was closed by pointing to mediation."""
    standing = _mediable(file)
    if any(standing.answers.get(name) != "no" for name in _RULED_OUT):
        raise MediationNotRuledSafe
    if running(file) is not None:
        raise MediationRunning
    offered = MediationOffered(
        mediation_id=command.mediation_id, code=command.code, offered_by=command.by, **_ids(standing)
    )
    return [offered]


def answer_mediation(command: AnswerMediation, file: CaseFile) -> Sequence[Fact]:
    """One side's answer. One that declines ends it, and neither learns more than that."""
    standing, going_on = known(file), _going_on(file)
    if command.side in going_on.answers:
        raise SideAnsweredAlready
    answered = MediationAnswered(
        mediation_id=going_on.mediation_id, side=command.side, answer=command.answer, **_ids(standing)
    )
    if command.answer == _ACCEPTED:
        return [answered]
    over = MediationEnded(
        mediation_id=going_on.mediation_id,
        code=going_on.code,
        result="declined",
        spent_pence=0,
        ended_on=day_of(command.at),
        **_ids(standing),
    )
    return [answered, over]


def book_mediator(command: BookMediator, file: CaseFile) -> Sequence[Fact]:
    """Commit money, where both sides have agreed."""
    standing, going_on = known(file), _going_on(file)
    if any(going_on.answers.get(side) != _ACCEPTED for side in SIDES):
        raise BothMustAgree
    if going_on.committed_pence is not None:
        raise MediationRunning("A mediator has been booked already.")
    return [
        MediatorBooked(
            mediation_id=going_on.mediation_id,
            code=going_on.code,
            committed_pence=command.committed_pence,
            booked_on=day_of(command.at),
            **_ids(standing),
        )
    ]


def end_mediation(command: EndMediation, file: CaseFile) -> Sequence[Fact]:
    """What came of it and what it cost; also where it must stop at once because it is not safe."""
    standing, going_on = _referral(file), _going_on(file)
    if going_on.committed_pence is None and command.result in _MEDIATED:
        raise NobodyMediated
    if going_on.committed_pence is None and command.spent_pence:
        raise NotBooked
    return [
        MediationEnded(
            mediation_id=going_on.mediation_id,
            code=going_on.code,
            result=command.result,
            spent_pence=command.spent_pence,
            ended_on=day_of(command.at),
            **_ids(standing),
        )
    ]


def count_contacts(command: CountContacts, file: CaseFile) -> Sequence[Fact]:
    """How often they were in touch, so that before and after can be compared."""
    standing = known(file)
    return [ContactsCounted(when=command.when, contacts=command.contacts, days=command.days, **_ids(standing))]


def record_satisfaction(command: RecordSatisfaction, file: CaseFile) -> Sequence[Fact]:
    """What they answered, after the work too. What was not asked is left out."""
    standing = known(file)
    answers = {name: value for name, value in command.answers.items() if value in ("yes", "no")}
    if not answers:
        raise NothingSaid
    return [SatisfactionHeard(answers=answers, **_ids(standing))]


def running(file: CaseFile) -> Mediation | None:
    """The mediation that is under way."""
    last = file.mediations[-1] if file.mediations else None
    return last if last is not None and last.result is None else None


def _going_on(file: CaseFile) -> Mediation:
    found = running(file)
    if found is None:
        raise NoMediationRunning
    return found


def _mediable(file: CaseFile) -> Assessed:
    standing = known(file)
    return standing if file.pointed_to == ROUTE else worked_on(file)


def _referral(file: CaseFile) -> Assessed:
    """Abuse seen since must never keep a mediation from being ended."""
    standing = file.standing
    return standing if isinstance(standing, Assessed) and file.mediations else known(file)


def _ids(standing: Assessed) -> dict[str, str]:
    return {"referral_id": standing.referral.referral_id, "reference": standing.referral.reference}
