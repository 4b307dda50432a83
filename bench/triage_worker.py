"""One of triage's workers as a process: its part of the consumer group, and nothing beside it."""

import contextlib
import sys

from services.triage.wiring import build_triage
from shared.delivery.kafka.address import address_of
from shared.delivery.kafka.subscription import KafkaSubscription
from shared.kernel.clock import system_clock
from shared.kernel.refusals import Unavailable
from shared.runtime.ground import make_ground
from shared.runtime.logging import configure_logging
from shared.runtime.settings import from_environment


def main(number: int) -> None:
    """Join, say so, and take messages until the process is ended."""
    # A line about each message on standard error, as in a borough: what is printed here is read for one word only.
    configure_logging("triage", json_lines=True)
    settings = from_environment()
    service = build_triage(make_ground(settings))
    address = address_of(settings.address("DELIVERY_URL"))
    subscription = KafkaSubscription(address, "triage", ["intake"], service.inbox, number, system_clock)
    while subscription.step():
        pass
    print("joined", flush=True)
    while True:
        with contextlib.suppress(Unavailable):  # as a worker does: it joins anew at the next step
            subscription.step()


if __name__ == "__main__":
    main(int(sys.argv[1]))
