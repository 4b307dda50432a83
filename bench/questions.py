"""Every question the read models answer, each put as a page or a call puts it, about the newest of what is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bench.intake_questions import intake_besides
from bench.known import Known
from bench.triage_questions import triage_besides
from services.audit.read_models import findings, reviews, samples, verifications
from services.audit.read_models.timeline import queries as stories
from services.intake.read_models import calls, demand, forgotten, people, referral_timeline, worklist
from services.notifications.read_models import notice_log, outgoing
from services.panels.read_models import actions, bandings, calendar, cohort, decisions
from services.panels.read_models.agenda import people as agenda_people
from services.panels.read_models.agenda import queries as agenda
from services.triage.read_models import cases, decision_card, rule_outcomes, safe_contacts, triage_queue

Ask = Callable[[Connection], Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a service's view, or of audit's index of stories."""

    service: str
    function: Callable[..., Any]
    ask: Ask


def questions(known: Known) -> dict[str, Question]:
    """All of them by name; the same function more than once where what is asked for makes it another question."""
    return _intake(known) | _triage(known) | _panels(known) | _notifications(known) | _audit(known)


def _named(service: str, asked: Mapping[str, tuple[Callable[..., Any], Ask]]) -> dict[str, Question]:
    return {f"{service}: {name}": Question(service, *each) for name, each in asked.items()}


def _worklists() -> dict[str, Question]:
    wanted = worklist.Wanted

    def page(wanted: worklist.Wanted, **how: Any) -> tuple[Callable[..., Any], Ask]:
        return worklist.page, lambda connection: worklist.page(connection, wanted, **how)

    def second(connection: Connection) -> Any:
        cursor = worklist.page(connection, wanted(), limit=50).cursor
        return worklist.page(connection, wanted(), cursor)

    return _named(
        "intake",
        {
            "first page": page(wanted()),
            "first page, the oldest": page(wanted(), newest_first=False),
            "second page": (worklist.page, second),
            "first page of those open": page(wanted(status="case_open")),
            "first page of a rare status": page(wanted(status="received")),
            "first page of an agency's": page(wanted(agency="refuge")),
            "first page of a rare category": page(wanted(category="other")),
            "first page of a channel": page(wanted(channel="social_media")),
            "first page of a kind": page(wanted(kind="vawg_other")),
            "first page of imports": page(wanted(origin="import")),
        },
    )


def _intake(known: Known) -> dict[str, Question]:
    reference = known.referral.reference
    year = demand.Span(known.today - timedelta(days=365), known.today)
    asked: dict[str, tuple[Callable[..., Any], Ask]] = {
        "a referral by reference": (worklist.one, lambda c: worklist.one(c, reference)),
        "a referral as it stands": (referral_timeline.standing, lambda c: referral_timeline.standing(c, reference)),
        "a referral's story": (referral_timeline.story, lambda c: referral_timeline.story(c, reference)),
        "a person by name": (people.found, lambda c: people.found(c, known.indexer, "name", known.name)),
        "a person by telephone": (people.found, lambda c: people.found(c, known.indexer, "phone", known.phone)),
        "times a telephone was seen": (
            people.seen,
            lambda c: people.seen(c, known.indexer, "phone", known.phone, known.now - timedelta(days=180)),
        ),
        "a person's referrals": (people.referrals_of, lambda c: people.referrals_of(c, known.agenda_case.voice_id)),
        "how a call ended": (calls.of_referral, lambda c: calls.of_referral(c, reference)),
        "calls that were cut off": (calls.cut_off, calls.cut_off),
        "how many calls were cut off": (calls.how_many_cut_off, calls.how_many_cut_off),
        "a year's demand": (demand.counts, lambda c: demand.counts(c, year, "month", "channel")),
        "who was forgotten since": (forgotten.after, lambda c: forgotten.after(c, 0)),
    }
    return _worklists() | _named("intake", asked) | _named("intake", intake_besides(known))


