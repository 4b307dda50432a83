"""What one asks about: somebody's referral in a played borough, and all that hangs on it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from services.intake.domain.events import ReferralSubmitted
from services.notifications.read_models import notice_log
from services.one_process import Borough
from services.panels.read_models import actions
from services.panels.read_models.agenda import queries as agenda
from services.panels.read_models.agenda.tables import cases as agenda_cases
from services.triage.read_models import cases
from shared.kernel.personal import Contact, Identity, Indexer


@dataclass(frozen=True, slots=True)
class Known:
    """What one asks about: a referral that became a case before a panel, its meeting, its people, a day."""

    now: datetime
    indexer: Indexer
    referral: Any
    case_reference: str
    agenda_case: Any
    action_id: str
    notice_id: str
    officer: str
    event_id: str
    name: str
    phone: str
    position: int

    @property
    def today(self) -> date:
        """The last day that was played."""
        return self.now.date()


def known_of(borough: Borough) -> Known:
    """A referral whose person has a name and a telephone, and all that hangs on it."""
    services, keyring = borough.services, borough.ground.keyring
    with services["panels"].views.reading() as connection:
        of_panel = select(agenda_cases).where(agenda_cases.c.panel == "marac", agenda_cases.c.heard_at.is_not(None))
        heard = connection.execute(of_panel.order_by(agenda_cases.c.heard_at.desc()).limit(1)).one()
        action_id = connection.execute(select(actions.actions.c.action_id).limit(1)).scalars().first()
        referral_id = agenda.referral_ids(connection, [heard.case_id])[0]
    with services["triage"].views.reading() as connection:
        row = connection.execute(select(cases.cases).where(cases.cases.c.referral_id == referral_id)).one()
    with services["notifications"].views.reading() as connection:
        notice_id = connection.execute(select(notice_log.NOTICE_LOG.tables[0].c.notice_id).limit(1)).scalars().first()
    name, phone = _somebody(borough)
    last = services["triage"].store.page(services["triage"].store.head() - 1)[0]
    return Known(
        now=borough.ground.clock(),
        indexer=keyring,
        referral=row,
        case_reference=str(row.case_reference),
        agenda_case=heard,
        action_id=str(action_id),
        notice_id=str(notice_id),
        officer=row.taken_by or "nobody",
        event_id=last.event_id,
        name=name,
        phone=phone,
        position=sum(service.store.head() for service in services.values()),
    )


def _somebody(borough: Borough) -> tuple[str, str]:
    store, keyring = borough.services["intake"].store, borough.ground.keyring
    for recorded in store.page(0, 500):
        for person in recorded.fact.people if isinstance(recorded.fact, ReferralSubmitted) else ():
            name, phone = keyring.open(person.full_name, Identity), keyring.open(person.phone, Contact)
            if name and phone:
                return name, phone
    raise LookupError("nobody here has a name and a telephone")
