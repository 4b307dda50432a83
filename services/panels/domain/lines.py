"""What one line of an agenda says: how long it takes, why it is there, and which flags are up; never a name."""

from collections.abc import Iterator
from datetime import date

from services.panels.domain.definition import Minutes, PanelDefinition
from services.panels.domain.values.agendas import AgendaCase, AgendaItem, OpenAction, SectionCode
from services.panels.domain.values.referrals import Details, Entry

_ENTRY_FLAG: dict[Entry, str] = {
    "awaiting_choice": "late_undecided",
    "late": "late",
    "moved": "moved_here",
    "deferred": "deferred",
    "carried_over": "carried_over",
}
_ENTRY_SAYS: dict[Entry, str] = {
    "awaiting_choice": "Came after the deadline; the coordinator has not chosen yet how it is heard.",
    "late": "Came after the deadline and was accepted with a reason.",
    "moved": "Moved here from a later or fuller meeting.",
    "deferred": "Deferred from an earlier meeting.",
    "carried_over": "An earlier meeting passed without a decision.",
}
BASIS_MISSING = "basis_not_recorded"
_PLACE_SAYS = {
    "core_group": "Standing case of the core group.",
    "band_reviews": "The band this panel gave is due for review.",
    "twelve_months": "Twelve months since it was last heard: flags may come off.",
}


def case_line(panel: PanelDefinition, case: AgendaCase, section: SectionCode) -> AgendaItem:
    """A case as one line."""
    details = case.details
    return AgendaItem(
        section=section,
        case_reference=details.case_reference,
        minutes=_minutes(panel.minutes, case),
        why=" ".join(_reasons(panel, case)),
        flags=tuple(_flags(panel, case)),
        case_id=case.case_id,
        referral_ids=details.referral_ids,
        people=details.people,
    )


def action_line(panel: PanelDefinition, action: OpenAction, overdue: bool, minutes: int) -> AgendaItem:
    """An outstanding action as one line: whose, and until when; what it is stays sealed.

    `overdue` is meant as at the meeting, so that the line says the same whenever it is read.
    """
    return AgendaItem(
        section="outstanding_actions",
        case_reference=action.case_reference,
        minutes=minutes,
        why=f"{panel.agency_name(action.agency)}: due {_full(action.due)}.",
        flags=("overdue",) if overdue else (),
        case_id=action.case_id,
        action_id=action.action_id,
        referral_ids=(action.referral_id,) if action.referral_id else (),
    )


def _minutes(minutes: Minutes, case: AgendaCase) -> int:
    if case.place == "twelve_months":
        return minutes.twelve_months
    if case.place == "core_group" and minutes.core_group:
        return minutes.core_group
    if case.place == "band_reviews":
        return minutes.review
    needed = minutes.case
    needed += minutes.with_children if case.details.may_have_children else 0
    needed += minutes.repeat if case.repeat else 0
    return min(needed, minutes.case_at_most)


def _reasons(panel: PanelDefinition, case: AgendaCase) -> Iterator[str]:
    details = case.details
    if case.place in _PLACE_SAYS:
        yield _PLACE_SAYS[case.place]
    yield from (panel.criteria.get(code, f"{_plain(code)}.") for code in details.criteria)
    if case.same_person:
        yield f"The same person as in {_listed(list(case.same_person))}: hear them together."
    if case.told_apart:
        yield f"{_listed(list(case.told_apart))}: about somebody else, who was taken for her. Hear two people."
    if case.repeat:
        yield _repeat(details)
    if origins := sorted({given.transferred_from for given in details.referrals if given.transferred_from}):
        yield f"Transferred from {_listed(origins)}."
    if details.agencies:
        yield f"Referred by {_listed([panel.agency_name(code) for code in details.agencies])}."
    yield from (
        f"Lawful basis of telling this panel: {_plain(basis.lawful_basis).lower()}; "
        f"agreement: {_plain(basis.consent).lower()}."
        for basis in details.bases
    )
    if details.withheld:
        yield "The lawful basis is not recorded yet, so no names are shown. The case officer records it on the case."
    if case.place == "new" and case.entry in _ENTRY_SAYS:
        yield _ENTRY_SAYS[case.entry]


def _repeat(details: Details) -> str:
    days = [given.last_referral_on for given in details.referrals if given.last_referral_on]
    return f"Repeat: last referred on {_full(max(days))}." if days else "Repeat within twelve months."


def _flags(panel: PanelDefinition, case: AgendaCase) -> Iterator[str]:
    """The panel's leading flags first, in its own order, then the others, then how the case came here."""
    raised = case.details.flags
    if case.same_person:
        yield "same_person"
    if case.told_apart:
        yield "two_people"
    yield from (flag for flag in panel.flags_first if flag in raised)
    yield from (flag for flag in raised if flag not in panel.flags_first)
    if case.details.withheld:
        yield BASIS_MISSING
    if case.repeat:
        yield "repeat"
    yield from _children(case.details)
    if any(given.transferred_from for given in case.details.referrals):
        yield "transferred_in"
    if case.place == "new" and case.entry in _ENTRY_FLAG:
        yield _ENTRY_FLAG[case.entry]


def _children(details: Details) -> Iterator[str]:
    if details.children:
        yield f"children_{details.children}"
    elif any(given.children_in_household == "yes" for given in details.referrals):
        yield "children"
    elif details.may_have_children:
        yield "children_not_known"


def _full(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _plain(code: str) -> str:
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
