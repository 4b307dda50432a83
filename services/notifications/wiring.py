"""Puts notifications together; the only place that assembles it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter

from services.notifications.adapters.contacts import LogContactDirectory
from services.notifications.adapters.message_files import FOLDER, MessageFiles
from services.notifications.adapters.senders.folder import FolderSender
from services.notifications.adapters.senders.mail_server import MailServerSender, mail_server
from services.notifications.adapters.senders.told import ToldSender
from services.notifications.application.correspondence import SAMPLE_TEAMS, Correspondence
from services.notifications.application.handlers import commands, contacts_stream, notice_stream, person_stream
from services.notifications.application.policies import NOTING, TOLD, policies
from services.notifications.application.ports import Due, Sender
from services.notifications.application.publication import PUBLISH
from services.notifications.application.sending import SendingDesk
from services.notifications.domain import contacts, forgotten, notice
from services.notifications.domain.events import FACTS
from services.notifications.domain.safe_routes import safe_routes
from services.notifications.domain.sameness import usable
from services.notifications.domain.upcasts import UPCASTS
from services.notifications.domain.values.reasons import SENTENCES
from services.notifications.domain.values.safe_route import SafeRoute
from services.notifications.read_models import notice_log, outgoing
from services.notifications.web import api
from services.notifications.web.pages import notice as notice_page
from services.notifications.web.pages import notice_log as notice_list
from services.notifications.web.pages.words import PAGES
from shared.delivery.dead_letters import DeadLetters
from shared.kernel.decider import Decider
from shared.kernel.dispatching import RecordView
from shared.kernel.messages import Recorded
from shared.runtime.dispatch import Dispatcher
from shared.runtime.facts import own_facts
from shared.runtime.ground import Ground, Opened, assemble, open_service
from shared.runtime.service import Chore, Measured, Service
from shared.runtime.settings import BadSetting, Settings
from shared.web.guard import Role
from shared.web.history_pages import fold_by, history_router

_SERVICE = "notifications"
# Which setting says where each team is reached.
_TEAM_SETTINGS: Mapping[str, str] = {
    "duty_officer": "WAYMARK_DUTY_OFFICER",
    "idva_team": "WAYMARK_SUPPORT_TEAM",
    "panel_coordinator": "WAYMARK_PANEL_COORDINATOR",
    "information_governance": "WAYMARK_INFORMATION_GOVERNANCE",
    "auditor": "WAYMARK_AUDITOR",
}
_DECIDERS: Mapping[str, Decider[Any]] = {
    "contacts": contacts.DECIDER,
    "person": forgotten.DECIDER,
    "notice": notice.DECIDER,
}
_SENTENCES = {kind.shape: kind.staff for kind in (*FACTS, *own_facts(_SERVICE))}

VIEWS = (notice_log.NOTICE_LOG, outgoing.OUTGOING)


def build_notifications(
    ground: Ground, correspondence: Correspondence | None = None, sender: Sender | None = None
) -> Service:
    """Notifications with the sender that MAIL_URL names, unless one is given. Raises BadSetting, BadMessages."""
    names = correspondence or correspondence_for(ground.settings)
    library = MessageFiles(FOLDER, TOLD)
    opened = open_service(ground, _SERVICE, FACTS, UPCASTS, VIEWS)
    directory = _directory(ground, opened)
    table = commands(directory, ground.keyring)
    desk = SendingDesk(
        due=lambda now: _due(opened, now),
        notice_of=lambda notice_id: opened.store.fold(notice_stream(notice_id), notice.DECIDER)[0],
        directory=directory,
        library=library,
        sender=ToldSender(sender or sender_for(ground.settings)),
        do=Dispatcher(_SERVICE, opened.store, table),
        clock=ground.clock,
        correspondence=names,
    )
    service = assemble(
        ground,
        opened,
        table,
        policies(library),
        PUBLISH,
        routers=partial(_routers, ground, opened, directory),
        chores=(Chore("send", desk.step),),
    )
    return replace(service, measures=partial(_measures, desk))


def _measures(desk: SendingDesk) -> Sequence[Measured]:
    """What the gate said no to, by reason; every reason there is, so that the first of its kind is seen as a rise."""
    says = "Times the safe-contact gate let a notice not go, or not yet, by reason."
    said_no = desk.said_no.copy()
    return [Measured("waymark_gate_refusals", says, said_no[code], {"reason": code}, grows=True) for code in SENTENCES]


def correspondence_for(settings: Settings) -> Correspondence:
    """Under which names we write, and where our teams are reached. Raises BadSetting.

    An alarm that goes to an address nobody reads is worse than no start: where messages leave the house, each team's
    address must be given.
    """
    given = {team: settings.teams[name] for team, name in _TEAM_SETTINGS.items() if name in settings.teams}
    leaves = not settings.address("MAIL_URL").startswith("file:")
    missing = [name for team, name in _TEAM_SETTINGS.items() if leaves and team not in given]
    if missing:
        raise BadSetting(
            f"MAIL_URL names a mail server, but {' and '.join(missing)} is not set. Give the e-mail address at which "
            "that team is told of what cannot wait: nobody would hear of an alarm."
        )
    for team, address in given.items():
        if usable("email", address) is None:
            raise BadSetting(
                f"{_TEAM_SETTINGS[team]} is no e-mail address that can be written to. Give one, and only one."
            )
    return Correspondence(council=settings.council, teams={**SAMPLE_TEAMS, **given})


def sender_for(settings: Settings) -> Sender:
    """Who carries messages, by the address in MAIL_URL."""
    address = settings.address("MAIL_URL")
    if address.startswith("file:"):
        return FolderSender(Path(address.removeprefix("file:")))
    try:
        return MailServerSender(mail_server(address))
    except ValueError as error:
        raise BadSetting(f"MAIL_URL cannot be used: {error}.") from None


def _directory(ground: Ground, opened: Opened) -> LogContactDirectory:
    fold = opened.store.fold
    return LogContactDirectory(
        fold_contacts=lambda referral_id: fold(contacts_stream(referral_id), contacts.DECIDER)[0],
        is_forgotten=lambda person_id: isinstance(
            fold(person_stream(person_id), forgotten.DECIDER)[0], forgotten.Forgotten
        ),
        opener=ground.keyring,
        set_aside=partial(_set_aside, DeadLetters(opened.store)),
    )


def _set_aside(letters: DeadLetters, key: str) -> bool:
    """Whether news under this key could not be noted: then what we know of these people may be out of date."""
    return any(letters.first(policy.name, key) is not None for policy in NOTING)


def _due(opened: Opened, now: datetime) -> list[Due]:
    with opened.views.reading() as connection:
        found = outgoing.due(connection, now)
    return [
        Due(each.notice_id, each.correlation_id, each.causation_id, each.origin, each.trace_parent) for each in found
    ]


def _routers(
    ground: Ground, opened: Opened, directory: LogContactDirectory, dispatch: Dispatcher, record_view: RecordView
) -> Sequence[APIRouter]:
    reading = opened.views.reading

    def offered(referral_id: str) -> Sequence[SafeRoute]:
        return safe_routes(directory.reporter(directory.known(referral_id)), ground.clock())

    return (
        api.router(record_view, reading, offered),
        notice_list.router(record_view, reading),
        notice_page.pages(record_view, reading, offered),
        notice_page.actions(dispatch, reading, opened.views.wait_for, ground.clock),
        history_router(
            _SERVICE,
            pages=PAGES,
            roles=(Role.AUDITOR, Role.INFORMATION_GOVERNANCE),
            read=opened.store.stream,
            fold=fold_by(_DECIDERS),
            tell=_tell,
            streams_about=partial(_streams_about, opened),
            record_view=record_view,
        ),
    )


def _tell(recorded: Recorded) -> str:
    members = {name: getattr(recorded.fact, name) for name in recorded.fact.__struct_fields__}
    told = {name: ", ".join(map(str, value)) if isinstance(value, tuple) else value for name, value in members.items()}
    return _SENTENCES[type(recorded.fact)].format_map(told)


def _streams_about(opened: Opened, reference: str) -> Sequence[str]:
    with opened.views.reading() as connection:
        found = notice_log.of_reference(connection, reference)
    people = dict.fromkeys(contacts_stream(each.referral_id) for each in found if each.referral_id)
    return [*people, *(notice_stream(each.notice_id) for each in found)]
