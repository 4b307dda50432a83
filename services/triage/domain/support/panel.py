"""The housing needs panel: what it is told of a case, and what it said. It never learns where somebody stays."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from services.triage.domain.asb.days import day_of
from services.triage.domain.disclosure.disclosing import LONGEST_WORDS
from services.triage.domain.disclosure.events import DisclosureRecorded, PanelInformed
from services.triage.domain.events import MarkedForPanel, Person
from services.triage.domain.panel_news import HOUSING_NEEDS
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.state import Assessed
from services.triage.domain.support.file import SupportFile, ids, protects
from services.triage.domain.support.panel_commands import AskHousingPanel, NotePanelBand
from services.triage.domain.support.panel_events import HousingPanelAsked, PanelBanded
from services.triage.domain.support.placing import stays_not_safe
from services.triage.domain.support.refusals import PanelAskedAlready, PanelAskedToday
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput

# Where they stay, as the panel may know it: which kind of place, never which.
_STAYS = ("refuge", "emergency_accommodation", "temporary_accommodation")
_FLAGS = ("pregnancy_or_new_baby",)


def ask_housing_panel(command: AskHousingPanel, file: SupportFile) -> Sequence[Fact]:
    """It stands on the next agenda at once; names follow once the lawful basis of telling that panel is recorded."""
    standing = protects(file, command.person_id)
    last, today = file.panel_asked, day_of(command.at)
    if last is not None and not file.panel_answered:
        raise PanelAskedAlready
    if last is not None and last.asked_on >= today:
        raise PanelAskedToday
    if errors := list(_missing(command.why)):
        raise InvalidInput(errors)
    asked = HousingPanelAsked(
        person_id=command.person_id,
        asks=command.asks,
        asked_on=today,
        why=private(command.person_id, Narrative, command.why.strip()),
        **ids(standing),
    )
    marked = _marked(command, file, standing, last.asked_on if last else None)
    told = [marked] if file.panel_basis is None else [marked, _with_basis(file, marked)]
    return (asked, *told)


def note_panel_band(command: NotePanelBand, file: SupportFile) -> Sequence[Fact]:
    """Noted whatever has become of the case since: somebody has a band, or knows why not."""
    if not isinstance(file.standing, Assessed):
        raise NotYetTriaged
    members = {name: getattr(command, name) for name in PanelBanded.__struct_fields__ if hasattr(command, name)}
    return (PanelBanded(**members | ids(file.standing)),)


def _marked(command: AskHousingPanel, file: SupportFile, standing: Assessed, before: date | None) -> MarkedForPanel:
    """Whom it is for and the children, and no more: not who does harm, no answer, no other panel's day."""
    referral = standing.referral
    people = tuple(_who_they_are(each) for each in referral.people if _is_told(each, command.person_id))
    children = sum("child" in each.roles for each in people)
    return MarkedForPanel(
        referral_id=referral.referral_id,
        reference=referral.reference,
        panel=HOUSING_NEEDS,
        received_at=command.at,
        criteria=(command.asks,),
        flags=tuple(_flags(command, file, standing)),
        priority=standing.decision.priority,
        victim_id=command.person_id,
        people=people,
        children=children or (0 if standing.answers.get("children_in_household") == "no" else None),
        is_repeat=before is not None,
        last_referral_on=before,
        agency=None,
        answers={},
    )


def _is_told(person: Person, applicant_id: str) -> bool:
    return person.person_id == applicant_id or "child" in person.roles


def _who_they_are(person: Person) -> Person:
    """Names and days of birth; what reaches them or says where they live stays here."""
    return msgspec.structs.replace(person, phone=None, email=None, address=None)


def _flags(command: AskHousingPanel, file: SupportFile, standing: Assessed) -> Iterator[str]:
    stay = file.stay_of(command.person_id)
    if stays_not_safe(file):
        yield "stays_nowhere_safe"
    if stay is not None and stay.place in _STAYS:
        yield f"stays_in_{stay.place}"
    yield from (flag for flag in _FLAGS if standing.answers.get(flag) == "yes")


def _with_basis(file: SupportFile, marked: MarkedForPanel) -> PanelInformed:
    return PanelInformed(
        referral_id=marked.referral_id,
        reference=marked.reference,
        panel=marked.panel,
        marked=marked,
        basis=file.panel_basis,
    )


def _missing(why: str) -> Iterator[FieldError]:
    if not why.strip():
        yield FieldError("/why", "missing", "Say why the panel is asked.")
    elif len(why) > LONGEST_WORDS:
        yield FieldError("/why", "too_long", f"Use at most {LONGEST_WORDS} characters.")


def asked(file: SupportFile, fact: HousingPanelAsked) -> SupportFile:
    """The panel has it."""
    return file.with_(panel_asked=fact, panel_answered=False)


def banded(file: SupportFile, fact: PanelBanded) -> SupportFile:
    """It has said something; what was put off still waits."""
    return file.with_(panel_answered=file.panel_answered or fact.result != "deferred")


def basis_recorded(file: SupportFile, fact: DisclosureRecorded) -> SupportFile:
    """On what basis that panel may be told."""
    return file.with_(panel_basis=fact.basis) if fact.recipient == HOUSING_NEEDS else file
