"""The forms by which somebody is referred to those who protect them, and exploitation is written down."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.application.handover.codes import new_code
from services.triage.domain.safeguarding import commands as asked
from services.triage.domain.safeguarding.nrm import AGE_BANDS, GENDERS, WHERE
from services.triage.domain.safeguarding.referral_commands import RecordSafeguardingAnswer, ReferSafeguarding
from services.triage.web.fields import AREA, CHOICE, DAY, SEVERAL, TICK, Field
from services.triage.web.handover.offering import mailboxes
from services.triage.web.safeguarding import words
from services.triage.web.safeguarding.seat import Seat, Task
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id


def _refer_fields(seat: Seat, route: str) -> Sequence[Field]:
    able = mailboxes(seat.desk, route)
    hows = {code: says for code, says in words.HOWS.items() if code != "message" or able}
    to = [Field("to", "Whose mailbox?", CHOICE, choices=able, optional=True)] if able else []
    return (
        Field("concerning", "Whom is it about?", SEVERAL, choices=seat.people, optional=True),
        Field("how", "How do they hear of it?", CHOICE, choices=hows),
        *to,
        Field("words", "What they need to know", AREA, "What happened, to whom, and what you fear. No more."),
        Field("with_name", "With the name of whoever contacted us, where they agreed to that", TICK),
        Field("their_reference", "Their own reference, if you have one", optional=True),
    )


def _refer_to(seat: Seat, route: str, typed: Mapping[str, Any]) -> Command:
    return ReferSafeguarding(
        at=seat.now,
        referral_id=seat.referral.referral_id,
        handover_id=new_id(),
        route=route,
        how=typed["how"],
        to=typed.get("to") or "",
        concerning_ids=typed["concerning"],
        words=typed["words"],
        with_name=typed["with_name"],
        their_reference=typed["their_reference"] or "",
        code=new_code(),
        by=seat.officer,
    )


def _refer(route: str) -> Task:
    return Task(
        title=lambda seat: f"Refer to {seat.practice.referrals[route].title}",
        button="Record the referral",
        fields=lambda seat: _refer_fields(seat, route),
        command=lambda seat, typed: _refer_to(seat, route, typed),
        lead=(
            "Ring 999 first where somebody is in danger now.",
            "What you told them by telephone or in their form is written down here; a message is sent from here.",
        ),
    )


def _answer_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("answer", "What did they decide?", CHOICE, choices=seat.practice.referrals[_row(seat).route].answers),
        Field("decided_by", "Who decided: name and service"),
        Field("decided_on", "On which day?", DAY),
        Field("why", "Why, as they told it", AREA),
    )


def _row(seat: Seat) -> Any:
    referred = {each.handover_id: each for each in seat.made if each.route in seat.practice.referrals}
    return referred[seat.pick(referred)]


def _answer(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return RecordSafeguardingAnswer(
        at=seat.now,
        referral_id=seat.referral.referral_id,
        handover_id=_row(seat).handover_id,
        today=seat.today,
        **{name: typed[name] for name in ("answer", "decided_by", "decided_on", "why")},
    )


def _exploitation_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("person", "Whom is it about?", CHOICE, choices=seat.people),
        Field("age", "How old are they?", CHOICE, "Whoever may be under 18 counts as a child.", choices=words.AGES),
        Field("indicators", "What was seen?", SEVERAL, choices=seat.practice.nrm.indicators, optional=True),
        Field("words", "What was seen and heard", AREA, "Sealed under their own key."),
        Field("consent", "Do they agree to a referral?", CHOICE, choices=words.CONSENTS),
        Field("interpreter", "How were they asked?", CHOICE, "Never through family.", choices=words.INTERPRETERS),
        Field("accommodation", "Have they a safe place?", CHOICE, choices=words.ACCOMMODATION, stands="not_asked"),
    )


def _exploitation(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return asked.ConsiderExploitation(
        **seat.base(),
        considered_id=new_id(),
        person_id=typed["person"],
        **{name: typed[name] for name in ("age", "indicators", "words", "consent", "interpreter", "accommodation")},
    )


def _nrm_sent(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return asked.ReferToNrm(**seat.base(), considered_id=seat.pick(seat.file.considered), **typed)


def _notice_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("gender", "Gender", CHOICE, choices=GENDERS),
        Field("age_band", "Age", CHOICE, choices=AGE_BANDS),
        Field("exploitation", "Exploitation", CHOICE, choices=seat.practice.nrm.types),
        Field("where", "Where were they exploited?", CHOICE, choices=WHERE),
        Field(
            "words",
            "What was seen",
            AREA,
            "No names, dates, numbers, addresses or references. It is looked through before it goes.",
            optional=True,
        ),
        Field("their_number", "The number the Home Office answered with", optional=True),
        Field("sent_on", "On which day is it sent?", DAY),
    )


def _notice(seat: Seat, typed: Mapping[str, Any]) -> Command:
    optional = ("words", "their_number")
    said: dict[str, Any] = {name: (value or "") if name in optional else value for name, value in typed.items()}
    return asked.NotifyHomeOffice(**seat.base(), considered_id=seat.pick(seat.file.considered), **said)


def _decision(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return asked.RecordNrmDecision(**seat.base(), considered_id=seat.pick(seat.file.considered), **typed)


REFERRING_TASKS: Mapping[str, Task] = {
    "children_mash": _refer("children_mash"),
    "adult_safeguarding": _refer("adult_safeguarding"),
    "answer": Task(
        title=lambda seat: "What did they decide?", button="Record it", fields=_answer_fields, command=_answer
    ),
    "exploitation": Task(
        title=lambda seat: "Who may be exploited?",
        button="Record it",
        fields=_exploitation_fields,
        command=_exploitation,
        lead=(
            "An adult is referred only where they agree; a child always. What follows is shown when this is recorded.",
        ),
    ),
    "nrm-sent": Task(
        title=lambda seat: "The referral to the national referral mechanism was sent",
        button="Record it",
        fields=lambda seat: (
            Field("their_number", "The number the Home Office answered with"),
            Field("sent_on", "On which day was it sent?", DAY),
        ),
        command=_nrm_sent,
        lead=("Their immigration status is told to nobody by this.",),
    ),
    "notice": Task(
        title=lambda seat: "Notify the Home Office without their details",
        button="Make the notice",
        fields=_notice_fields,
        command=_notice,
        lead=(
            "They do not agree to a referral. The law asks for a notice all the same; it may not tell who they are.",
        ),
    ),
    "nrm-decision": Task(
        title=lambda seat: "What did the Home Office decide?",
        button="Record it",
        fields=lambda seat: (
            Field("decision", "Decision", CHOICE, choices=seat.practice.nrm.decisions),
            Field("decided_on", "On which day?", DAY),
        ),
        command=_decision,
    ),
}
