"""Puts together where e-mail is taken in, and where messages are kept as they came."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from services.intake.adapters.mail.correspondents import KnownCorrespondents
from services.intake.adapters.mail.originals import SealedOriginals
from services.intake.adapters.mail.room import MailRoom
from services.intake.adapters.word_files import load_word_lists
from services.intake.application.handlers import message_stream, referral_stream
from services.intake.document.reception import Reception
from services.intake.domain import message
from services.intake.domain.events import ReferralSubmitted
from services.intake.read_models import mail
from services.intake.wiring.databases import beside
from shared.event_store.store import EventStore
from shared.event_store.views import ViewStore
from shared.kernel.dispatching import Dispatch
from shared.kernel.refusals import Unavailable
from shared.runtime.ground import Ground

# A message can wait: better late than with whoever it answers unknown.
_VIEWS_WITHIN_SECONDS = 10.0


def originals_beside(ground: Ground) -> SealedOriginals:
    """E-mails as they came, beside intake's log."""
    return SealedOriginals(beside(ground, "mail", lasting=True), ground.keyring, ground.clock)


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

    def submitted(reference: str) -> ReferralSubmitted | None:
        facts = (recorded.fact for recorded in store.stream(referral_stream(reference)))
        return next((fact for fact in facts if isinstance(fact, ReferralSubmitted)), None)

    return MailRoom(
        dispatch=dispatch,
        message_of=lambda message_id: store.fold(message_stream(message_id), message.DECIDER)[0],
        reception=reception,
        keys=ground.keyring,
        originals=originals,
        correspondents=KnownCorrespondents(ground.keyring, submitted, references_of, wrote_since),
        lists=load_word_lists(ground.clock().date()),
        clock=ground.clock,
    )
