"""Past referrals for tests of simulations: as facts of a log, and as they are once gathered."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from services.triage.application.handlers import stream_of
from services.triage.application.simulating.past import Past, past_referrals
from services.triage.domain.events import AnswerValue
from shared.kernel.clock import rfc3339
from shared.kernel.identifiers import reference_from
from shared.kernel.messages import Fact, Recorded
from tests.support.builders.triage import MONDAY, a_referral, opened


def recorded(facts: Iterable[Fact], number: int = 1, at: datetime = MONDAY) -> Iterator[Recorded]:
    """Facts of one referral as a log would hold them, an hour apart."""
    for version, fact in enumerate(facts, 1):
        when = rfc3339(at + timedelta(hours=version))
        stream = stream_of(f"referral-{number}")
        yield Recorded(version, stream, version, f"event-{number}-{version}", "", 1, when, when, b"{}", fact)


def a_past(number: int = 1, received_on: date | None = None, more: Iterable[Fact] = (), **changes: Any) -> Past:
    """One referral as it stands in the history: judged on its day, with whatever followed."""
    at = MONDAY if received_on is None else datetime.combine(received_on, MONDAY.timetz())
    referral = a_referral(
        **{"referral_id": f"referral-{number}", "reference": reference_from(number), "received_at": at, **changes}
    )
    (past,) = past_referrals(recorded([*opened(referral), *more], number, at))
    return past


def many(count: int, start: int = 1, **changes: Any) -> list[Past]:
    return [a_past(number, **changes) for number in range(start, start + count)]


ABUSE_14: dict[str, AnswerValue] = {"immediate_danger": "no", "victim_age": 34, "dash_yes_count": 14}
