"""The borough as the compose file describes it, at work on this machine, and those who use it through its proxy."""

import contextlib
import mailbox
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import httpx2

from deploy.local.borough import Borough
from deploy.local.postgres import NoServer
from deploy.local.proxy import NoProxy
from shared.access.roles import Role
from shared.kernel.identifiers import new_id
from tests.support.kafka import JARS
from tests.support.missing import missing

UP_WITHIN_SECONDS = 300


@contextlib.contextmanager
def a_borough() -> Iterator[Borough]:
    """Everything up; afterwards everything ended and thrown away. A server that this machine lacks is said."""
    if not (JARS / "fetched").exists():
        missing("no Kafka broker: call make kafka, which needs Maven and Java 17")
    with tempfile.TemporaryDirectory(prefix="waymark-borough-") as folder:
        os.chmod(folder, 0o711)  # PostgreSQL runs as somebody else and has to find its own folder in there
        borough = Borough(Path(folder))
        try:
            borough.start(UP_WITHIN_SECONDS)
            yield borough
        except (NoServer, NoProxy) as error:
            missing(str(error))
        finally:
            borough.stop()


def bearer(borough: Borough, role: Role) -> httpx2.Client:
    """A program that speaks to the proxy as somebody of this role."""
    made = borough.run("python", "-m", "services", "token", "--role", role.value, capture_output=True)
    assert made.returncode == 0, made.stderr
    headers = {"Authorization": f"Bearer {made.stdout.split()[-1]}"}
    return httpx2.Client(base_url=borough.address, headers=headers, timeout=30)


def refer(clerk: httpx2.Client, **document: Any) -> str:
    """Post a referral through the proxy; its reference."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    given = {"channel": "phone", "received_at": now} | document
    answer = clerk.post("/intake/api/referrals", json=given, headers={"Idempotency-Key": new_id()})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["reference"])


def until(holds: Callable[[], Any], seconds: float = 90) -> Any:
    """What it says as soon as that is something."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)
    return found


def mail_to(borough: Borough, address: str) -> list[str]:
    """The subjects of what the catcher took for somebody."""
    caught = mailbox.Maildir(borough.mail, create=False)
    return [str(make_header(decode_header(mail["Subject"]))) for mail in caught if address in str(mail["X-RcptTo"])]
