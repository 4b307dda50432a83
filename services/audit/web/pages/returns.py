"""/audit/returns: each published return with its table, and the line that says what it was computed from."""

from datetime import date
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from services.audit.read_models.returns import RETURNS
from services.audit.read_models.returns.answer import as_csv
from services.audit.web.desk import READERS_OF_RETURNS, Desk
from services.audit.web.plot import Plot, plot_of
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.formats import LONDON, words
from shared.web.guard import allow
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parents[1] / "templates")


def router(desk: Desk) -> APIRouter:
    """The routes /audit/returns and /audit/returns/{name}.csv."""
    made = APIRouter(prefix="/audit/returns", include_in_schema=False)

    @made.get("", name="audit:returns", dependencies=[allow(*READERS_OF_RETURNS)])
    def show(
        request: Request, name: str = "", first: str = "", last: str = "", as_of: str = "", form: str = "full"
    ) -> Response:
        document, errors = None, []
        if name in RETURNS:
            try:
                document = _document(desk, name, first, last, as_of, form)
            except InvalidInput as invalid:
                errors = invalid.errors
        asked = {"name": name, "first": first, "last": last, "as_of": as_of, "form": form}
        context: dict[str, Any] = {"returns": RETURNS.values(), "document": document, "asked": asked, "errors": errors}
        context |= {"year": _financial_year(desk), "plot": _plot(document) if document else None}
        past = f"after entry {as_of} of the ledger" if document and as_of else None
        status = 422 if errors else 200
        return PAGES.render(request, "audit/returns.html", status=status, past_at=past, **context)

    @made.get("/{name}.csv", name="audit:return_csv", dependencies=[allow(*READERS_OF_RETURNS)])
    def download(name: str, first: str = "", last: str = "", as_of: str = "", form: str = "full") -> Response:
        document = _document(desk, name, first, last, as_of, form)
        file = f"{name}-{document['from']}-{document['to']}-at-{document['as_of']}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{file}"'}
        return PlainTextResponse(as_csv(document), headers=headers, media_type="text/csv")

    return made


def _document(desk: Desk, name: str, first: str, last: str, as_of: str, form: str) -> dict[str, Any]:
    desk.current()
    begins, ends = _day("first", first), _day("last", last)
    if as_of and not (as_of.isdecimal() and len(as_of) < 19):
        raise InvalidInput([FieldError("query:as_of", "unreadable", "Give a ledger position in digits.")])
    return desk.compute_return(name, begins, ends, int(as_of) if as_of else None, form == "public")


def _plot(document: dict[str, Any]) -> Plot | None:
    label, value = RETURNS[document["name"]].drawn
    rows = document["rows"][:-1] if document["total"] else document["rows"]
    shown = [row | {label: _shorter(str(row[label]))} for row in rows]
    return plot_of(f"{words(value)} by {label}", label, value, shown)


def _shorter(period: str) -> str:
    """A period by its first month; anything else as it is."""
    return period[:7] if "/" in period else period


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        wrong = FieldError(f"query:{name}", "unreadable", "Give a day such as 2026-04-01.")
        raise InvalidInput([wrong]) from None


def _financial_year(desk: Desk) -> tuple[date, date]:
    """The financial year that today is in, as the first suggestion."""
    today = desk.clock().astimezone(LONDON).date()
    first = today.year if today.month >= 4 else today.year - 1
    return date(first, 4, 1), date(first + 1, 3, 31)
