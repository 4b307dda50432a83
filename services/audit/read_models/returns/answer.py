"""A return as it is handed over: its rows with where they come from, as JSON members or as CSV."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from services.audit.domain.timeline import StoryFact
from services.audit.read_models.returns.shape import Return, Span


def answer(
    of: Return, facts: Iterable[StoryFact], span: Span, as_of: int, tree_head: str, public: bool = False
) -> dict[str, Any]:
    """Everything of a return over the ledger's first `as_of` entries, whose tree head is `tree_head` (base64).

    With `public`, small numbers are taken out. `total` says that the last row adds up the
    others, and `not_read` counts facts in versions that the return does not know.
    """
    readable, not_read = of.readable(facts)
    computed = of.compute(readable, span)
    return {
        "name": of.name,
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "as_of": str(as_of),
        "form": "public" if public else "full",
        "columns": list(of.columns),
        "rows": of.suppress(computed) if public else computed.rows,
        "total": computed.total,
        "unknown": [] if public else [dict(counts) for counts in computed.unknown],
        "reads": list(of.reads),
        "not_read": not_read,
        "computed_from": {"ledger_position": str(as_of), "tree_head": tree_head},
    }


def as_csv(document: dict[str, Any]) -> str:
    """The rows under their columns; nothing stands for nothing."""
    out = io.StringIO()
    writer = csv.DictWriter(out, document["columns"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(document["rows"])
    return out.getvalue()
