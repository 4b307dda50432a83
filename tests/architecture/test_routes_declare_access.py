"""Every route says who may use it; an app with a silent one is not made at all."""

from pathlib import Path

import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from shared.access.roles import Role
from shared.web.app import create_app
from shared.web.guard import UndeclaredRoutes, allow, allow_anyone
from tests.support.builders.access import an_access
from tests.support.builders.web import a_router, an_app
from tests.support.routes import undeclared_routes


def silent() -> None:
    """A route whose author forgot."""


async def only_looks(_: str = "") -> None:
    """A dependency that lets everybody through."""


def test_the_shared_pages_all_declare_access(tmp_path: Path) -> None:
    assert undeclared_routes(an_app(tmp_path)) == []


@pytest.mark.parametrize("guard", [None, Depends(only_looks)], ids=["nothing declared", "another dependency"])
def test_a_planted_silent_route_is_found_and_its_app_is_not_made(tmp_path: Path, guard: object) -> None:
    router = a_router(
        ("GET", "/intake/api/spoken", silent, allow(Role.PARTNER)), ("POST", "/intake/planted", silent, guard)
    )
    with pytest.raises(UndeclaredRoutes, match=r"^POST /intake/planted$"):
        create_app("Waymark", [router], access=an_access(tmp_path))


def test_it_is_found_at_any_depth_of_inclusion_and_under_its_whole_path() -> None:
    inner, outer, app = APIRouter(prefix="/inner"), APIRouter(prefix="/outer"), FastAPI(openapi_url=None, docs_url=None)
    inner.add_api_route("/planted", silent, methods=["GET"])
    inner.add_api_route("/spoken", silent, methods=["GET"], dependencies=[allow_anyone("a test")])
    outer.include_router(inner)
    app.include_router(outer, prefix="/services")
    assert undeclared_routes(app) == ["GET /services/outer/inner/planted"]


def test_files_and_applications_mounted_without_a_reason_are_found(tmp_path: Path) -> None:
    app = an_app(tmp_path)
    app.mount("/files", StaticFiles(directory=tmp_path))
    app.mount("/other", FastAPI())
    assert undeclared_routes(app) == ["* /files", "* /other"]


def test_a_guard_on_the_whole_router_counts_for_each_of_its_routes() -> None:
    router, app = (
        APIRouter(dependencies=[allow(Role.AUDITOR)]),
        FastAPI(openapi_url=None, docs_url=None, redoc_url=None),
    )
    router.add_api_route("/audit/api/one", silent, methods=["GET"])
    app.include_router(router)
    assert undeclared_routes(app) == []
