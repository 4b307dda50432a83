"""A trace goes on from hop to hop under one id, each with a span of its own; what breaks the standard begins anew."""

import pytest

from shared.kernel.tracing import begun, continued

TRACE_ID, SPAN_ID = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
GIVEN = f"00-{TRACE_ID}-{SPAN_ID}-01"


def test_a_trace_that_begins_here_has_no_parent_and_can_be_gone_on_with() -> None:
    first = begun()
    assert first.parent_id is None
    second = continued(first.header)
    assert (second.trace_id, second.parent_id) == (first.trace_id, first.span_id)
    assert begun().trace_id != first.trace_id


def test_each_hop_has_a_span_of_its_own_and_keeps_its_parent() -> None:
    one, other = continued(GIVEN), continued(GIVEN)
    assert one.trace_id == other.trace_id == TRACE_ID
    assert one.parent_id == other.parent_id == SPAN_ID
    assert len({one.span_id, other.span_id, SPAN_ID}) == 3
    assert one.header == f"00-{TRACE_ID}-{one.span_id}-01"


@pytest.mark.parametrize(("given", "handed_on"), [("00", "00"), ("01", "01"), ("03", "03"), ("ff", "03"), ("fc", "00")])
def test_only_the_flags_that_are_known_are_handed_on(given: str, handed_on: str) -> None:
    assert continued(f"00-{TRACE_ID}-{SPAN_ID}-{given}").header.endswith(f"-{handed_on}")


def test_a_later_version_is_read_as_far_as_ours_goes_and_handed_on_as_ours() -> None:
    assert continued(f"cc-{TRACE_ID}-{SPAN_ID}-01-what-the-future-brings").header.startswith(f"00-{TRACE_ID}-")


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "junk",
        f"ff-{TRACE_ID}-{SPAN_ID}-01",
        f"00-{'0' * 32}-{SPAN_ID}-01",
        f"00-{TRACE_ID}-{'0' * 16}-01",
        f"00-{TRACE_ID.upper()}-{SPAN_ID}-01",
        f"00-{TRACE_ID}-{SPAN_ID}",
        f"00-{TRACE_ID}-{SPAN_ID}-1",
        f"00-{TRACE_ID}-{SPAN_ID}-01-more",
        f"cc-{TRACE_ID}-{SPAN_ID}-01more",
        f" {GIVEN}",
        f"{GIVEN}\n",
    ],
)
def test_what_breaks_the_standard_begins_a_new_trace(given: str | None) -> None:
    made = continued(given)
    assert made.trace_id != TRACE_ID
    assert made.parent_id is None
