"""Past referrals under other rules, from the log to the report: referrals a second against what is asked of it."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bench.cases import documents
from bench.outcome import Outcome
from bench.rounds import Bar, Work, measure, ratios
from services.triage.adapters.rule_files import load_rule_sets
from services.triage.application.handlers import stream_of
from services.triage.application.judge import RulesJudge
from services.triage.application.simulating.past import past_referrals
from services.triage.application.simulating.report import report_of
from services.triage.domain.events import AssessmentOpened, DecisionConfirmed, ReferralFacts, ReferralTriaged
from services.triage.rules_wiring import facts_of
from services.triage.wiring import build_triage
from shared.contracts.vocabulary import VOCABULARY
from shared.event_store.jobs import Job
from shared.kernel.identifiers import reference_from
from shared.kernel.messages import Context
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.ground import make_ground
from shared.runtime.service import Service
from shared.runtime.settings import from_environment

_REFERRALS = 10_000
_ASKED_SECONDS = 5.0
_AT_ONCE = 500
_CONTEXT = Context(actor="bench", role="system", correlation_id="bench")

_BARS = (
    Bar("simulated, from the log to the report", "asked: 10,000 in 5 s", 1.0),
    Bar("simulated, referrals in hand", "simulated, from the log to the report"),
)


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """A log of referrals judged and confirmed, simulated under the set before the one in force."""
    count = max(int(_REFERRALS * share), 20)
    service = build_triage(make_ground(from_environment({}, data=str(folder))))
    _fill(service, count)
    rules = load_rule_sets(VOCABULARY).all[-2]
    past = past_referrals(facts_of(service))

    def from_the_log() -> Work:
        return count, lambda: report_of(past_referrals(facts_of(service)), rules)

    cases = {
        "asked: 10,000 in 5 s": lambda: (count, lambda: count * _ASKED_SECONDS / _REFERRALS),
        "simulated, from the log to the report": from_the_log,
        "simulated, referrals in hand": lambda: (count, lambda: report_of(past, rules)),
    }
    rates = measure(cases, rounds)
    changed = report_of(past, rules)["changed"]
    notes = [
        f"{count:,} random referrals under the set of {rules.used.effective_from}; {changed:,} come out otherwise. "
        "Three facts each are read, decoded, judged and put into tables by channel, ward and group.",
    ]
    service.views.close()
    service.store.close()
    return Outcome("simulation", "referrals/s", rates, ratios(rates, _BARS), notes)


def _fill(service: Service, count: int) -> None:
    jobs = _jobs(service, count)
    while some := list(itertools.islice(jobs, _AT_ONCE)):
        service.store.append_together(some)


def _jobs(service: Service, count: int) -> Iterator[Job]:
    judge = RulesJudge(load_rule_sets(VOCABULARY), england_and_wales())
    wards = [f"Ward {number}" for number in range(1, 21)]
    for number, document in enumerate(documents(count)):
        day = datetime.fromisoformat(document["received_on"]).date()
        referral = ReferralFacts(
            referral_id=f"referral-{number}",
            reference=reference_from(number),
            kind=document["kind"],
            channel=("phone", "online", "email", "partner")[number % 4],
            category=document["category"],
            strands=tuple(document["strands"]),
            received_at=datetime.combine(day, time(9), UTC),
            ward=wards[number % len(wards)],
            answers=document["facts"],
            victim_id=None,
            people=(),
            agency=None,
            account_of=f"person-{number}",
            origin="live",
        )
        decision = judge.decide(referral, referral.answers)
        known = {"referral_id": referral.referral_id, "reference": referral.reference}
        facts = [
            AssessmentOpened(referral=referral),
            ReferralTriaged(**known, round=1, answers=referral.answers, decision=decision),
            DecisionConfirmed(**known, round=1),
        ]
        at = referral.received_at + timedelta(hours=number % 60)
        yield service.store.job(stream_of(referral.referral_id), 0, facts, _CONTEXT, at)
