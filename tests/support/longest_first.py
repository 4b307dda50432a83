"""Files that may take long are begun first, so that none of them is left over for one worker at the end."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """By the longest time that any test of a file asked for; those of one file stay together and in their order."""
    asked: dict[str, float] = {}
    for item in items:
        if (mark := item.get_closest_marker("timeout")) is not None:
            file = str(item.path)
            asked[file] = max(asked.get(file, 0.0), float(mark.args[0]))
    items.sort(key=lambda item: -asked.get(str(item.path), 0.0))