def _triage(known: Known) -> dict[str, Question]:
    wanted, referral = triage_queue.Wanted, known.referral

    def queue(**how: Any) -> tuple[Callable[..., Any], Ask]:
        return triage_queue.waiting, lambda c: triage_queue.waiting(c, wanted(**how), reader=known.officer)

    def page(**how: Any) -> tuple[Callable[..., Any], Ask]:
        return cases.page, lambda c: cases.page(c, **how)

    return _named(
        "triage",
        {
            "the queue": queue(),
            "the queue for a panel": queue(panel="marac"),
            "the queue of what is late": queue(late=True),
            "the queue of what is urgent": queue(priority="urgent"),
            "open cases": page(),
            "closed cases": page(state="closed"),
            "closed cases that were urgent": page(state="closed", priority="urgent"),
            "open cases that wait for an offer": page(offered=False),
            "closed cases that never had an offer": page(state="closed", offered=False),
            "all cases": page(state=None),
            "all urgent cases": page(state=None, priority="urgent"),
            "an officer's closed cases": page(state="closed", taken_by=known.officer),
            "an officer's cases": page(state=None, taken_by=known.officer),
            "a case by reference": (cases.one, lambda c: cases.one(c, known.case_reference)),
            "offers of support": (cases.offers_of, lambda c: cases.offers_of(c, referral.referral_id)),
            "a decision card": (decision_card.card, lambda c: decision_card.card(c, referral.reference)),
            "what a card is about": (decision_card.found, lambda c: decision_card.found(c, referral.reference)),
            "what people made of each rule": (rule_outcomes.decided_otherwise, rule_outcomes.decided_otherwise),
            "outcomes of some": (rule_outcomes.of, lambda c: rule_outcomes.of(c, [referral.referral_id])),
            "safe contacts": (safe_contacts.of, lambda c: safe_contacts.of(c, referral.referral_id)),
            "what reaches people by now": (
                safe_contacts.brought_up_to_date,
                lambda c: safe_contacts.brought_up_to_date(c, referral.referral_id, ()),
            ),
        },
    ) | _named("triage", triage_besides(known))


def _panels(known: Known) -> dict[str, Question]:
    case, year = known.agenda_case, (known.today - timedelta(days=365), known.today)
    meeting_id, reference = case.meeting_id, known.referral.reference

    def listed(**how: Any) -> tuple[Callable[..., Any], Ask]:
        return actions.listed, lambda c: actions.listed(c, **how)

    return _named(
        "panels",
        {
            "what an agenda is built from": (agenda.inputs, lambda c: agenda.inputs(c, meeting_id)),
            "a case on an agenda": (agenda.case_on, lambda c: agenda.case_on(c, meeting_id, reference)),
            "late referrals to choose from": (agenda.awaiting_choice, agenda.awaiting_choice),
            "a panel's late referrals": (agenda.awaiting_choice, lambda c: agenda.awaiting_choice(c, "marac")),
            "where a referral stands": (agenda.standings, lambda c: agenda.standings(c, reference)),
            "referrals of cases": (agenda.referral_ids, lambda c: agenda.referral_ids(c, [case.case_id])),
            "a quarter's meetings": (calendar.between, lambda c: calendar.between(c, None, known.today, known.today)),
            "a year of a panel's meetings": (calendar.between, lambda c: calendar.between(c, "marac", *year)),
            "meetings from a day on": (calendar.between, lambda c: calendar.between(c, None, known.today)),
            "a meeting": (calendar.meeting, lambda c: calendar.meeting(c, meeting_id)),
            "who came in a year": (
                calendar.agency_attendance,
                lambda c: calendar.agency_attendance(c, "marac", *year),
            ),
            "a meeting's decisions": (decisions.of_meeting, lambda c: decisions.of_meeting(c, meeting_id)),
            "a case's decisions": (decisions.of_case, lambda c: decisions.of_case(c, case.case_id)),
            "a year's figures": (decisions.figures, lambda c: decisions.figures(c, "marac", *year)),
            "open actions": listed(),
            "an agency's open actions": listed(agency="police"),
            "an agency's actions that are done": listed(agency="refuge", state="done"),
            "actions that are done": listed(state="done"),
            "a panel's actions that are done": listed(state="done", panel="cmarac"),
            "other agencies' open actions": listed(other_than="police", panels=["marac", "cmarac"]),
            "a case's actions": (actions.of_case, lambda c: actions.of_case(c, case.case_id)),
            "a meeting's actions": (actions.of_meeting, lambda c: actions.of_meeting(c, meeting_id)),
            "when actions are due": (actions.due_days, lambda c: actions.due_days(c, [known.action_id])),
            "an action": (actions.find, lambda c: actions.find(c, known.action_id)),
            "how agencies keep their word": (actions.scores, lambda c: actions.scores(c, "marac", known.today)),
        },
    ) | _people_before_panels(case.case_id)


