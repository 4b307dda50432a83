"""What every test may ask for: stores, servers, a browser, data sets; how property tests behave on a busy machine."""

import hypothesis
import pytest

pytest_plugins = [
    "tests.support.backends",
    "tests.support.boroughs",
    "tests.support.browser",
    "tests.support.carriers",
    "tests.support.datasets",
    "tests.support.kafka",
    "tests.support.postgres",
    "tests.support.databases",  # after the servers it asks for
    "tests.support.postgres_addresses",
    "tests.support.builders.keys",
    "tests.support.small_disk",
]

# The same examples each time: what fails on the build server fails at home. On a shared machine times say nothing.
hypothesis.settings.register_profile("waymark", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.load_profile("waymark")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Side by side a file's tests stay together, and so do all that need the broker: there is one for all of them."""
    for item in items:
        needs_broker = item.get_closest_marker("needs_kafka") is not None
        item.add_marker(pytest.mark.xdist_group("kafka" if needs_broker else item.nodeid.split("::")[0]))
