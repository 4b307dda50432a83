"""What is kept from somebody is so for their request, and for nothing that is decided."""

from contextvars import copy_context

from shared.kernel.kept_from import keep_from, kept_from, knowing_everything

RECORDS = frozenset({"WM-2"})


def test_it_holds_for_one_request_and_decisions_rest_on_everything() -> None:
    def request() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        keep_from(RECORDS)
        with knowing_everything():
            deciding = kept_from()
        return RECORDS, deciding, kept_from()

    assert copy_context().run(request) == (RECORDS, frozenset(), RECORDS)
    assert kept_from() == frozenset()
