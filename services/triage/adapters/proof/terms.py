"""Joins terms of the solver, leaving out what is certain: many copies of one table are built, most of them alike."""

from collections.abc import Iterable
from typing import Any

import z3

Term = Any

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)
_CONTEXT = z3.main_ctx()


def all_of(*terms: Term) -> Term:
    """Whether every one holds."""
    return _joined(terms, z3.Z3_mk_and, TRUE, FALSE)


def any_of(*terms: Term) -> Term:
    """Whether one of them holds."""
    return _joined(terms, z3.Z3_mk_or, FALSE, TRUE)


def negated(term: Term) -> Term:
    """Whether it does not hold."""
    if term is TRUE:
        return FALSE
    if term is FALSE:
        return TRUE
    return z3.BoolRef(z3.Z3_mk_not(_CONTEXT.ref(), term.as_ast()), _CONTEXT)


def either(one: Term, other: Term) -> Term:
    """Whether just one of the two holds."""
    if one is other or one.eq(other):
        return FALSE
    return z3.Xor(one, other)


def certain(holds: bool | Term) -> Term:
    """A truth that is known already as a term; any other term as it is."""
    return holds if isinstance(holds, z3.BoolRef) else TRUE if holds else FALSE


def _joined(terms: Iterable[Term], make: Any, nothing: Term, settles: Term) -> Term:
    open_ = [term for term in terms if term is not nothing]
    if any(term is settles for term in open_):
        return settles
    if len(open_) < 2:
        return open_[0] if open_ else nothing
    # The library's own functions check and convert every part, at ten times the cost.
    parts = (z3.Ast * len(open_))(*(term.as_ast() for term in open_))
    return z3.BoolRef(make(_CONTEXT.ref(), len(open_), parts), _CONTEXT)
