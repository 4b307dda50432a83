"""A failure is told by kind and place alone; what it says may be what somebody sent."""

from shared.kernel.failures import described

SENT = "Zuleika Planted, 07700 900123"


def fail(text: str) -> None:
    try:
        int(text)
    except ValueError as error:
        raise LookupError(text) from error


def test_a_failure_is_told_by_kind_cause_and_place_and_never_by_its_words() -> None:
    try:
        fail(SENT)
    except LookupError as error:
        told = described(error)
    assert (told["error"], told["caused_by"]) == ("LookupError", ["ValueError"])
    places = told["at"]
    assert isinstance(places, list)
    assert len(places) == 2
    assert all(place.startswith(f"{__name__}:") for place in places)
    assert "Planted" not in str(told)
