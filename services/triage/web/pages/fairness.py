"""Whether people fare alike under the rules: what became of whom, how late, how often decided otherwise, by group."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.web.desk import Desk
from services.triage.web.directory.days import day_in, typed_day
from shared.kernel.refusals import FieldError
from shared.web.formats import LONDON, words
from shared.web.guard import Role, allow
from shared.web.pages import Pages

_READERS = (Role.SERVICE_MANAGER, Role.RULE_APPROVER, Role.AUDITOR)
_YEAR = timedelta(days=364)
MEASURES = {
    "became_ours": "Became a case of ours or an emergency",
    "answered_late": "Answered late",
    "decided_otherwise": "A person decided otherwise than the rules",
}
_GROUPS = {
    "channel": "How it came in",
    "kind": "What it is about",
    "age_of_victim": "Age of the victim",
    "tenure_of_reporter": "Home of whoever reported it",
    "ward": "Ward",
    "origin": "Where the record comes from",
}


def fairness_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/rules/fairness."""
    router = APIRouter(include_in_schema=False)

    @router.get("/triage/rules/fairness", name="triage:fairness", dependencies=[allow(*_READERS, hide=True)])
    def show(request: Request) -> Response:
        form, errors = dict(request.query_params), list[FieldError]()
        first, last = _days(desk, form, errors)
        fared = None if errors else desk.room.fared(first, last)
        report: Mapping[str, Any] = fared.report if fared else {}
        return pages.render(
            request,
            "triage/fairness.html",
            status=422 if errors else 200,
            fared=fared,
            first=first,
            last=last,
            all=report.get("all", {}),
            tables=[(name, title, _lines(desk, name, report)) for name, title in _GROUPS.items()] if report else [],
            apart=_apart(desk, report),
            not_grouped=report.get("not_grouped"),
            measures=MEASURES,
            form=typed_day("first", first) | typed_day("last", last) | form,
            errors=errors,
        )

    return router


def _days(desk: Desk, form: Mapping[str, str], errors: list[FieldError]) -> tuple[date, date]:
    """The days asked for: the last year unless the form says otherwise."""
    today = desk.clock().astimezone(LONDON).date()
    last = day_in(form, "last", errors, needed=False) or today
    first = day_in(form, "first", errors, needed=False) or min(last, today) - _YEAR
    if not errors and last < first:
        errors.append(FieldError("/last", "before_first", "The last day must not be before the first."))
    return first, last


def _lines(desk: Desk, group: str, report: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [{**line, "called": _called(desk, group, line["value"])} for line in report["by"][group]]


def _apart(desk: Desk, report: Mapping[str, Any]) -> Sequence[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    """Groups of which a share lies further from that of all than chance would have it, the widest apart first."""
    found = [
        (f"{title}: {_called(desk, group, line['value'])}", measure, line[measure], report["all"][measure])
        for group, title in _GROUPS.items()
        for line in (report["by"][group] if report else ())
        for measure in MEASURES
        if line[measure] and line[measure].get("apart") and report["all"][measure]
    ]
    return sorted(found, key=lambda each: -abs(each[2]["share"] - each[3]["share"]))


def _called(desk: Desk, group: str, value: str) -> str:
    known: Mapping[str, Mapping[str, str]] = {
        "channel": desk.say.vocabulary.channels,
        "kind": desk.say.vocabulary.kinds,
        "tenure_of_reporter": desk.say.vocabulary.answers["tenure_of_reporter"].values,
        "origin": {"live": "Told to us", "import": "Brought over from another system"},
    }
    return known.get(group, {}).get(value) or words(value)
