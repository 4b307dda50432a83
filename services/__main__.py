"""`python -m services`: everything in one process, and the commands that concern all five services."""

import argparse
import sys
from datetime import timedelta

from services import account_office, backup_office, dead_letter_office, extracts, key_office
from services.one_process import BUILDERS, application, build
from shared.access.roles import Role
from shared.runtime import migrate, topics
from shared.runtime.cli import add_data, main, settings_of
from shared.runtime.logging import configure_logging
from shared.runtime.origin import clock_beside
from shared.runtime.serving import bind, serve


def serve_all(options: argparse.Namespace) -> int:
    """Serve every page and API on one address, with all the work going on beside it."""
    from services.rehearsal.start import prepare  # loaded only where it may be played

    listening = bind(options.host, options.port)
    rehearsal = prepare(settings_of(options), wanted=not options.empty)
    borough = build(rehearsal.settings, rehearsal.clock)
    borough.ground.bus.check(borough.services)
    for service in borough.services.values():
        service.warn()
    workers = rehearsal.workers(borough)
    app = application(borough, rehearsal.notice, workers, rehearsal.paused, rehearsal.accounts)
    says = f"Waymark is on http://{options.host}:{listening.getsockname()[1]}\n{rehearsal.how_to_sign_in}"
    serve(app, listening, says.rstrip("\n"), borough.ground.settings.trusted_proxies)
    borough.close()
    return 0


def issue_token(options: argparse.Namespace) -> int:
    """Print a bearer token for a local staff account, made if it is missing."""
    settings = settings_of(options)
    borough = build(settings, clock_beside(settings, "intake"))
    account = borough.access.accounts.ensure(Role(options.role), agency=options.agency, name=options.name)
    account_office.agree_terms(borough.access, account, options)
    lasts = timedelta(days=options.days) if options.days else None
    print(borough.access.tokens.issue(account.account_id, lasts=lasts).text)
    borough.close()
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m services", description=__doc__)
    made.add_argument("--host", default="127.0.0.1")
    made.add_argument("--port", type=int, default=8000)
    made.add_argument("--empty", action="store_true", help="start without the rehearsal borough")
    add_data(made)
    made.set_defaults(command=serve_all)
    commands = made.add_subparsers(title="commands", metavar="COMMAND")
    token = commands.add_parser("token", help="a bearer token for a local staff account")
    token.add_argument("--role", required=True, choices=[role.value for role in Role])
    token.add_argument("--agency")
    token.add_argument("--name")
    token.add_argument("--days", type=int, help="how long it opens anything; without it, until it is withdrawn")
    account_office.add_terms(token)
    add_data(token)
    token.set_defaults(command=issue_token)
    extracts.add_command(commands)
    account_office.add_commands(commands)
    dead_letter_office.add_commands(commands)
    key_office.add_commands(commands)
    backup_office.add_commands(commands)
    topics.add_command(commands)
    migrate.add_command(commands, list(BUILDERS))
    return made


if __name__ == "__main__":
    configure_logging("waymark")
    sys.exit(main(parser()))
