"""The parts of a case, each on a page of its own, with what its front page says of each in one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.triage.domain.asb import events
from services.triage.web.case.seen import SeenCase
from services.triage.web.pages.known_to import KNOWN_TO
from services.triage.web.protection_view import protection_of
from shared.kernel.clock import rfc3339
from shared.web.formats import full_date
from shared.web.guard import Role


@dataclass(frozen=True, slots=True)
class Part:
    """`address` follows the case's own; `says` how it stands, `late` whether something in it is overdue."""

    address: str
    title: str
    says: str
    late: bool = False


def parts_of(seen: SeenCase, role: Role) -> Sequence[Part]:
    """What there is of this case for an officer, in the order of its work."""
    abuse = seen.asb().abuse_seen
    return [*(_of_abuse(seen) if abuse else _of_asb(seen)), *_of_every(seen, role)]


def parts_for_adviser(seen: SeenCase) -> Sequence[Part]:
    """What there is of it for an adviser."""
    family = Part("/family", "Family", "Who lives with whom, and what weighs on the adults there")
    return [*_of_abuse(seen), family, _risk(seen)]


def _of_abuse(seen: SeenCase) -> Iterator[Part]:
    room, now = seen.desk.vawg, seen.now
    steps = [step for each in room.handled(seen.story, now) for step in each.steps if step.open]
    late = [step for step in steps if step.due_at is not None and step.due_at < now] if seen.open else []
    yield Part("/handling", "How it is handled", _counted(len(steps), "step", "open"), bool(late))
    if seen.desk.support.file(seen.story).abuse_seen:
        file = seen.desk.support.file(seen.story)
        undone = [each for each in file.actions if each.result is None]
        overdue = any(each.due_on < now.date() for each in undone) and seen.open
        yield Part("/support", "Support and safety", _counted(len(undone), "action", "open"), overdue)
    file_of_abuse = room.file(seen.story)
    waiting = sorted(each.hearing_at for each in file_of_abuse.hearings if each.held is None)
    says = _counted(len(file_of_abuse.incidents), "further incident", "recorded")
    says += f"; next in court on {full_date(rfc3339(waiting[0]))}" if waiting else ""
    yield Part("/since", "What happened since, in court, in other areas", says)


def _of_asb(seen: SeenCase) -> Iterator[Part]:
    file = seen.asb()
    logged = sum(isinstance(recorded.fact, events.IncidentLogged) for recorded in seen.story)
    yield Part("/incidents", "Incidents, words and what was done", _counted(logged, "incident", "recorded"))
    says = _counted(len(file.steps), "step", "taken") if file.subjects else "Nobody is named whom it would be about"
    yield Part("/enforcement", "Enforcement", says)
    says = "Case review asked for" if file.reviews else "No case review was asked for"
    yield Part("/outcome", "Mediation, case review, what they think", says)


def _of_every(seen: SeenCase, role: Role) -> Iterator[Part]:
    yield Part("/family", "Family", "Who lives with whom, and what weighs on the adults there")
    if role in KNOWN_TO:
        yield Part("/known-to", "Who else knows them", "That somebody knows them, and whom to ask there")
    yield _risk(seen)
    shown = protection_of(seen.desk, seen.case.referral_id)
    untold = [panel for panel in shown.marked if panel not in shown.told]
    says = _counted(len(shown.disclosed), "lawful basis", "recorded", "lawful bases")
    if untold:
        says = f"No lawful basis recorded for {', '.join(map(seen.desk.say.panel, untold))}: no names until it is"
    yield Part("/disclosures", "Telling others", says, bool(untold))
    yield Part(
        "/safeguarding",
        "Children, adults at risk, exploitation and hate",
        "Refer to those who protect them, and record what was seen and decided",
    )
    if role is Role.SERVICE_MANAGER:
        # Said of every case alike: whether there is one is read nowhere but on its own page.
        yield Part("/other-processes", "Other processes", "MAPPA, Channel, IOM")
    yield Part(
        "/history", "The story, newest first", "Everything that happened, when and by whom, and offers of support"
    )


def _risk(seen: SeenCase) -> Part:
    shown = protection_of(seen.desk, seen.case.referral_id)
    newest = f"; the newest of {full_date(shown.assessed[-1].at)}" if shown.assessed else ""
    return Part("/risk", "Risk", _counted(len(shown.assessed), "assessment", "made") + newest)


def _counted(number: int, one: str, what: str, several: str | None = None) -> str:
    """Such as "3 steps open"; "No step open" where there is none."""
    if number == 0:
        return f"No {one} {what}"
    return f"{number} {one if number == 1 else several or one + 's'} {what}"
