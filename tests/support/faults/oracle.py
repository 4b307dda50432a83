"""What must be true after any fault: nothing acknowledged is lost, nothing is doubled, nobody was told twice."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.faults.documents import Kind, kind_of
from tests.support.faults.evidence import Evidence, Row

# Which fact of whom must have been taken by which policy of whom, whatever it holds.
_TAKEN = (
    ("intake.referral_submitted", "triage", "open_assessment_when_referral_submitted"),
    ("intake.referral_submitted", "triage", "note_safe_contact_when_referral_submitted"),
    ("intake.referral_submitted", "notifications", "note_contacts_when_referral_submitted"),
    ("intake.referral_submitted", "notifications", "acknowledge_when_referral_submitted"),
    ("triage.referral_triaged", "intake", "note_outcome_when_referral_triaged"),
    ("triage.case_opened", "intake", "note_case_when_case_opened"),
    ("triage.case_opened", "notifications", "tell_resident_when_case_opened"),
    ("triage.support_requested", "notifications", "tell_idva_team_when_support_requested"),
    ("triage.marked_for_panel", "panels", "list_case_when_marked_for_panel"),
    ("panels.late_referral_raised", "notifications", "tell_coordinator_when_late_referral_raised"),
)
# How a notice may stand when all is done, and how many messages may then have gone out for it. One whose sending was
# cut off is never sent again, for it may have gone; one that waits for its hour has not gone yet.
_MAY_HAVE_GONE: Mapping[str, tuple[int, ...]] = {
    "notifications.notice_sent": (1,),
    "notifications.notice_withheld": (0,),
    "notifications.notice_postponed": (0,),
    "notifications.sending_begun": (0, 1),
    "notifications.notice_left_uncertain": (0, 1),
}


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A referral that was answered with 201: what was sent under which key, and what the answer said."""

    number: int
    key: str
    reference: str
    referral_id: str

    @property
    def kind(self) -> Kind:
        """What kind of referral it was."""
        return kind_of(self.number)


Told = Mapping[str, Acknowledged]
"""Everything that was acknowledged, by the referral's id."""


def faults(evidence: Evidence, told: Told) -> list[str]:
    """Everything that is wrong, as sentences that hold ids and codes alone."""
    return [fault for check in CHECKS for fault in check(evidence, told)]


def faults_at_intake(evidence: Evidence, told: Told) -> list[str]:
    """What is wrong where intake runs by itself, so that nothing can come of a referral yet."""
    return [fault for check in (_logs_are_whole, _referrals_are_kept) for fault in check(evidence, told)]


def _logs_are_whole(evidence: Evidence, told: Told) -> Iterator[str]:
    """Positions are dense, time recorded never goes back, streams count from 1, no id stands twice."""
    for name, rows in evidence.logs.items():
        if [row.position for row in rows] != list(range(1, len(rows) + 1)):
            yield f"{name}: positions are not dense"
        if any(later.recorded_at < row.recorded_at for row, later in itertools.pairwise(rows)):
            yield f"{name}: time recorded goes back"
        reached = Counter[str]()
        for row in rows:
            reached[row.stream] += 1
            if row.version != reached[row.stream]:
                yield f"{name}: {row.stream} has a version {row.version} as number {reached[row.stream]}"
        yield from (f"{name}: the fact {one} stands twice" for one in _doubled(row.event_id for row in rows))


def _referrals_are_kept(evidence: Evidence, told: Told) -> Iterator[str]:
    """Each acknowledged referral is in intake's log once, under the receipt of its key; no other is there."""
    submitted = Counter(str(row.data["referral_id"]) for row in evidence.named("intake.referral_submitted"))
    yield from (f"{one} was acknowledged and is not in the log" for one in told if not submitted[one])
    yield from (f"{one} is in the log {times} times" for one, times in submitted.items() if times > 1)
    yield from (f"{one} is in the log and nobody was told so" for one in submitted if one not in told)
    given = {each.key: each.answer for each in evidence.receipts["intake"] if each.scope.startswith("http/")}
    for one in told.values():
        if one.key not in given:
            yield f"{one.referral_id}: its key has no receipt"
        elif one.referral_id.encode() not in given[one.key] or one.reference.encode() not in given[one.key]:
            yield f"{one.referral_id}: another answer is kept under its key"


