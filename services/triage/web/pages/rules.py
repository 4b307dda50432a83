"""The rules as people read them: every edition with its dates, its table in words, and what it changed."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.rule_sets.export import as_toml
from services.triage.read_models import rule_outcomes
from services.triage.web.desk import Desk
from services.triage.web.wording import duration
from shared.kernel.refusals import NotFound
from shared.kernel.small_numbers import Share
from shared.web.formats import LONDON
from shared.web.guard import Role, allow
from shared.web.pages import Pages

_READERS = (Role.RULE_APPROVER, Role.SERVICE_MANAGER, Role.AUDITOR, Role.TRIAGE_OFFICER)


def rules_page(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/rules, where `version` picks an edition, else the one in force today, and its file."""
    router = APIRouter(include_in_schema=False)

    @router.get("/triage/rules", name="triage:rules", dependencies=[allow(*_READERS, hide=True)])
    def show(request: Request, version: str = "") -> Response:
        editions, today = desk.rules.editions, desk.clock().astimezone(LONDON).date()
        begun = [each for each in editions if each.document.effective_from <= today]
        in_force = begun[0] if begun else editions[-1]
        chosen = desk.rules.edition(version) if version else in_force
        if chosen is None:
            raise NotFound
        with desk.views.reading() as connection:
            against = rule_outcomes.decided_otherwise(connection)
        return pages.render(
            request,
            "triage/rules.html",
            otherwise={rule: Share(*counts) for rule, counts in against.items()},
            editions=editions,
            edition=chosen,
            in_force=in_force,
            today=today,
            say=desk.say,
            duration=duration,
        )

    @router.get("/triage/rules/{version}.toml", name="triage:rules_file", dependencies=[allow(*_READERS, hide=True)])
    def file(version: str) -> Response:
        edition = desk.rules.edition(version)
        if edition is None:
            raise NotFound
        headers = {"Content-Disposition": f'attachment; filename="{edition.document.effective_from}.toml"'}
        return Response(as_toml(edition.document), media_type="application/toml", headers=headers)

    return router
