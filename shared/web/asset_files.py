"""The styles, scripts and pictures that pages load: built beside this module, the same for everybody."""

import hashlib
import os
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from shared.web.guard import allow_anyone

BUILT = Path(__file__).parent / "assets" / "built"
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_MINUTES = "public, max-age=300"


class AssetFiles(StaticFiles):
    """Serves the built assets. Before they are built there is simply nothing to serve, and pages work without."""

    def __init__(self, folder: Path = BUILT) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._folder = folder
        self._addresses: dict[str, str] = {}

    async def check_config(self) -> None:
        """The framework would fail where the folder is missing; a missing file is a plain 404 here."""

    def address(self, name: str) -> str:
        """Where a page loads an asset from; its mark changes with its content, so it may be kept for ever."""
        known = self._addresses.get(name)
        if known is None:
            file = self._folder / name
            if not file.is_file():
                return f"/assets/{name}"
            mark = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
            known = self._addresses[name] = f"/assets/{name}?v={mark}"
        return known

    def file_response(self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200) -> Response:
        """The file, with how long it may be kept."""
        response: Response = super().file_response(full_path, stat_result, scope, status_code)
        mark = self.address(os.path.relpath(full_path, os.path.realpath(self._folder))).partition("?")[2]
        # While five apps change over to a new version, one may be asked for what another's page has marked: the old
        # file must not be kept for ever under the new mark.
        ours = mark and scope["query_string"] == mark.encode()
        response.headers["Cache-Control"] = _FOR_EVER if ours else _FOR_MINUTES
        return response


def assets_router(files: AssetFiles) -> APIRouter:
    """The route /assets/... to these files."""
    router = APIRouter(include_in_schema=False)
    open_to_all = allow_anyone("styles and scripts hold nothing about anybody")

    @router.get("/assets/{name:path}", name="shared:asset", dependencies=[open_to_all])
    async def asset(request: Request, name: str) -> Response:
        return await files.get_response(name, request.scope)

    return router
