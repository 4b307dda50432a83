"""Log lines are JSON where they are collected, and what libraries say comes without its words."""

import json
import subprocess
import sys

TALKATIVE = """
import asyncio, logging, structlog
from shared.runtime.logging import configure_logging, quietly
configure_logging("notes")
log = structlog.get_logger()
structlog.contextvars.bind_contextvars(correlation_id="story-1")
log.info("request", status=200)
with quietly():
    log.info("left_out")
    log.warning("message_failed")
logging.getLogger("uvicorn.error").info("routine of a library")
for _ in range(3):
    try:
        raise ValueError("Zuleika Planted")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("what %s said", "Zuleika Planted")
asyncio.new_event_loop().call_exception_handler({"message": "Zuleika Planted", "exception": ValueError("Zuleika")})
"""


def test_every_line_is_json_and_a_librarys_words_stay_out_and_come_once() -> None:
    told = subprocess.run([sys.executable, "-c", TALKATIVE], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in told.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["request", "message_failed", "library_warning", "library_warning"]
    assert {line["correlation_id"] for line in lines} == {"story-1"}
    assert [(line["library"], line["error"]) for line in lines[2:]] == [
        ("uvicorn.error", "ValueError"),
        ("asyncio", "ValueError"),
    ]
    assert {line["service"] for line in lines} == {"notes"}
    assert {"level", "timestamp"} <= lines[0].keys()
    assert "Zuleika" not in told.stdout + told.stderr
