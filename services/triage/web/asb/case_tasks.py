"""The forms about what happened, what was said and done, and what was promised."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb.promises import ACKNOWLEDGE, PROMISES
from services.triage.web.asb import wording
from services.triage.web.asb.tasks import Seat, Task, lead, titled
from services.triage.web.fields import AREA, CHOICE, MOMENT, NUMBER, NUMBERS, TICK, Field
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.web.formats import date_time


def _incident_fields(seat: Seat) -> Sequence[Field]:
    report = seat.file.report
    first = {report.incident_id: f"In the report itself, of {date_time(report.received_at)}"} if report else {}
    others = {
        each.incident_id: f"The one of {date_time(each.occurred_at)}"
        for each in seat.file.incidents
        if each.same_as_id is None
    }
    return (
        Field("occurred", "When did it happen?", MOMENT),
        Field("received", "When were we told?", MOMENT, "It is also kept when this was written down."),
        Field("teller", "Who told us?", CHOICE, choices=seat.tellers),
        Field("how", "How?", CHOICE, choices=wording.HOW),
        Field("text", "What happened?", AREA, "It is sealed, and gone with the person who told us."),
        Field(
            "evidence",
            "Numbers of the evidence",
            NUMBERS,
            "As on the evidence page of the referral, such as 1, 3. Nothing of it is copied here.",
            optional=True,
        ),
        Field("seen", "An officer saw it, or found its traces", TICK),
        Field("same_as", "Was it reported before?", CHOICE, choices=first | others, optional=True),
    )


def _incident(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return asked.LogIncident(
        **seat.base(),
        incident_id=new_id(),
        occurred_at=typed["occurred"],
        received_at=typed["received"],
        teller_id=typed["teller"],
        how=typed["how"],
        text=typed["text"],
        evidence=typed["evidence"],
        seen_by_officer=typed["seen"],
        same_as_id=typed.get("same_as"),
    )


def _words_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("person", "Whose words are they?", CHOICE, choices=seat.tellers),
        Field("said", "When did they say it?", MOMENT),
        Field("text", "What they said, in their own words", AREA, "Sealed under this person’s own key."),
    )


def _words(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return asked.WriteOwnWords(
        **seat.base(), words_id=new_id(), person_id=typed["person"], said_at=typed["said"], text=typed["text"]
    )


def _operation_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("what", "What was done?", CHOICE, choices=wording.OPERATIONS),
        Field("done", "When?", MOMENT),
        Field("partner", "With whom?", CHOICE, choices=wording.PARTNERS, stands="none"),
        Field("result", "What came of it?", CHOICE, choices=wording.OPERATION_RESULTS),
    )


def _operation(seat: Seat, typed: Mapping[str, Any]) -> Command:
    done = {"what": typed["what"], "done_at": typed["done"], "partner": typed["partner"], "result": typed["result"]}
    return asked.LogOperation(**seat.base(), operation_id=new_id(), **done)


def _promise_choices(seat: Seat) -> dict[str, str]:
    return {name: wording.KEPT[name] for name in PROMISES if name not in seat.file.promises}


def _promise_fields(seat: Seat) -> Sequence[Field]:
    open_ones = _promise_choices(seat)
    stands = next(iter(open_ones), ACKNOWLEDGE)
    return (Field("promise", "What was done?", CHOICE, choices=open_ones, stands=seat.chosen.get("promise", stands)),)


def _tell_fields(seat: Seat) -> Sequence[Field]:
    return (Field("how", "How are they told?", CHOICE, choices=wording.TOLD),)


def _pause_fields(seat: Seat) -> Sequence[Field]:
    return (Field("reason", "Why do the clocks wait?", CHOICE, choices=wording.PAUSES),)


def _contact_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("when", "Before or after?", CHOICE, choices=wording.WHENS),
        Field("contacts", "How often were they in touch?", NUMBER, most=10_000),
        Field("days", "In how many days?", NUMBER, stands="180", most=3_660),
    )


def _contacts(seat: Seat, typed: Mapping[str, Any]) -> Command:
    counted = {"when": typed["when"], "contacts": typed["contacts"], "days": max(typed["days"], 1)}
    return asked.CountContacts.model_validate({**seat.base(), **counted})


def _satisfaction_fields(seat: Seat) -> Sequence[Field]:
    questions = wording.SATISFACTION.items()
    return [Field(name, text, CHOICE, choices=wording.YES_NO, stands="not_asked") for name, text in questions]


def _satisfaction(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return asked.RecordSatisfaction(**seat.base(), answers=dict(typed))


CASE_TASKS: dict[str, Task] = {
    "incident": Task(titled("Record an incident"), "Record it", _incident_fields, _incident),
    "words": Task(titled("Write down somebody’s own words"), "Keep the words", _words_fields, _words),
    "operation": Task(titled("Record what was done"), "Record it", _operation_fields, _operation),
    "promise": Task(
        titled("Record what was promised and done"),
        "Record it",
        _promise_fields,
        lambda seat, typed: asked.KeepPromise(**seat.base(), promise=typed["promise"]),
    ),
    "tell": Task(
        titled("Tell whoever reported it how it stands"),
        "Tell them",
        _tell_fields,
        lambda seat, typed: asked.TellReporter(**seat.base(), update_id=new_id(), how=typed["how"]),
        lead(
            "A notice goes only where the safe-contact gate lets it; else somebody is told here that it did not go.",
            "It says that we are working on it and when they hear from us again, and nothing about anybody else.",
        ),
    ),
    "pause": Task(
        titled("Pause the clocks"),
        "Pause them",
        _pause_fields,
        lambda seat, typed: asked.PauseClocks(**seat.base(), reason=typed["reason"]),
        lead("What we promised waits. The clocks of a notice or an order never do."),
    ),
    "start": Task(
        titled("Let the clocks run again"),
        "Start them",
        lambda seat: (),
        lambda seat, typed: asked.StartClocks(**seat.base()),
    ),
    "contacts": Task(
        titled("Count how often they were in touch"),
        "Record it",
        _contact_fields,
        _contacts,
        lead("The same count before the work and after it shows what it was worth."),
    ),
    "satisfaction": Task(
        titled("What they think of how it was dealt with"), "Record it", _satisfaction_fields, _satisfaction
    ),
}
