"""The One Stop Shop: who came and for what, and orders of which the police are told and say that they have them."""

from collections.abc import Sequence

from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.support.commands import AcknowledgeOrder, RecordDropIn, TellPoliceOfOrder
from services.triage.domain.support.events import DropInHeld, OrderAcknowledged, OrderToldToPolice
from services.triage.domain.support.file import SupportFile, ids, protects, supported
from services.triage.domain.support.practice import SupportPractice
from services.triage.domain.support.refusals import AnsweredBeforeTold, DayInFuture, NoLawThatDay, OrderNotTold
from shared.kernel.messages import Fact
from shared.kernel.refusals import FieldError, InvalidInput
from shared.kernel.working_days import WorkingDays


def record_drop_in(command: RecordDropIn, file: SupportFile) -> Sequence[Fact]:
    """What they came for, in codes; what they said stands where what people say is kept."""
    standing = protects(file, command.person_id)
    if command.held_on > day_of(command.at):
        raise DayInFuture
    if not command.topics:
        raise InvalidInput([FieldError("/topics", "missing", "Tick at least one thing they came for.")])
    held = DropInHeld(
        drop_in_id=command.drop_in_id,
        person_id=command.person_id,
        held_on=command.held_on,
        came=command.came,
        topics=command.topics,
        campaign=command.campaign,
        **ids(standing),
    )
    return (held,)


def tell_police_of_order(
    command: TellPoliceOfOrder, file: SupportFile, practice: InForce[SupportPractice], calendar: WorkingDays
) -> Sequence[Fact]:
    """An order the police do not know of is not enforced: their answer is due on a day."""
    standing, day = supported(file), day_of(command.told_at)
    agreed = practice.on(day)
    if agreed is None:
        raise NoLawThatDay
    if command.told_at > command.at:
        raise DayInFuture
    told = OrderToldToPolice(
        order_id=command.order_id,
        order=command.order,
        until_on=command.until_on,
        told_at=command.told_at,
        acknowledge_by=calendar.after(day, agreed.police_acknowledge_days),
        **ids(standing),
    )
    return (told,)


def acknowledge_order(command: AcknowledgeOrder, file: SupportFile) -> Sequence[Fact]:
    """The police have it."""
    standing = supported(file)
    waiting = next((each for each in file.orders if each.order_id == command.order_id and not each.acknowledged), None)
    if waiting is None:
        raise OrderNotTold
    if command.acknowledged_at > command.at:
        raise DayInFuture
    if command.acknowledged_at < waiting.told_at:
        raise AnsweredBeforeTold
    return (OrderAcknowledged(order_id=command.order_id, acknowledged_at=command.acknowledged_at, **ids(standing)),)
