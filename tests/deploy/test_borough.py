"""What docker-compose.yml says, started by its own words without Docker, does what a borough needs of it."""

import base64
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page

from deploy.local.borough import Borough, NotUp
from shared.access.roles import Role
from tests.support.borough import a_borough, bearer, mail_to, refer, until
from tests.support.builders.access import PASSWORD

pytestmark = [
    pytest.mark.slow, pytest.mark.needs_postgres, pytest.mark.needs_kafka, pytest.mark.timeout(600),
    pytest.mark.xdist_group("borough"),
]  # fmt: skip

PROCESSES = {
    *(
        f"{name}-{part}"
        for name in ("intake", "triage", "panels", "notifications", "audit")
        for part in ("web", "worker")
    )
}
ABUSE = {
    "kind": "domestic_abuse",
    "strands": ["domestic_violence_and_abuse"],
    "reporter": {"full_name": "Ada Example", "phone": "07700 900321", "is_victim": True},
    "facts": {"immediate_danger": "no", "dash_yes_count": 16},
}


@pytest.fixture(scope="module")
def borough() -> Iterator[Borough]:
    with a_borough() as made:
        yield made


@pytest.fixture(scope="module")
def clerk(borough: Borough) -> httpx2.Client:
    return bearer(borough, Role.CONTACT_CENTRE)


def test_all_ten_processes_are_the_compose_files_own_commands(borough: Borough) -> None:
    for name in PROCESSES:
        command = Path(f"/proc/{borough.running[name].pid}/cmdline").read_bytes().decode().split("\0")[1:-1]
        *declared, port = borough.declared[name].command[1:]
        assert command == [*("127.0.0.1" if word == "0.0.0.0" else word for word in declared), str(borough.port(name))]
        assert port == "8000"
    assert [borough.running[name].ended() for name in ("keyring", "migrations", "topics")] == [0, 0, 0]


def test_no_process_has_a_secret_in_its_environment(borough: Borough) -> None:
    folder = borough.declared["postgres"].secrets["/run/secrets/postgres_roles"].parent
    words = [word for file in folder.iterdir() for word in file.read_text().replace(":", " ").split() if len(word) > 30]
    assert len(words) > 10
    for name in PROCESSES:
        environment = Path(f"/proc/{borough.running[name].pid}/environ").read_text()
        assert "DATABASE_URL=postgresql" in environment
        assert [word for word in words if word in environment] == []


def test_a_referral_through_the_proxy_reaches_the_agenda(borough: Borough, clerk: httpx2.Client) -> None:
    coordinator = bearer(borough, Role.PANEL_COORDINATOR)

    def coming() -> list[str]:
        found = coordinator.get(f"/panels/api/meetings?panel=marac&from={time.strftime('%Y-%m-%d')}").json()
        return [each["id"] for each in found if each["starts_at"] > time.strftime("%Y-%m-%dT%H:%M", time.gmtime())]

    meeting, reference = until(coming)[0], refer(clerk, **ABUSE)

    def listed() -> bool:
        agenda = coordinator.get(f"/panels/api/meetings/{meeting}/agenda").json()
        items = [item for section in agenda["sections"] for item in section["items"]] + agenda["overflow"]
        return reference in [item["case_reference"] for item in items]

    assert until(listed)


def test_a_notice_reaches_the_mail_catcher_once(borough: Borough, clerk: httpx2.Client) -> None:
    reference = refer(clerk, **ABUSE | {"reporter": {"full_name": "Bea Example", "is_victim": True}})

    def about_her() -> list[str]:
        return [subject for subject in mail_to(borough, "support.team@waymark.example") if reference in subject]

    officer = bearer(borough, Role.TRIAGE_OFFICER)

    def sent() -> bool:
        notices = officer.get(f"/notifications/api/notices?reference={reference}").json()
        found = {each["template"]: (each["state"], each["failure"]) for each in notices}
        assert found.get("support_requested", ("waiting", None))[1] is None, found
        return found.get("support_requested") == ("sent", None)

    until(sent)
    until(about_her)
    time.sleep(2)  # time for a second one, if there were one
    assert about_her() == [f"Support asked for: {reference}"]


def test_a_service_may_end_and_come_back_while_referrals_come_in(borough: Borough, clerk: httpx2.Client) -> None:
    officer = bearer(borough, Role.TRIAGE_OFFICER)
    borough.running["triage-worker"].stop()
    reference = refer(clerk, **ABUSE | {"reporter": {"full_name": "Cleo Example", "is_victim": True}})
    borough.running["triage-worker"].start()
    path = f"/triage/api/referrals/{reference}/decision"
    assert until(lambda: officer.get(path).status_code == 200)


def may_sign_in(borough: Borough, name: str, role: Role) -> None:
    opened = borough.run(
        *("python", "-m", "services", "accounts", "open", name, "--role", role.value),
        input=f"{PASSWORD}\n",
        capture_output=True,
    )
    assert opened.returncode == 0, opened.stderr


def sign_in(page: Page, borough: Borough, name: str, place: str) -> None:
    page.goto(f"{borough.address}{place}")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{borough.address}{place}")


