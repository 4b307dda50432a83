"""The evidence of one referral: what was added, how much there may be, what may be done with it, what is gone."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.intake.domain.commands import AddEvidence, ChangeEvidenceConsent, WithdrawEvidence
from services.intake.domain.events import Consent, EvidenceAdded, EvidenceConsentChanged, EvidenceWithdrawn
from services.intake.domain.given import GivenConsent
from services.intake.domain.refusals import EvidenceFull, NoSuchEvidence
from services.intake.domain.under_keys import kept
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative

# Ten days of a diary with a few photos or a recording each, and no way to fill our disk by way of one referral.
MOST_FILES = 60
MOST_BYTES = 400 * 1024 * 1024


class Piece(State, frozen=True, kw_only=True):
    """One piece of evidence as it stands."""

    person_id: str
    size: int
    digest: str
    consent: Consent
    withdrawn: bool = False


class Folder(State, frozen=True, kw_only=True):
    """All evidence of one referral, by id."""

    pieces: Mapping[str, Piece] = {}

    def is_full(self) -> bool:
        """Whether no further file may come in, however small."""
        kept_ones = [piece for piece in self.pieces.values() if not piece.withdrawn]
        return len(kept_ones) >= MOST_FILES or sum(piece.size for piece in kept_ones) >= MOST_BYTES


def evolve(state: Folder, fact: Fact) -> Folder:
    """Each fact changes one piece."""
    match fact:
        case EvidenceAdded():
            added = Piece(person_id=fact.person_id, size=fact.file.size, digest=fact.file.digest, consent=fact.consent)
            return Folder(pieces={**state.pieces, fact.evidence_id: added})
        case EvidenceConsentChanged():
            return _changed(state, fact.evidence_id, consent=fact.consent)
        case EvidenceWithdrawn():
            return _changed(state, fact.evidence_id, withdrawn=True)
    return state


def _changed(state: Folder, evidence_id: str, consent: Consent | None = None, withdrawn: bool = False) -> Folder:
    before = state.pieces[evidence_id]
    after = Piece(
        person_id=before.person_id,
        size=before.size,
        digest=before.digest,
        consent=consent or before.consent,
        withdrawn=withdrawn or before.withdrawn,
    )
    return Folder(pieces={**state.pieces, evidence_id: after})


def add_evidence(command: AddEvidence, state: Folder) -> Sequence[Fact]:
    """Once for each file; refused where the referral holds as much as it can."""
    if command.evidence_id in state.pieces:
        return ()
    if state.is_full():
        raise EvidenceFull
    given = command.given
    return (
        EvidenceAdded(
            referral_id=command.referral_id,
            reference=command.reference,
            evidence_id=command.evidence_id,
            person_id=command.person_id,
            kind=command.kind,
            file=command.file,
            road=command.road,
            purposes=given.purposes,
            consent=_consent(given.consent, command.at),
            says=kept(command.person_id, Narrative, given.says),
            made_on=given.made_on,
            received_at=command.at,
        ),
    )


def change_evidence_consent(command: ChangeEvidenceConsent, state: Folder) -> Sequence[Fact]:
    """The newest answer counts. Consent taken back takes the piece back with it."""
    piece = _standing(state, command.evidence_id)
    consent = _consent(command.consent, command.at)
    if consent == piece.consent:
        return ()
    about = {
        "referral_id": command.referral_id,
        "reference": command.reference,
        "evidence_id": command.evidence_id,
    }
    changed = EvidenceConsentChanged(consent=consent, **about)
    if consent.said != "withdrawn":
        return (changed,)
    return (changed, EvidenceWithdrawn(because="consent_withdrawn", **about))


def withdraw_evidence(command: WithdrawEvidence, state: Folder) -> Sequence[Fact]:
    """Once; what was taken back stays so."""
    piece = state.pieces.get(command.evidence_id)
    if piece is None:
        raise NoSuchEvidence
    if piece.withdrawn:
        return ()
    return (
        EvidenceWithdrawn(
            referral_id=command.referral_id,
            reference=command.reference,
            evidence_id=command.evidence_id,
            because=command.because,
        ),
    )


def _standing(state: Folder, evidence_id: str) -> Piece:
    piece = state.pieces.get(evidence_id)
    if piece is None or piece.withdrawn:
        raise NoSuchEvidence
    return piece


def _consent(said: GivenConsent, at: datetime) -> Consent:
    """An answer was given when it is said to have been, else now; where nobody was asked there is no such time."""
    answered = said.said not in ("not_asked", "unknown")
    return Consent(said=said.said, by=said.by, purposes=said.purposes, said_at=said.said_at or at if answered else None)


DECIDER: Decider[Folder] = Decider(Folder(), evolve)
