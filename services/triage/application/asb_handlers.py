"""Which decision answers which command about anti-social behaviour, and in which stream it is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from services.triage.application.handlers import answering, stream_of
from services.triage.domain.asb import borough_commands as borough
from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import incidents, ladder, mediation, money, problems, promises, register, review
from services.triage.domain.asb.events import ReviewAcknowledged, ReviewAsked, ReviewDecided, ReviewHeld
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.folding import ASB
from services.triage.domain.asb.law import InForce, Law, Practice
from services.triage.domain.asb.money import BUDGETS
from services.triage.domain.asb.problems import PROBLEMS
from services.triage.domain.asb.register import AUTHORITIES, ORDERS, Authorities, Orders
from services.triage.domain.state import Assessed
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.kernel.identifiers import parse_reference
from shared.kernel.messages import Recorded
from shared.kernel.refusals import FieldError, InvalidInput
from shared.kernel.working_days import WorkingDays

_OF_REVIEWS = (ReviewAsked, ReviewAcknowledged, ReviewDecided, ReviewHeld)
AUTHORITY_STREAM = "asb-authority"
ORDERS_STREAM = "asb-orders"
PROBLEMS_STREAM = "asb-problems"
BUDGET_STREAM = "asb-mediation-budget"


@dataclass(frozen=True, slots=True)
class Ground:
    """What decisions about anti-social behaviour stand on: law and practice by day, the calendar, and the registers.

    `took_part` are the accounts that did anything in a case's stream, or in those of the reports its review counts,
    but deal with a review; `report` is a report of anti-social behaviour by its reference, None where there is none.
    """

    law: InForce[Law]
    practice: InForce[Practice]
    calendar: WorkingDays
    authorities: Callable[[], Authorities]
    orders: Callable[[], Orders]
    took_part: Callable[[str], frozenset[str]]
    report: Callable[[str], CaseFile | None]


def took_part(story: Sequence[Recorded]) -> frozenset[str]:
    """Every account that did anything in a story but deal with a review of it."""
    return frozenset(each.context.actor for each in story if not isinstance(each.fact, _OF_REVIEWS))


def others_counted(story: Sequence[Recorded]) -> tuple[str, ...]:
    """The references of the other reports that the newest application counts."""
    asked_for = [each.fact for each in story if isinstance(each.fact, ReviewAsked)]
    return asked_for[-1].others if asked_for else ()


def asb_commands(ground: Ground) -> dict[type[Command], Handler]:
    """The table of commands on a case; they stand in the stream of its assessment, so that whatever is learnt of the
    referral and whatever is done on the case are decided one after the other."""
    law, practice, calendar = ground.law, ground.practice, ground.calendar
    decisions: dict[type[Command], Any] = {
        asked.LogIncident: incidents.log_incident,
        asked.WriteOwnWords: incidents.write_own_words,
        asked.LogOperation: incidents.log_operation,
        asked.NameSubject: ladder.name_subject,
        asked.ConsiderVulnerability: ladder.consider_vulnerability,
        asked.EndStep: ladder.end_step,
        asked.KeepPromise: promises.keep_promise,
        asked.PauseClocks: promises.pause_clocks,
        asked.StartClocks: promises.start_clocks,
        asked.TellReporter: lambda command, file: promises.tell_reporter(command, file, practice, calendar),
        asked.OfferMediation: mediation.offer_mediation,
        asked.AnswerMediation: mediation.answer_mediation,
        asked.BookMediator: mediation.book_mediator,
        asked.EndMediation: mediation.end_mediation,
        asked.CountContacts: mediation.count_contacts,
        asked.RecordSatisfaction: mediation.record_satisfaction,
        asked.AskForReview: lambda command, file: review.ask_for_review(command, file, practice, calendar),
        asked.AcknowledgeReview: review.acknowledge_review,
        asked.DecideReview: review.decide_review,
        asked.HoldReview: review.hold_review,
    }
    table = {kind: _of_case(decide) for kind, decide in decisions.items()}
    table[asked.AcknowledgeReview] = replace(
        table[asked.AcknowledgeReview],
        gather=lambda command: command.model_copy(
            update={"took_part": ground.took_part(stream_of(command.referral_id))}
        ),
    )
    table[asked.AskForReview] = replace(table[asked.AskForReview], gather=partial(_with_others, ground))
    table[asked.TakeStep] = Handler(
        decider=ASB,
        stream=lambda command: stream_of(command.referral_id),
        decide=answering(lambda command, file: ladder.take_step(command, file, law), lambda file: file.standing),
        about=lambda command, file: (command.referral_id,),
        gather=partial(_with_registers, ground),
    )
    return table


def borough_commands(ground: Ground) -> dict[type[Command], Handler]:
    """The table of commands about the borough's registers."""
    law, practice = ground.law, ground.practice
    return {
        borough.GiveAuthority: _of(AUTHORITY_STREAM, AUTHORITIES, register.give_authority),
        borough.WithdrawAuthority: _of(AUTHORITY_STREAM, AUTHORITIES, register.withdraw_authority),
        borough.ProposeOrder: _of(ORDERS_STREAM, ORDERS, lambda asks, state: register.propose_order(asks, state, law)),
        borough.ConsultOnOrder: _of(ORDERS_STREAM, ORDERS, register.consult_on_order),
        borough.MakeOrder: _of(
            ORDERS_STREAM, ORDERS, lambda asks, state: register.make_order(asks, state, law, practice)
        ),
        borough.ReviewOrder: _of(ORDERS_STREAM, ORDERS, register.review_order),
        borough.DischargeOrder: _of(ORDERS_STREAM, ORDERS, register.discharge_order),
        borough.ScanProblem: _of(PROBLEMS_STREAM, PROBLEMS, problems.scan_problem),
        borough.JoinCase: _of(PROBLEMS_STREAM, PROBLEMS, problems.join_case),
        borough.AnalyseProblem: _of(PROBLEMS_STREAM, PROBLEMS, problems.analyse_problem),
        borough.AgreeResponse: _of(PROBLEMS_STREAM, PROBLEMS, problems.agree_response),
        borough.AssessProblem: _of(PROBLEMS_STREAM, PROBLEMS, problems.assess_problem),
        borough.SetMediationBudget: _of(BUDGET_STREAM, BUDGETS, money.set_budget),
    }