def _decided_once(evidence: Evidence, told: Told) -> Iterator[str]:
    """One decision for each, as the rules make it by hand; a case where they open one, and only there."""
    opened, judged = _by_referral(evidence, "triage.case_opened"), _by_referral(evidence, "triage.referral_triaged")
    marked = _by_referral(evidence, "triage.marked_for_panel")
    for referral_id, one in told.items():
        outcomes = [row.data["decision"]["outcome"] for row in judged[referral_id]]
        if outcomes != [one.kind.outcome]:
            yield f"{referral_id} ({one.kind.name}): decided as {outcomes}"
        if len(opened[referral_id]) != one.kind.opens_case:
            yield f"{referral_id} ({one.kind.name}): {len(opened[referral_id])} cases opened"
        panels = [row.data["panel"] for row in marked[referral_id]]
        if panels != ([one.kind.panel] if one.kind.panel else []):
            yield f"{referral_id} ({one.kind.name}): marked for {panels}"


def _before_panels_once(evidence: Evidence, told: Told) -> Iterator[str]:
    """Each marked referral is before its panel, each person on one agenda once."""
    referred, added = evidence.named("panels.case_referred"), evidence.named("panels.referral_added")
    joined = Counter(str(row.data["referral"]["referral_id"]) for row in (*referred, *added))
    for referral_id, one in told.items():
        if joined[referral_id] != bool(one.kind.panel):
            yield f"{referral_id} ({one.kind.name}): {joined[referral_id]} times before a panel"
    hearings = Counter((row.data["panel"], row.data["subject_id"]) for row in referred)
    yield from (f"{panel} hears one person in {times} cases" for (panel, _), times in hearings.items() if times > 1)
    listings = (*evidence.named("panels.case_listed"), *evidence.named("panels.late_referral_raised"))
    listed = Counter(row.stream for row in listings)
    yield from (f"{row.stream} is on {listed[row.stream]} agendas" for row in referred if listed[row.stream] != 1)
    people = {one.number - one.kind.same_victim for one in told.values() if one.kind.panel}
    if len(referred) != len(people):
        yield f"{len(people)} people are to be heard, and {len(referred)} cases stand"


def _inboxes_are_drained(evidence: Evidence, told: Told) -> Iterator[str]:
    """What was published was taken by whoever waits for it, and nothing was set aside."""
    for name, service, policy in _TAKEN:
        taken = {each.key for each in evidence.receipts[service] if each.scope == f"inbox/{policy}"}
        missing = [row.event_id for row in evidence.named(name) if row.event_id not in taken]
        yield from (f"{service}: {policy} has not taken {one}" for one in missing)
    for service, letters in evidence.letters.items():
        yield from (f"{service}: a dead letter of {policy} under {key}" for policy, key in letters)


def _nobody_is_told_twice(evidence: Evidence, told: Told) -> Iterator[str]:
    """At most one notice for each event and person, at most one message for each notice, and none that nobody sent."""
    gone = Counter(evidence.mail)
    notices = _by(evidence.logs["notifications"], lambda row: row.data.get("notice_id"))
    yield from (f"a message of no notice went out: {one}" for one in gone if one not in notices)
    wanted = Counter(
        (row.data["message"], row.data["audience"], row.data["referral_id"]) for row in _requested(evidence)
    )
    missed = {(row.data["referral_id"], row.data["rule"]) for row in evidence.named("triage.silence_noted")}
    silences = Counter(referral_id for referral_id, _ in missed)
    for (message, audience, referral_id), times in wanted.items():
        # Each thing that did not happen in time is told by itself.
        if times > (silences[referral_id] if message == "silence_noted" else 1):
            yield f"{referral_id}: {message} was asked for twice, for {audience}"
    for notice_id, rows in notices.items():
        stands, attempts = rows[-1].name, sum(row.name == "notifications.sending_begun" for row in rows)
        if gone[notice_id] not in _MAY_HAVE_GONE.get(stands, ()):
            yield f"{notice_id} stands as {stands}, and {gone[notice_id]} messages went out"
        if attempts > 1:
            yield f"{notice_id} was sent {attempts} times"
    acknowledged = {
        row.data["referral_id"] for row in _requested(evidence) if row.data["message"] == "referral_received"
    }
    yield from (f"{one}: its reporter is not told that it came" for one in told if one not in acknowledged)


Check = Callable[[Evidence, Told], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    _logs_are_whole,
    _referrals_are_kept,
    _decided_once,
    _before_panels_once,
    _inboxes_are_drained,
    _nobody_is_told_twice,
)


def _requested(evidence: Evidence) -> list[Row]:
    return evidence.named("notifications.notice_requested")


def _by_referral(evidence: Evidence, name: str) -> dict[object, list[Row]]:
    return _by(evidence.named(name), lambda row: row.data["referral_id"])


def _by(rows: list[Row], key: Callable[[Row], object]) -> dict[object, list[Row]]:
    found = defaultdict[object, list[Row]](list)
    for row in rows:
        if (value := key(row)) is not None:
            found[value].append(row)
    return found


def _doubled(values: Iterable[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]
