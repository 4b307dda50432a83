"""Shares a whole number out so that the parts add up to it."""

from collections.abc import Sequence


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole parts in proportion to the weights that sum to `total`, by largest remainder; earlier ones win ties."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def spread(total: int, over: int) -> list[int]:
    """Whole parts as equal as can be, the larger ones spread evenly among the others."""
    return [total * (place + 1) // over - total * place // over for place in range(over)]
