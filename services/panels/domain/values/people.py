"""Which records are one person's, over any number of pairs."""

from collections.abc import Iterable, Mapping


def who_is_who(joined: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """For everybody in these pairs one id that all records of one person share; whoever is in none is herself."""
    leader: dict[str, str] = {}

    def lead(person: str) -> str:
        while (further := leader.get(person, person)) != person:
            person = further
        return person

    for one, other in joined:
        first, second = sorted((lead(one), lead(other)))
        leader[second] = first
        leader.setdefault(first, first)
    return {person: lead(person) for person in leader}
