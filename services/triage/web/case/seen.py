"""One case as somebody looks at it: what every page of it needs, once the reading is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request

from services.triage.domain.asb.file import CaseFile
from services.triage.read_models import cases, safe_contacts
from services.triage.read_models.decision_card import Card
from services.triage.web.cases_api import case_of, to_support
from services.triage.web.desk import Desk
from services.triage.web.reaching import Reached, reached
from shared.kernel.messages import Recorded
from shared.web.guard import Role, principal_of


@dataclass(frozen=True, slots=True)
class SeenCase:
    """`story` is the stream of its assessment, `people` everybody named, `late_view` whether lists are behind it."""

    desk: Desk
    case: Any
    card: Card
    story: Sequence[Recorded]
    people: Sequence[Reached]
    late_view: bool
    now: datetime

    @property
    def open(self) -> bool:
        """Whether there is still work on it."""
        return bool(self.case.state == cases.OPEN)

    @property
    def names(self) -> Mapping[str, str | None]:
        """What everybody is called, by id."""
        return {each.person_id: each.name for each in self.people}

    def asb(self) -> CaseFile:
        """Its file of anti-social behaviour, which also says whether abuse was seen."""
        return self.desk.asb.file(self.story)


def see(desk: Desk, request: Request, reference: str, what: str) -> SeenCase:
    """Open it and record that somebody looked. Of cases in which no support is owed an adviser finds none: NotFound."""
    late_view = not desk.up_to_date(reference)
    case = to_support(desk, reference) if is_adviser(request) else case_of(desk, reference)
    desk.viewed(request, case, what)
    card = desk.card(case.reference)
    with desk.views.reading() as connection:
        contacts = safe_contacts.of(connection, case.referral_id)
        named = safe_contacts.brought_up_to_date(connection, case.referral_id, card.people)
    return SeenCase(
        desk=desk,
        case=case,
        card=card,
        story=desk.story(case.stream),
        people=reached(named, contacts, desk.opener, desk.clock()),
        late_view=late_view,
        now=desk.clock(),
    )


def is_adviser(request: Request) -> bool:
    """Whether an independent adviser looks, who has pages of her own."""
    return principal_of(request).role is Role.IDVA


def front_of(request: Request, case: Any) -> str:
    """The case's first page, as whoever looks has it."""
    return f"/triage/{'support' if is_adviser(request) else 'cases'}/{case.case_reference}"
