"""The description of the API names who may call, and one shape for every error."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

from shared.access.roles import Role
from shared.web.guard import allow, allow_anyone
from tests.support.builders.web import a_browser, a_router, an_app


class Document(BaseModel):
    kind: str


async def take(document: Document) -> dict[str, bool]:
    return {"taken": True}


async def show() -> dict[str, bool]:
    return {"shown": True}


def an_api(folder: Path) -> FastAPI:
    calls = a_router(
        ("POST", "/intake/api/referrals", take, allow(Role.PARTNER, Role.CONTACT_CENTRE)),
        ("GET", "/intake/api/schemas/referral", show, allow_anyone("a schema holds nobody's data")),
    )
    return an_app(folder, calls, a_router(("GET", "/intake/call", show, allow(Role.CONTACT_CENTRE)), described=False))


def test_every_call_says_who_may_make_it_and_pages_are_not_calls(tmp_path: Path) -> None:
    document = a_browser(an_api(tmp_path)).get("/openapi.json").json()
    assert set(document["paths"]) == {"/intake/api/referrals", "/intake/api/schemas/referral"}
    post = document["paths"]["/intake/api/referrals"]["post"]
    assert (post["x-roles"], post["security"]) == (["contact_centre", "partner"], [{"bearer": []}])
    assert document["paths"]["/intake/api/schemas/referral"]["get"]["x-open-because"] == "a schema holds nobody's data"


def test_every_error_is_described_as_a_problem_document(tmp_path: Path) -> None:
    document = a_browser(an_api(tmp_path)).get("/openapi.json").json()
    responses = document["paths"]["/intake/api/referrals"]["post"]["responses"]
    assert set(responses) == {"200", *map(str, (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503))}
    for status, response in responses.items():
        if status != "200":
            assert response["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_there_is_no_page_that_fetches_scripts_from_elsewhere(tmp_path: Path) -> None:
    browser = a_browser(an_api(tmp_path))
    assert [browser.get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]


def test_parts_of_a_schema_written_down_whole_are_found_from_the_top(tmp_path: Path) -> None:
    def takes(path: str, title: str, most: int) -> APIRouter:
        place = {"type": "string", "maxLength": most}
        schema = {"$id": f"urn:{title}", "title": title, "$defs": {"Place": place}, "$ref": "#/$defs/Place"}
        extra = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
        router = APIRouter()
        router.add_api_route(path, show, methods=["POST"], dependencies=[allow(Role.PARTNER)], openapi_extra=extra)
        return router

    app = an_app(tmp_path, takes("/intake/api/one", "One", 5), takes("/intake/api/two", "Two", 7))
    document = a_browser(app).get("/openapi.json").json()
    found = []
    for path in ("/intake/api/one", "/intake/api/two"):
        schema = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert schema.keys() == {"title", "$ref"}
        found.append(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["maxLength"])
    assert found == [5, 7]