def _people_before_panels(case_id: str) -> dict[str, Question]:
    return _named(
        "panels",
        {
            "how cases stand": (agenda.standings_of, lambda c: agenda.standings_of(c, [case_id])),
            "her other cases": (
                agenda_people.her_other_cases,
                lambda c: agenda_people.her_other_cases(c, case_id),
            ),
            "who is who on an agenda": (
                agenda_people.told_who_is_who,
                lambda c: agenda_people.told_who_is_who(c, ()),
            ),
            "what was said of a band": (bandings.of_case, lambda c: bandings.of_case(c, case_id)),
            "a meeting's bands": (bandings.of_meeting, lambda c: bandings.of_meeting(c, "none")),
            "who is in a cohort": (cohort.newest, cohort.newest),
            "one sheet of a cohort": (cohort.of_entry, lambda c: cohort.of_entry(c, "none")),
        },
    )


def _notifications(known: Known) -> dict[str, Question]:
    def page(*states: str) -> tuple[Callable[..., Any], Ask]:
        return notice_log.page, lambda c: notice_log.page(c, states, 1, 50)

    reference = known.referral.reference
    return _named(
        "notifications",
        {
            "first page of notices": page(),
            "notices that need a person": page(*notice_log.STUCK),
            "notices that wait": page("waiting", "failed", "sending"),
            "notices that are done": page("sent", "followed_up"),
            "a referral's notices": (notice_log.of_reference, lambda c: notice_log.of_reference(c, reference)),
            "a notice": (notice_log.one, lambda c: notice_log.one(c, known.notice_id)),
            "notices that are stuck": (notice_log.stuck, notice_log.stuck),
            "notices due": (outgoing.due, lambda c: outgoing.due(c, known.now)),
        },
    )


def _audit(known: Known) -> dict[str, Question]:
    ids = [known.referral.referral_id]
    of_service = {
        "findings": (findings.newest, findings.newest),
        "a week gone through": (reviews.of_week, lambda c: reviews.of_week(c, known.now.date())),
        "samples": (samples.newest, samples.newest),
        "verifications": (verifications.newest, verifications.newest),
        "verifications under way": (verifications.under_way, verifications.under_way),
    }

    def meetings(connection: Connection) -> Any:
        return stories.meetings_of(connection, stories.positions_about(connection, ids))

    of_stories = {
        "whom a reference leads to": (
            stories.referrals_called,
            lambda c: stories.referrals_called(c, known.referral.reference),
        ),
        "names of a referral": (stories.names_of, lambda c: stories.names_of(c, ids)),
        "where a referral is spoken of": (stories.positions_about, lambda c: stories.positions_about(c, ids)),
        "where an event stands": (stories.positions_of_event, lambda c: stories.positions_of_event(c, known.event_id)),
        "where facts of a name stand": (
            stories.positions_named,
            lambda c: stories.positions_named(c, ["intake.referral_submitted"], known.position),
        ),
        "where catalogues stand": (stories.positions_of_catalogues, stories.positions_of_catalogues),
        "a meeting in the stories": (stories.meeting, lambda c: stories.meeting(c, known.agenda_case.meeting_id)),
        "meetings of a story": (stories.meetings_of, meetings),
        "who of these is forgotten": (
            stories.are_forgotten,
            lambda c: stories.are_forgotten(c, [known.agenda_case.voice_id]),
        ),
        "every reference": (stories.references_until, lambda c: stories.references_until(c, known.position)),
    }
    return _named("audit", of_service) | _named("stories", of_stories)