def _of_case(decide: Any) -> Handler:
    return Handler(
        decider=ASB,
        stream=lambda command: stream_of(command.referral_id),
        decide=answering(decide, lambda file: file.standing),
        about=lambda command, file: (command.referral_id,),
    )


def _of(stream: str, decider: Decider[Any], decide: Any) -> Handler:
    return Handler(decider=decider, stream=lambda command: stream, decide=decide, about=lambda command, state: ())


def _with_others(ground: Ground, command: asked.AskForReview) -> asked.AskForReview:
    """How many complaints count in the other reports they name. Raises InvalidInput for one that is none."""
    counted, known = 0, dict[str, CaseFile]()
    for reference in command.others:
        report = ground.report(reference)
        standing = report.standing if report is not None and not report.abuse_seen else None
        if report is None or not isinstance(standing, Assessed) or standing.referral.referral_id == command.referral_id:
            raise InvalidInput([FieldError("/others", "unknown", _no_other_report(reference))])
        known[standing.referral.reference] = report
    for report in known.values():
        seen = review.watch(report, ground.practice, command.asked_on)
        counted += len(seen.qualifying) if seen is not None else 0
    return command.model_copy(update={"others": tuple(known), "elsewhere": counted})


def _no_other_report(typed: str) -> str:
    """Only a reference is said back: whatever else was typed may be somebody's name."""
    known = parse_reference(typed)
    return f"{known or 'One of these'} is no other report of anti-social behaviour. Check it, or leave it out."


def _with_registers(ground: Ground, command: asked.TakeStep) -> asked.TakeStep:
    """The registers as they stand at this moment; under which entry it was issued stands in the fact."""
    registers = {"authorities": ground.authorities(), "orders": ground.orders()}
    return command.model_copy(update=registers)
