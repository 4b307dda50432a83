"""How the work on cases of anti-social behaviour is done, and how matters are handed over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from services.rehearsal.plan import cast
from services.rehearsal.plan.deeds import AboutReferral, Deed
from services.rehearsal.plan.names import LANDLORDS
from services.rehearsal.plan.words import working as words
from services.rehearsal.plan.working_deeds import (
    AssureDoors,
    EndStep,
    HearBack,
    KeepWord,
    NameWhom,
    PassOn,
    ScoreRisk,
    SeeIt,
    Serve,
    TellNews,
)
from services.rehearsal.plan.year import LONDON
from services.rehearsal.play.stage import Stage
from services.triage.adapters.dated_files import load_tools
from services.triage.adapters.law_files import load_law
from services.triage.application.handlers import stream_of
from services.triage.application.handover.handlers import handovers_of
from services.triage.domain.asb import borough_commands as borough
from services.triage.domain.asb import commands as asked
from services.triage.domain.assessment import DECIDER
from services.triage.domain.commands import ConfirmDecision
from services.triage.domain.directory.commands import (
    AssureLandlord,
    AssureService,
    ListLandlords,
    SetHandoverAddress,
)
from services.triage.domain.directory.entry import Landlord
from services.triage.domain.directory.listed import Directory
from services.triage.domain.handover.commands import HandOver, NoteReceipt, SettleHandover
from services.triage.domain.handover.handing_over import HANDOVERS, LATE, LEFT_OPEN, WAITING
from services.triage.domain.risk.commands import CompleteRiskAssessment
from services.triage.domain.risk.tools import Tools
from services.triage.domain.state import Assessed
from services.triage.rules_wiring import shipped_doors
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.identifiers import ALPHABET

_IDS = UUID("5f1d3a60-6f1e-5c2b-9d4e-0b7a8c61d2f3")
_ASSURED_FOR = timedelta(days=360)
_MATRIX = "asb"
_SERVICES = ("council_housing", "environmental_health")
_MAILBOX = "asb.{}@waymark-doors.example"
_CODE_LETTERS = 8
# What a fixed penalty costs whoever pays it within ten days.
_EARLY_PENCE = 7_500


def assure_doors(stage: Stage, deed: AssureDoors) -> None:
    """Landlords and services with a mailbox each, made sure of for a year; once, who may issue what."""
    today, by = deed.at.astimezone(LONDON).date(), stage.actors[deed.by].account_id
    about: dict[str, Any] = {"at": deed.at, "by": by, "today": today}
    if deed.first:
        stage.do("triage", ListLandlords(landlords=_landlords(), **about), deed, f"{deed.key}/landlords")
        stage.do("triage", _authority(stage, deed), deed, f"{deed.key}/authority")
    due_on = today + _ASSURED_FOR
    for landlord in _landlords():
        assured = AssureLandlord(landlord_id=landlord.registration, due_on=due_on, **about)
        stage.do("triage", assured, deed, f"{deed.key}/{landlord.registration}")
    for route in _SERVICES:
        assured_service = AssureService(service_id=_service(stage, route), due_on=due_on, **about)
        stage.do("triage", assured_service, deed, f"{deed.key}/{route}")
    boxes = [each.registration for each in _landlords()] + [_service(stage, route) for route in _SERVICES]
    for number, of in enumerate(boxes):
        mailbox = SetHandoverAddress(of=of, mailbox=_MAILBOX.format(number), due_on=due_on, **about)
        stage.do("triage", mailbox, deed, deed.key if number == len(boxes) - 1 else f"{deed.key}/box/{number}")


def keep_word(stage: Stage, deed: KeepWord) -> None:
    """Written down as done."""
    stage.do("triage", asked.KeepPromise(promise=deed.promise, **_on_case(stage, deed)), deed)


def tell_news(stage: Stage, deed: TellNews) -> None:
    """On the telephone."""
    stage.do("triage", asked.TellReporter(update_id=_id(deed.key), how="spoken", **_on_case(stage, deed)), deed)


def score_risk(stage: Stage, deed: ScoreRisk) -> None:
    """Out of the file, from the day on which there is the matrix; what the rules make of it is confirmed too."""
    today = deed.at.astimezone(LONDON).date()
    if _MATRIX not in stage.kept("risk tools", _tools).on(today):
        return
    command = CompleteRiskAssessment(
        at=deed.at,
        today=today,
        referral_id=deed.referral.referral_id,
        assessment_id=_id(deed.key),
        tool=_MATRIX,
        by=stage.actors[deed.by].account_id,
        answered_by="records",
        answers=dict(deed.answers),
        judged=deed.judged,
    )
    stage.do("triage", command, deed)
    standing, _ = stage.service("triage").store.fold(stream_of(deed.referral.referral_id), DECIDER)
    if isinstance(standing, Assessed) and not standing.settled:
        officer = replace(deed, by=cast.TRIAGE.sign_in_name)
        confirm = ConfirmDecision(at=deed.at, referral_id=deed.referral.referral_id)
        stage.do("triage", confirm, officer, f"{deed.key}/confirm")


def see_it(stage: Stage, deed: SeeIt) -> None:
    """With an officer's own eyes and ears, which is evidence."""
    command = asked.LogIncident(
        incident_id=_id(deed.key),
        occurred_at=deed.at - timedelta(minutes=30),
        received_at=deed.at,
        how="officer",
        text=words.SEEN,
        seen_by_officer=True,
        **_on_case(stage, deed),
    )
    stage.do("triage", command, deed)


