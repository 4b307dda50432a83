"""What every test may ask for: stores, servers, a browser, data sets; how property tests behave on a busy machine."""

import gc

import hypothesis

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
    "tests.support.longest_first",  # after those that say what takes long
]

# The same examples each time: what fails on the build server fails at home. On a shared machine times say nothing.
hypothesis.settings.register_profile("waymark", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.load_profile("waymark")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: nine thousand tests are not looked through again and again for what is garbage."""
    gc.collect()
    gc.freeze()
