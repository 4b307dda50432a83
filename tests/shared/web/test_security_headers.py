"""Headers on every answer, and what may be kept by a browser."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from shared.web.asset_files import AssetFiles
from tests.support.builders.web import a_browser, an_app

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
ON_PAGES = {
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
PAGES = ["/sign-in", "/nowhere", "/leave", "/assets/nothing.css", "/find"]
DOCUMENTS = ["/health/live", "/openapi.json"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_nothing_to_other_windows_sites_and_devices(tmp_path: Path, path: str) -> None:
    headers = a_browser(an_app(tmp_path)).get(path).headers
    assert {name: headers[name] for name in ON_PAGES} == ON_PAGES


@pytest.mark.parametrize("path", PAGES + DOCUMENTS)
def test_every_answer_keeps_itself_to_itself(tmp_path: Path, path: str) -> None:
    headers = a_browser(an_app(tmp_path)).get(path).headers
    assert {name: headers[name] for name in EVERYWHERE} == EVERYWHERE
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "strict-transport-security" not in headers


def test_behind_tls_the_browser_is_told_to_stay_there(tmp_path: Path) -> None:
    headers = a_browser(an_app(tmp_path, secure_cookies=True)).get("/sign-in").headers
    assert headers["strict-transport-security"] == "max-age=63072000"


def test_assets_and_only_assets_may_be_kept(tmp_path: Path) -> None:
    (tmp_path / "waymark.css").write_text("body { margin: 0 }")
    app = an_app(tmp_path)
    # Given before the first request, so that what is served does not depend on what was built.
    assets = app.state.assets
    assets.directory, assets.all_directories, assets._folder = tmp_path, [tmp_path], tmp_path
    client = TestClient(app)
    assert client.get("/assets/waymark.css").headers["cache-control"] == "public, max-age=300"
    marked = client.get(assets.address("waymark.css"))
    assert marked.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert marked.headers["content-type"].startswith("text/css")


def test_a_mark_that_another_version_made_is_not_kept_for_ever(tmp_path: Path) -> None:
    (tmp_path / "waymark.css").write_text("body { margin: 0 }")
    app = an_app(tmp_path)
    assets = app.state.assets
    assets.directory, assets.all_directories, assets._folder = tmp_path, [tmp_path], tmp_path
    answer = TestClient(app).get("/assets/waymark.css?v=0123456789ab")
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_the_address_of_an_asset_changes_with_its_content(tmp_path: Path) -> None:
    def address(content: str) -> str:
        (tmp_path / "waymark.css").write_text(content)
        return AssetFiles(tmp_path).address("waymark.css")

    one, other = address("a { }"), address("b { }")
    assert one.startswith("/assets/waymark.css?v=")
    assert one != other


def test_before_assets_are_built_pages_are_served_and_assets_are_simply_not_there(tmp_path: Path) -> None:
    assert AssetFiles(tmp_path / "not-built").address("waymark.css") == "/assets/waymark.css"


@pytest.mark.parametrize(
    "path", ["/assets/../app.py", "/assets/..%2fapp.py", "/assets/%2e%2e/app.py", "/assets//etc/hosts"]
)
def test_nothing_beside_the_assets_is_served(tmp_path: Path, path: str) -> None:
    assert TestClient(an_app(tmp_path)).get(path).status_code == 404
