"""What is asked of triage's views about the desk, the directory, hand-overs, and work on cases."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bench.known import Known
from services.triage.read_models import (
    absences,
    abuse_reports,
    asb_work,
    case_reviews,
    cases,
    dead_ends,
    emergency_views,
    families,
    handovers,
    hearings,
    lessons,
    mediations,
    penalties,
    pointers,
    premises,
    programme_signals,
    programmes,
    protection,
    safe_contacts,
    silences,
    support_work,
    vawg_counts,
    workload,
)
from shared.kernel.clock import rfc3339

Asked = Mapping[str, tuple[Callable[..., Any], Callable[[Connection], Any]]]

_NONE = "0" * 32


def triage_besides(known: Known) -> Asked:
    """All of them by name: the function, and how it is asked."""
    return _desk(known) | _doors(known) | _cases(known) | _families(known)


def _desk(known: Known) -> Asked:
    now, referral_id = rfc3339(known.now), known.referral.referral_id
    year = (known.today - timedelta(days=365), known.today)
    return {
        "a year's lessons": (lessons.between, lambda c: lessons.between(c, *year)),
        "lessons by theme": (lessons.by_theme, lambda c: lessons.by_theme(c, *year)),
        "a lesson": (lessons.find, lambda c: lessons.find(c, _NONE)),
        "actions about a lesson": (lessons.actions_of, lambda c: lessons.actions_of(c, [_NONE])),
        "who is still away": (absences.still_to_end, lambda c: absences.still_to_end(c, known.today)),
        "an emergency view": (emergency_views.one, lambda c: emergency_views.one(c, _NONE)),
        "emergency views to judge": (emergency_views.to_judge, emergency_views.to_judge),
        "emergency views judged": (emergency_views.judged, emergency_views.judged),
        "emergency views open": (
            emergency_views.open_for,
            lambda c: emergency_views.open_for(c, known.officer, now),
        ),
        "what is overdue": (silences.overdue, lambda c: silences.overdue(c, known.now)),
        "silences": (silences.standing_now, silences.standing_now),
        "clocks that protect somebody": (silences.protecting_now, silences.protecting_now),
        "clocks that protect some": (silences.protecting_of, lambda c: silences.protecting_of(c, [referral_id])),
        "a referral's silences": (silences.of, lambda c: silences.of(c, referral_id)),
        "workload": (workload.loads, workload.loads),
        "work in hand": (workload.in_hand_of, lambda c: workload.in_hand_of(c, [known.officer])),
        "work handed on": (workload.handed_from, lambda c: workload.handed_from(c, known.officer)),
    }


def _doors(known: Known) -> Asked:
    now, reference = rfc3339(known.now), known.referral.reference
    return {
        "dead ends counted": (dead_ends.counted, lambda c: dead_ends.counted(c, now)),
        "dead ends of a service": (dead_ends.of, lambda c: dead_ends.of(c, _NONE, now)),
        "doors to be checked": (dead_ends.due, dead_ends.due),
        "a referral's door": (dead_ends.check_of, lambda c: dead_ends.check_of(c, known.referral.referral_id)),
        "hand-overs on their way": (handovers.several, lambda c: handovers.several(c, ("sent",))),
        "hand-overs that ended": (handovers.ended, handovers.ended),
        "a referral's hand-overs": (handovers.of_reference, lambda c: handovers.of_reference(c, reference)),
        "a hand-over": (handovers.one, lambda c: handovers.one(c, _NONE)),
        "how many hand-overs came back": (handovers.back, handovers.back),
        "codes of a referral": (handovers.coded, lambda c: handovers.coded(c, reference)),
    }


def _families(known: Known) -> Asked:
    referral_id, year = known.referral.referral_id, known.today.year
    return {
        "a case's families": (families.graph_of, lambda c: families.graph_of(c, referral_id)),
        "where they stand": (families.standing_of, lambda c: families.standing_of(c, referral_id)),
        "people of a case": (families.here_of, lambda c: families.here_of(c, referral_id)),
        "where else they stand": (families.elsewhere_of, lambda c: families.elsewhere_of(c, referral_id)),
        "who people turned out to be": (families.whom_of, lambda c: families.whom_of(c, {(referral_id, _NONE)})),
        "pointers": (pointers.of, lambda c: pointers.of(c, [_NONE])),
        "years of abuse reports": (abuse_reports.years, abuse_reports.years),
        "a year of abuse reports": (abuse_reports.counts, lambda c: abuse_reports.counts(c, year)),
    }


def _cases(known: Known) -> Asked:
    referral_id, year = known.referral.referral_id, known.today.year
    return {
        "a referral's case": (cases.of_referral, lambda c: cases.of_referral(c, known.referral.reference)),
        "wards with cases": (cases.wards, cases.wards),
        "work on cases": (asb_work.of, lambda c: asb_work.of(c, [referral_id])),
        "fixed penalties of a year": (penalties.of_year, lambda c: penalties.of_year(c, year)),
        "what penalties came to": (penalties.sums, lambda c: penalties.sums(c, year, known.today)),
        "case reviews of a year": (case_reviews.of_year, lambda c: case_reviews.of_year(c, year)),
        "a year's four numbers": (case_reviews.annual, lambda c: case_reviews.annual(c, year)),
        "premises told of": (premises.newest, premises.newest),
        "premises by month": (premises.by_month, lambda c: premises.by_month(c, rfc3339(known.now))),
        "years with case reviews": (case_reviews.years, case_reviews.years),
        "cases by adviser": (support_work.open_by_adviser, support_work.open_by_adviser),
        "new cases by adviser": (support_work.new_by_adviser, lambda c: support_work.new_by_adviser(c, known.now)),
        "support asked for lately": (support_work.asked_since, lambda c: support_work.asked_since(c, known.now)),
        "cases without an adviser": (
            support_work.without_adviser,
            lambda c: support_work.without_adviser(c, [known.officer]),
        ),
        "support in cases": (support_work.of, lambda c: support_work.of(c, [referral_id])),
        "behind a reciprocal code": (support_work.behind, lambda c: support_work.behind(c, _NONE)),
        "what mediation cost": (mediations.sums, lambda c: mediations.sums(c, year)),
        "newest mediations": (mediations.newest, mediations.newest),
        "what protects somebody": (protection.of, lambda c: protection.of(c, referral_id)),
        "hearings to come": (hearings.to_come, hearings.to_come),
        "first hearings": (hearings.first_held, lambda c: hearings.first_held(c, known.today)),
        "what came over the wall": (programme_signals.of, lambda c: programme_signals.of(c, referral_id)),
        "signals that wait": (programme_signals.waiting, programme_signals.waiting),
        "who is in a programme": (programmes.in_state, lambda c: programmes.in_state(c, ("taken",))),
        "a record of a programme": (programmes.one, lambda c: programmes.one(c, _NONE)),
        "what we count": (vawg_counts.by_quarter, vawg_counts.by_quarter),
        "since when we count": (vawg_counts.first_quarter, vawg_counts.first_quarter),
        "hidden addresses": (safe_contacts.hidden_in, lambda c: safe_contacts.hidden_in(c, referral_id)),
    }