def what_triage_says(page: Page) -> str:
    """Asked over the network while somebody waits, so that a busy machine may answer too late; then ask again."""
    page.get_by_role("button", name="What to do so far").first.click()
    return page.locator(".wm-answer__outcome").inner_text()


def test_a_call_is_taken_in_a_browser_and_seen_on_triages_queue_by_one_origin(borough: Borough, page: Page) -> None:
    """Cookies that demand TLS, anti-forgery tokens and redirects, across apps that share an origin and accounts."""
    refused: list[int] = []
    page.on("response", lambda came: refused.append(came.status) if came.status >= 400 else None)
    may_sign_in(borough, "jo.clerk", Role.CONTACT_CENTRE)
    may_sign_in(borough, "max.officer", Role.TRIAGE_OFFICER)
    sign_in(page, borough, "jo.clerk", "/intake/call")
    assert {(cookie["name"], cookie["secure"]) for cookie in page.context.cookies()} >= {("__Host-s", True)}
    page.locator("[name='_all.danger'][value=no]").check()
    page.get_by_label("What kind of matter is it?").select_option("asb")
    page.get_by_label("What is it about?").select_option("noise")
    until(lambda: what_triage_says(page).startswith(("Signpost", "Ask first", "Go on: open a case")))
    page.get_by_role("button", name="Open a case", exact=True).click()
    if page.get_by_role("button", name="Open it with what is missing").count():
        page.get_by_role("button", name="Open it with what is missing").click()
    page.wait_for_url(re.compile(r"/intake/referrals/WM-"))
    reference = page.url.rpartition("/")[2].partition("?")[0]
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{borough.address}/sign-in")
    sign_in(page, borough, "max.officer", "/triage/queue")
    until(lambda: page.reload() and page.get_by_text(reference).count())
    page.goto(f"{borough.address}/find?reference={reference}")
    page.wait_for_url(f"{borough.address}/triage/referrals/{reference}")
    assert set(refused) <= {422}  # the form's own way of asking for what is missing


def test_the_master_key_is_changed_by_the_runbooks_steps(borough: Borough, clerk: httpx2.Client) -> None:
    """Added behind, put first, all wrapped anew, the former one taken away; and each time all processes come back."""
    file = borough.declared["intake-web"].secrets["/run/secrets/master_key"]
    before = refer(clerk, **ABUSE | {"reporter": {"full_name": "Dora Example", "is_victim": True}})
    old, new = file.read_text().strip(), base64.b64encode(os.urandom(32)).decode()
    rotate = ("python", "-m", "services", "rotate-master-key")
    for keys in ((old, new), (new, old)):
        file.write_text("\n".join(keys) + "\n")
        borough.restart(*sorted(PROCESSES))
    done = borough.run(*rotate, capture_output=True)
    assert "none is left under another master key" in done.stdout, done.stderr
    assert "Done: 0 data keys" in borough.run(*rotate, capture_output=True).stdout
    file.write_text(f"{new}\n")
    borough.restart(*sorted(PROCESSES))
    after = refer(clerk, **ABUSE | {"reporter": {"full_name": "Elsa Example", "is_victim": True}})
    for reference, name in ((before, "Dora Example"), (after, "Elsa Example")):
        shown = clerk.get(f"/intake/api/referrals/{reference}")
        assert shown.status_code == 200
        assert name in shown.text
    file.write_text(f"{old}\n")
    assert (
        "does not fit this keyring"
        in borough.run("python", "-m", "services", "check-master-key", capture_output=True).stderr
    )
    file.write_text(f"{new}\n")


def test_an_operator_backs_up_while_all_goes_on(borough: Borough, tmp_path: Path) -> None:
    copy, keys = tmp_path / "copy", tmp_path / "keys"
    done = borough.run("python", "-m", "services", "backup", str(copy), "--keys", str(keys), capture_output=True)
    assert done.returncode == 0, done.stderr
    assert (copy / "manifest.json").exists()
    assert (keys / "manifest.json").exists()


def test_everything_is_verified_and_nothing_differs(borough: Borough) -> None:
    done = borough.run("python", "-m", "services.audit", "verify", "--json", capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["result"] == "clean"


def test_it_ends_by_its_own_pids_and_leaves_nothing_running(borough: Borough) -> None:
    """The last of those that use it: each process leads a session, so that its children are found by it."""
    pids = {running.pid for running in borough.running.values() if running.pid is not None}
    assert pids & set(sessions().values())
    borough.stop()
    assert [pid for pid, session in sessions().items() if session in pids] == []
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def sessions() -> dict[int, int]:
    """Each running process and the session it is in."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                found[int(entry.name)] = os.getsid(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def test_what_does_not_start_is_named_with_its_last_words(tmp_path: Path) -> None:
    borough = Borough(tmp_path)
    declared = borough.declared
    borough.declared = {"mail": declared["mail"], "topics": declared["topics"]}
    object.__setattr__(borough.declared["topics"], "depends_on", {})
    try:
        with pytest.raises(NotUp, match=r"topics ended with 2; its last words: .*127\.0\.0\.1"):
            borough.start(60)
    finally:
        borough.stop()
