"""Opens what carries messages by its address; the only place that knows which it is."""

from collections.abc import Callable, Mapping

from shared.delivery.in_process import InProcessBus
from shared.delivery.ports import Bus
from shared.kernel.clock import Clock


def _in_process(_address: str, _number: int, _clock: Clock) -> Bus:
    return InProcessBus()


def _kafka(address: str, number: int, clock: Clock) -> Bus:
    from shared.delivery.kafka.address import address_of  # its client takes a while to load, for those who need it
    from shared.delivery.kafka.bus import KafkaBus

    return KafkaBus(address_of(address), number, clock)


_CARRIERS: Mapping[str, Callable[[str, int, Clock], Bus]] = {
    "inprocess": _in_process,
    "kafka": _kafka,
    "kafkas": _kafka,
}


def bus_at(address: str, number: int, clock: Clock) -> Bus:
    """The bus at an address. `number` tells workers of one service apart that share its messages.

    Raises DeliveryNotUsable with what to do; nothing is connected to yet.
    """
    return _CARRIERS[address.partition(":")[0]](address, number, clock)
