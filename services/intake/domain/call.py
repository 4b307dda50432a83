"""How a call ends: what may safely be done after one that was cut off, and the facts of its end."""

from collections.abc import Mapping, Sequence

from services.intake.domain.commands import NextStep, SubmitReferral, TakenCall
from services.intake.domain.events import AnswerValue, CallEnded, MinutesSpent
from services.intake.domain.events.call import PassedOn
from services.intake.domain.given import GivenReferral
from services.intake.domain.under_keys import kept
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private

# Whoever says yes to one of these is told to hang up and call 999.
DANGER_NOW = ("immediate_danger", "serious_crime_now", "weapon_present_now")


def in_danger(answers: Mapping[str, AnswerValue]) -> bool:
    """Whether somebody said that there is danger just now."""
    return any(answers.get(name) == "yes" for name in DANGER_NOW)


def next_step(given: GivenReferral, answers: Mapping[str, AnswerValue]) -> NextStep:
    """What may be done after a dropped call. Only a number that was clearly said to be safe is called back.

    With danger the police are told, who know how to look after a call that broke off; whoever calls back may kill.
    """
    if in_danger(answers):
        return "tell_police"
    phone = given.safe_contact.phone if given.safe_contact else None
    number = given.reporter.phone if given.reporter else None
    return "call_back" if number and phone is not None and phone.safe == "yes" else "wait"


def call_facts(command: SubmitReferral) -> Sequence[Fact]:
    """The end of the call that a referral came by, and the minutes it took; nothing for one that came otherwise."""
    call = command.call
    if call is None:
        return ()
    owner = command.reporter_id
    ended = CallEnded(
        referral_id=command.referral_id,
        reference=command.reference,
        ended=call.ended,
        caller=call.caller,
        next_step=next_step(command.given, command.answers) if call.ended == "dropped" else None,
        route=call.route,
        destination=kept(owner, Narrative, call.destination),
        saying=call.saying,
        wording=call.wording,
        said=kept(owner, Narrative, call.said),
        sent_on=call.sent_on,
        advised_999_at=call.advised_999_at,
        passed_on=_passed_on(call, owner),
    )
    if not call.minutes:
        return (ended,)
    spent = MinutesSpent(
        referral_id=command.referral_id, reference=command.reference, minutes=call.minutes, activity="call"
    )
    return (ended, spent)


def _passed_on(call: TakenCall, owner: str) -> PassedOn | None:
    said = call.passed_on
    if said is None or not call.sent_on:
        return None
    return PassedOn(
        words=private(owner, Narrative, said.words),
        consent=said.consent,
        basis=said.basis,
        why=kept(owner, Narrative, said.why),
        landlord=said.landlord,
    )
