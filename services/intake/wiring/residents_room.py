"""Where residents' answers, phrases, tries and counts are kept, each by itself beside the log."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from services.intake.adapters.drafts import KEPT_FOR_RETURN, SealedDrafts
from services.intake.adapters.equality_counts import EqualityCounts
from services.intake.adapters.phrases import HashedPhrases
from services.intake.adapters.tries import CountedTries
from services.intake.application import diary_reminders
from services.intake.application.handlers import diary_stream, referral_stream
from services.intake.domain.events import ReturnPhraseKept
from services.intake.web.residents import Residents
from services.intake.wiring.databases import SERVICE, beside
from shared.event_store.passing_keys import PassingKeys
from shared.kernel.handling import Deadline
from shared.kernel.messages import Recorded
from shared.kernel.personal import Contact, still_known
from shared.runtime.ground import Ground, Opened
from shared.runtime.service import Chore


def drafts_beside(ground: Ground, name: str, kept_for: timedelta) -> SealedDrafts:
    """Drafts by themselves, beside intake's log, and their keys beside them."""
    keys = PassingKeys(beside(ground, f"{name}_keys", lasting=True), ground.keyring, f"{SERVICE}/{name}")
    return SealedDrafts(beside(ground, name), keys, ground.clock, kept_for)


def residents_room(ground: Ground, opened: Opened) -> tuple[Residents, tuple[Chore, ...]]:
    """What residents' pages need beside the log, and what throws it away in time."""
    tries = CountedTries(beside(ground, "tries"), partial(ground.keyring.index, Contact), ground.clock)
    counts = EqualityCounts(beside(ground, "equality", lasting=True))
    returns = drafts_beside(ground, "returns", KEPT_FOR_RETURN)
    tidying = (Chore("returns", returns.discard_expired), Chore("tries", tries.forget_old))
    mint = partial(ground.keyring.recognise, ())
    return Residents(returns, HashedPhrases(), partial(_phrase_of, ground, opened), tries, counts, mint), tidying


def reminding(ground: Ground, opened: Opened) -> tuple[Deadline, ...]:
    """When whoever keeps a diary is reminded of it, by the log as it stands."""

    def referral(reference: str) -> Sequence[Recorded]:
        return opened.store.stream(referral_stream(reference))

    def diary(reference: str) -> Sequence[Recorded]:
        return opened.store.stream(diary_stream(reference))

    return diary_reminders.deadlines(referral, diary, ground.clock)


def _phrase_of(ground: Ground, opened: Opened, reference: str) -> str | None:
    """What is kept of the phrase last chosen for a referral; None where it cannot be read, so nobody comes in by it."""
    facts = [each.fact for each in opened.store.stream(referral_stream(reference))]
    chosen = [fact.phrase for fact in facts if isinstance(fact, ReturnPhraseKept)]
    return still_known(ground.keyring, chosen[-1] if chosen else None, Contact)
