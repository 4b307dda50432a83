"""The floor for Open311: the framework with answers that were kept, straight from memory.

python -m bench.bare_open311 PORT FOLDER
"""

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import Response

app = FastAPI()
_answers: dict[str, bytes] = {}


@app.get("/health/live")
async def live() -> dict[str, str]:
    """Say that the server answers."""
    return {"status": "up"}


@app.get("/open311/v2/{path:path}")
async def answer(path: str) -> Response:
    """What was kept for this address."""
    return Response(_answers[path], media_type="application/json" if path.endswith("json") else "text/xml")


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    _answers.update({file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.*")})
    uvicorn.run(
        app, host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False,
        log_level="warning",
    )  # fmt: skip
