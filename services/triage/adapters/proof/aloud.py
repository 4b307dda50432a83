"""What may be read out gives nobody away: no telling word, and no sentence that only those who need protection get."""

import re
from collections.abc import Iterator, Sequence

from services.triage.domain.routes import EMERGENCY, PROTECTING
from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rule_sets.proof import Result

_ORDINARY = "asb_case"


def safe_aloud(document: RuleDocument, telling: Sequence[str]) -> Iterator[Result]:
    """Two claims: no word that tells, and nothing that is said of protecting routes alone."""
    told = [f"{place}: it says “{word}”" for place, text in _sentences(document) if (word := _tells(text, telling))]
    yield _result("nothing that is read out holds a word that gives somebody away", told, "Say it without.")
    apart = list(_apart(document))
    cure = f"Say what is said of “{_ORDINARY}”."
    yield _result("what is read out of a route that protects is what is read out of an ordinary case", apart, cure)


def _result(says: str, faults: Sequence[str], cure: str) -> Result:
    return Result("aloud", says, "by_reading", not faults, f"{'; '.join(faults)}. {cure}" if faults else "")


def _sentences(document: RuleDocument) -> Iterator[tuple[str, str]]:
    yield from ((f"route “{name}”", route.aloud) for name, route in document.routes.items())
    yield from ((f"row “{row.id}”", row.aloud) for row in document.rows)
    yield from ((f"signpost “{change.id}”", change.aloud) for change in document.signposts)


def _tells(text: str, telling: Sequence[str]) -> str | None:
    return next((word for word in telling if re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE)), None)


def _apart(document: RuleDocument) -> Iterator[str]:
    """Routes and rows whose sentence would tell a listener that somebody is being protected."""
    routes = document.routes
    ordinary = routes[_ORDINARY].aloud if _ORDINARY in routes else ""
    quiet = {route for route in PROTECTING if route != EMERGENCY}
    yield from (f"route “{name}”" for name in routes if name in quiet and routes[name].aloud != ordinary)
    of_cases = {row.aloud for row in document.rows if row.routes[0].route == _ORDINARY}
    protecting = [row for row in document.rows if {use.route for use in row.routes} & quiet]
    yield from (f"row “{row.id}”" for row in protecting if of_cases and row.aloud not in of_cases)