def name_whom(stage: Stage, deed: NameWhom) -> None:
    """Somebody of full age; then whether they are vulnerable."""
    about: dict[str, Any] = {"subject_id": _subject(deed), **_on_case(stage, deed)}
    naming = asked.NameSubject(
        kind="individual",
        called=words.CALLED,
        age=deed.age,
        age_known_on=deed.at.astimezone(LONDON).date(),
        age_source="landlord",
        **about,
    )
    stage.do("triage", naming, deed, f"{deed.key}/name")
    stage.do("triage", asked.ConsiderVulnerability(finding="not_found", **about), deed)


def serve(stage: Stage, deed: Serve) -> None:
    """By the case officer, whom the register names for it."""
    command = asked.TakeStep(
        step_id=_id(deed.key),
        subject_id=_subject(deed),
        tool=deed.tool,
        served_at=deed.at,
        issued_by=stage.actors[deed.by].account_id,
        comply_by=deed.comply_by,
        text=words.WARNED,
        **_on_case(stage, deed),
    )
    stage.do("triage", command, deed)


def end_step(stage: Stage, deed: EndStep) -> None:
    """What came of it; a penalty is paid early, which costs less."""
    paid = deed.result == "paid"
    command = asked.EndStep(
        step_id=_id(deed.step),
        result=deed.result,
        paid_on=deed.at.astimezone(LONDON).date() if paid else None,
        paid_pence=_EARLY_PENCE if paid else None,
        **_on_case(stage, deed),
    )
    stage.do("triage", command, deed)


def pass_on(stage: Stage, deed: PassOn) -> None:
    """With a yes, by the mailbox that was made sure of."""
    to = _landlord(deed.landlord) if deed.route == "social_landlord" else _service(stage, deed.route)
    command = HandOver(
        at=deed.at,
        referral_id=deed.referral.referral_id,
        handover_id=_id(deed.key),
        route=deed.route,
        to=to,
        consent="given",
        basis=None,
        why="",
        words=words.PASSED_ON,
        with_name=True,
        code=_code(deed.key),
        by=stage.actors[deed.by].account_id,
    )
    stage.do("triage", command, deed)


def hear_back(stage: Stage, deed: HearBack) -> None:
    """They answer with the code; where it is late or never went, an officer rings them."""
    referral_id = deed.referral.referral_id
    standing, _ = stage.service("triage").store.fold(handovers_of(referral_id), HANDOVERS)
    for handover_id, one in standing.by_id.items():
        about: dict[str, Any] = {"at": deed.at, "referral_id": referral_id, "handover_id": handover_id}
        if one.stands == WAITING:
            stage.do("triage", NoteReceipt(how="code", **about), deed)
        elif one.stands in (LATE, LEFT_OPEN):
            stage.do("triage", SettleHandover(how="by_telephone", **about), deed)


def _on_case(stage: Stage, deed: AboutReferral) -> dict[str, Any]:
    return {"at": deed.at, "referral_id": deed.referral.referral_id, "by": stage.actors[deed.by].account_id}


def _authority(stage: Stage, deed: AssureDoors) -> borough.GiveAuthority:
    """The case officer may issue whatever the law leaves to the council."""
    day = deed.at.astimezone(LONDON).date()
    law = load_law().on(day)
    tools = tuple(tool.code for tool in law.tools if tool.authority) if law is not None else ()
    return borough.GiveAuthority(
        at=deed.at,
        by=stage.actors[deed.by].account_id,
        on=day,
        authority_id=_id("authority"),
        holder_id=stage.actors[cast.CASES.sign_in_name].account_id,
        tools=tools,
        starts_on=day,
    )


def _tools() -> Tools:
    return load_tools(VOCABULARY.answers)


def _landlords() -> tuple[Landlord, ...]:
    return tuple(Landlord(registration=_landlord(name), name=name) for name in LANDLORDS)


def _landlord(name: str | None) -> str:
    """Where nobody knows whose tenant it is, the largest landlord finds out."""
    return f"X{LANDLORDS.index(name or LANDLORDS[0]) + 1:04}"


def _service(stage: Stage, route: str) -> str:
    """The service of the shipped directory that takes a route."""
    doors: Directory = stage.kept("doors", shipped_doors)
    return next(
        each.entry.id for each in doors.services.values() for taken in each.provides if taken.destination == route
    )


def _subject(deed: AboutReferral) -> str:
    return _id(f"{deed.referral.key}/subject")


def _code(key: str) -> str:
    """A code like theirs, the same for the same deed."""
    number, letters = uuid5(_IDS, f"{key}/code").int, ""
    for _ in range(_CODE_LETTERS):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return f"{letters[:4]}-{letters[4:]}"


def _id(key: str) -> str:
    return str(uuid5(_IDS, key))


ACTS: Mapping[type[Deed], tuple[str, Callable[[Stage, Any], None]]] = {
    AssureDoors: ("triage", assure_doors),
    KeepWord: ("triage", keep_word),
    TellNews: ("triage", tell_news),
    ScoreRisk: ("triage", score_risk),
    SeeIt: ("triage", see_it),
    NameWhom: ("triage", name_whom),
    Serve: ("triage", serve),
    EndStep: ("triage", end_step),
    PassOn: ("triage", pass_on),
    HearBack: ("triage", hear_back),
}
"""Each deed with the service whose receipt says that it is done."""
