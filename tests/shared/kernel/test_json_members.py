"""A member that is given twice is found wherever it stands, and nothing else is taken for one."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.json_members import given_twice

TEXT = st.text(max_size=6) | st.sampled_from(['"', '\\"', '":', "\\u0022", "a"])
VALUES = st.recursive(
    TEXT | st.integers(-9, 9) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ('{"safe": "no", "safe": "yes"}', ()),
        ('{"safe_contact": {"phone": {"safe": "no", "safe": "yes"}}}', ("safe_contact", "phone")),
        ('{"people": [{}, {"roles": [], "roles": []}]}', ("people", 1)),
        ('{"safe": "no", "s\\u0061fe": "yes"}', ()),
        ('{"a": "\\u0022\\u0022", "b": 1, "b": 2}', ()),
        ('{ "a" : 1 , "a"\n: {} }', ()),
        ('{"a": {"a": 1}, "b": [{"a": 1}, {"a": 1}]}', None),
        ('{"a": "\\"a\\": 1, \\"a\\": 2"}', None),
        ('{"A": 1, "a": 2}', None),
        ("{", None),
        ("[" * 100_000, None),
        ("", None),
        ('{"a": 1, "a": 2', None),
        ("NaN", None),
    ],
)
def test_the_first_object_that_gives_a_member_twice_is_named(text: str, steps: tuple[str | int, ...] | None) -> None:
    assert given_twice(text.encode()) == steps


@settings(max_examples=60, deadline=None)
@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_what_is_written_once_is_never_found(value: object, ascii_only: bool, indent: int | None) -> None:
    assert given_twice(json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode()) is None


@settings(max_examples=60, deadline=None)
@given(VALUES, TEXT, VALUES, VALUES, st.booleans())
def test_what_is_written_twice_is_always_found(
    around: object, name: str, one: object, two: object, ascii_only: bool
) -> None:
    member, first, second = (json.dumps(each, ensure_ascii=ascii_only) for each in (name, one, two))
    outside = json.dumps(around, ensure_ascii=ascii_only)
    assert given_twice(f"[{outside}, {{{member}: {first}, {member}: {second}}}]".encode()) is not None
