"""Files that come with an e-mail become evidence of its referral; whatever becomes of them, the message comes in."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from services.intake.adapters.mail.mime import files_in
from services.intake.application.ports import Evidence
from services.intake.domain.commands import AddEvidence
from services.intake.domain.mail.attached import attached_receipt
from services.intake.domain.refusals import FileNotTaken
from shared.kernel.dispatching import Dispatch, Receipt
from shared.kernel.failures import described
from shared.kernel.messages import Context

MOST_FILES = 20
# A picture this small is the logo under somebody's name; the message as it came keeps it all the same.
_SMALLEST_PICTURE = 4 * 1024

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Whose:
    """The referral that files belong to, and the person under whose key they are sealed."""

    reference: str
    referral_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class AttachedFiles:
    """Takes in what is attached to a message, each file once however often the message comes."""

    evidence: Evidence
    dispatch: Dispatch

    def keep(self, message_id: str, raw: bytes, whose: Whose, received_at: datetime, context: Context) -> None:
        """Keep what can be taken. What cannot is logged by its reason, and stays in the message as it came."""
        try:
            files = enumerate(files_in(raw))
            found = [(number, data) for number, (told, data) in files if _is_evidence(told.media_type, data)]
        except Exception as error:
            _log.error("mail_files_not_read", **described(error))
            return
        for number, data in found[:MOST_FILES]:
            try:
                self._keep(attached_receipt(message_id, number), data, whose, received_at, context)
            except FileNotTaken as refusal:
                _log.info("mail_file_not_taken", why=refusal.why)
            except Exception as error:
                # A full disk, a person forgotten meanwhile: the words of the message must come in even so.
                _log.error("mail_file_not_kept", **described(error))

    def _keep(self, receipt: Receipt, data: bytes, whose: Whose, received_at: datetime, context: Context) -> None:
        held = self.evidence.take(whose.reference, whose.person_id, [data])
        command = AddEvidence.model_validate(
            {
                "at": received_at,
                "referral_id": whose.referral_id,
                "reference": whose.reference,
                "evidence_id": held.evidence_id,
                "person_id": held.person_id,
                "kind": held.kind,
                "file": held.file,
                "road": "email",
            }
        )
        try:
            done = self.dispatch(command, context, receipt)
        except BaseException:
            self.evidence.discard(held.evidence_id)
            raise
        if done.repeated is not None:
            self.evidence.discard(held.evidence_id)


def _is_evidence(media_type: str, data: bytes) -> bool:
    return bool(data) and not (media_type.startswith("image/") and len(data) < _SMALLEST_PICTURE)
