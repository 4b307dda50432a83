"""Renders templates: a service's own first, then the shared ones, then the design system's macros.

    PAGES = Pages(Path(__file__).parents[1] / "templates")
    return PAGES.render(request, "panels/agenda.html", agenda=agenda)

Templates extend "shared/base.html" (staff) or "shared/public.html" (residents) and import macros from
"shared/forms.html" and "shared/tags.html". Everything is escaped. Filters: full_date, day_date, clock_time,
date_time, words, shown. Functions: asset(name), path(route_name, **parameters).
"""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from shared.access.roles import ROLE_WORDS
from shared.web.asset_files import AssetFiles
from shared.web.caller import session_of, visitor_of
from shared.web.formats import FILTERS
from shared.web.places import PLACES, place_of, record_page
from shared.web.settings import WebSettings

_SHARED = Path(__file__).parent / "templates"


class Pages:
    """The templates of one service with everything they stand on."""

    def __init__(self, templates: Path | None = None) -> None:
        """`templates` is the folder that holds the service's own, itself holding a folder of the service's name."""
        folders = [FileSystemLoader(folder) for folder in (templates, _SHARED) if folder is not None]
        macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
        self._environment = Environment(
            loader=ChoiceLoader([*folders, macros]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(FILTERS)

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """The page as an answer. See `text` for what every template is given besides its own context."""
        return HTMLResponse(self.text(request, template, **context), status, headers)

    def text(self, request: Request, template: str, **context: Any) -> str:
        """The page as text. Every template also gets: settings, principal, role_words, places, searches, csrf,
        here (the path), and may be given past_at (the moment a page speaks of: amber border), sensitive (Exit button,
        neutral title), back (the address of a back link) and lang (the language of the page, "en")."""
        frame = _frame(request)
        if taken := frame.keys() & context.keys():
            # Nobody would see it at once: a page without its banner, or with foreign places in its bar.
            raise ValueError(f"{template} takes the frame's {', '.join(sorted(taken))}")
        return self._environment.get_template(template).render(frame | context)


def _frame(request: Request) -> dict[str, Any]:
    principal, session = visitor_of(request), session_of(request)
    settings: WebSettings = request.app.state.settings
    assets: AssetFiles = request.app.state.assets
    return {
        "request": request,
        "settings": settings,
        "notice": settings.notice(),
        "principal": principal,
        "role_words": ROLE_WORDS[principal.role] if principal else None,
        "places": PLACES[principal.role] if principal else (),
        "own_place": place_of(principal.role, request.url.path) if principal else None,
        "searches": principal is not None and record_page(principal.role, "") is not None,
        "csrf": session.csrf if session else None,
        "here": request.url.path,
        "asset": assets.address,
        "path": request.app.url_path_for,
    }
