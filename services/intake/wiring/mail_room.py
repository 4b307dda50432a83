"""Puts together where e-mail is taken in, what watches the mailbox, and where messages are kept as they came."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from services.intake.adapters.mail.attached_files import AttachedFiles
from services.intake.adapters.mail.correspondents import KnownCorrespondents
from services.intake.adapters.mail.imap import Mailbox, MailboxWatch, mailbox_at
from services.intake.adapters.mail.originals import SealedOriginals
from services.intake.adapters.mail.room import MailRoom
from services.intake.adapters.word_files import BadWordLists, load_word_lists
from services.intake.application.handlers import message_stream, referral_stream
from services.intake.document.reception import Reception
from services.intake.domain import message
from services.intake.domain.mail.word_lists import WordLists
from services.intake.domain.values import email_address
from services.intake.read_models import mail
from services.intake.wiring.databases import beside
from services.intake.wiring.evidence_room import files_beside
from shared.event_store.store import EventStore
from shared.event_store.views import ViewStore
from shared.kernel.dispatching import Dispatch
from shared.kernel.messages import Fact
from shared.kernel.refusals import Unavailable
from shared.runtime.ground import Ground
from shared.runtime.service import Chore, Measured
from shared.runtime.settings import BadSetting, Settings

_NONE = "none:"
_DUTY_OFFICER = "WAYMARK_DUTY_OFFICER"
# A message can wait: better late than with whoever it answers unknown.
_VIEWS_WITHIN_SECONDS = 10.0


def originals_beside(ground: Ground) -> SealedOriginals:
    """E-mails as they came, beside intake's log."""
    return SealedOriginals(beside(ground, "mail", lasting=True), ground.keyring, ground.clock)


def mailbox_of(settings: Settings) -> Mailbox | None:
    """The mailbox that is watched; None where there is none. Raises BadSetting."""
    address, password = settings.address("WAYMARK_MAILBOX"), settings.mailbox_password
    if address == _NONE:
        return None
    try:
        return mailbox_at(address, password.get_secret_value() if password else None)
    except ValueError as error:
        raise BadSetting(f"WAYMARK_MAILBOX cannot be used: {error}.") from None


def watching(settings: Settings, room: MailRoom, originals: SealedOriginals) -> tuple[Chore, ...]:
    """What a worker does about e-mail: throw away what is over its time and, where there is a mailbox, empty it.

    Raises BadSetting where a mailbox is watched and nobody is named who hears of danger.
    """
    mailbox = mailbox_of(settings)
    if mailbox is not None and _DUTY_OFFICER not in settings.teams:
        raise BadSetting(
            f"WAYMARK_MAILBOX names a mailbox, but {_DUTY_OFFICER} is not set. Give the e-mail address at which the "
            "duty officer is told of a message with words of danger: nobody would hear of it."
        )
    tidying = Chore("originals", originals.discard_expired)
    return (tidying,) if mailbox is None else (tidying, Chore("mailbox", MailboxWatch(mailbox, room.take).step))


def measured(views: ViewStore) -> Sequence[Measured]:
    """How many messages wait for a person, and how many of them say something that may mean danger."""
    with views.reading() as connection:
        waiting, danger = mail.waiting(connection)
    says = "E-mails in quarantine that nobody has looked at, by whether they hold words of danger."
    numbers = {"yes": danger, "no": waiting - danger}
    return [Measured("waymark_mail_waiting", says, number, {"danger": each}) for each, number in numbers.items()]


def where_mail_comes_in(
    ground: Ground,
    store: EventStore,
    views: ViewStore,
    dispatch: Dispatch,
    reception: Reception,
    originals: SealedOriginals,
) -> MailRoom:
    """The room that takes messages in."""

    def reading() -> AbstractContextManager[Any]:
        if not views.wait_for(store.head(), _VIEWS_WITHIN_SECONDS):
            raise Unavailable("What came in before cannot be looked up just now, so no e-mail is taken in.")
        return views.reading()

    def references_of(header_ids: Sequence[str]) -> Sequence[str]:
        if not header_ids:
            return ()
        with reading() as connection:
            return mail.references_of(connection, ground.keyring, header_ids)

    def wrote_since(address: str, moment: datetime) -> bool:
        with reading() as connection:
            return mail.wrote_since(connection, ground.keyring, address, moment)

    def facts_of(reference: str) -> Sequence[Fact]:
        return [recorded.fact for recorded in store.stream(referral_stream(reference))]

    return MailRoom(
        dispatch=dispatch,
        message_of=lambda message_id: store.fold(message_stream(message_id), message.DECIDER)[0],
        reception=reception,
        keys=ground.keyring,
        originals=originals,
        correspondents=KnownCorrespondents(ground.keyring, facts_of, references_of, wrote_since),
        lists=_word_lists(ground),
        clock=ground.clock,
        own=_own(ground.settings),
        files=AttachedFiles(files_beside(ground), dispatch),
        people_read_answers=_people_read_answers(ground.settings),
    )


def _people_read_answers(settings: Settings) -> bool:
    """Whether somebody real may write, or be written to: a mailbox is watched, or messages leave the house."""
    return mailbox_of(settings) is not None or not settings.address("MAIL_URL").startswith("file:")


def _word_lists(ground: Ground) -> WordLists:
    try:
        return load_word_lists(ground.clock().date())
    except BadWordLists as bad:
        raise BadSetting(f"The lists of words in services/intake/word_lists cannot be used:\n{bad}") from None


def _own(settings: Settings) -> frozenset[str]:
    """The address the mailbox receives under: what comes from there comes from ourselves."""
    mailbox = mailbox_of(settings)
    address = email_address(mailbox.user) if mailbox is not None else None
    return frozenset() if address is None else frozenset({address})
