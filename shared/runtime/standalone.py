"""`python -m services.NAME web | worker` and its commands: one service of five, from its own addresses."""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from shared.event_store.views import ViewDiffers
from shared.runtime import migrate, republish
from shared.runtime.access import open_access_for
from shared.runtime.cli import DIFFERENT, DONE, add_data, settings_of
from shared.runtime.ground import Ground, make_ground
from shared.runtime.operations import Operations
from shared.runtime.origin import notice_of, refuse_while_played
from shared.runtime.service import Service
from shared.runtime.serving import bind, lifespan_of, serve
from shared.runtime.worker import Workers, work_of
from shared.web.app import create_app
from shared.web.operations import create_operations_app
from shared.web.questions import answering_at
from shared.web.settings import WebSettings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

Build = Callable[[Ground], Service]


def add_service_commands(commands: "Commands", build: Build) -> None:
    """The commands every service has."""
    web = commands.add_parser("web", help="serve this service's pages and API")
    worker = commands.add_parser("worker", help="relay, follow and keep deadlines; its port is for health and metrics")
    for serving, port in ((web, 8000), (worker, 9000)):
        serving.add_argument("--host", default="127.0.0.1")
        serving.add_argument("--port", type=int, default=port)
    _finish(web, lambda options: _web(options, build))
    _finish(worker, lambda options: _worker(options, build))
    rebuild = commands.add_parser("rebuild", help="build a view beside the live one, compare, switch")
    rebuild.add_argument("view", metavar="VIEW")
    _finish(rebuild, lambda options: _rebuild(options, build))
    views = commands.add_parser("views", help="compare every view with the history")
    views.add_argument("--json", action="store_true")
    _finish(views, lambda options: _views(options, build))
    again = commands.add_parser("republish", help="publish facts once more, where a broker has lost what it was given")
    republish.add_options(again)
    _finish(again, lambda options: republish.republish(options, _open(options, build)[1]))
    migrate.add_command(commands, [build.__module__.split(".")[1]])  # a service is named after its folder


def _finish(parser: argparse.ArgumentParser, command: Callable[[argparse.Namespace], int]) -> None:
    add_data(parser)
    parser.set_defaults(command=command)


def _open(options: argparse.Namespace, build: Build) -> tuple[Ground, Service]:
    ground = make_ground(settings_of(options))
    return ground, build(ground)


def _web(options: argparse.Namespace, build: Build) -> int:
    listening = bind(options.host, options.port)
    ground, service = _open(options, build)
    refuse_while_played(ground.settings, service.name)
    access = open_access_for(ground.settings, service)
    settings = WebSettings(
        council=ground.settings.council,
        secure_cookies=ground.settings.secure_cookies,
        notice=lambda: notice_of(service.store),
        questions=answering_at(ground.settings.address("TRIAGE_URL")),
    )
    operations = Operations(ground, [service])
    routers = [*service.routers, operations.router()]
    service.warn()
    app = create_app(f"Waymark {service.name}", routers, access=access, settings=settings, tally=operations.tally)
    says = f"{service.name} is on http://{options.host}:{listening.getsockname()[1]}"
    serve(app, listening, says, ground.settings.trusted_proxies)
    access.close()
    _close(ground, service)
    return DONE


def _worker(options: argparse.Namespace, build: Build) -> int:
    listening = bind(options.host, options.port)
    ground, service = _open(options, build)
    ground.bus.check({service.name})
    service.warn()
    workers = Workers(work_of(service, ground.bus, ground.clock), ground.leases)
    operations = Operations(ground, [service], workers.standing)
    app = create_operations_app(
        f"Waymark {service.name} worker", operations.router(), operations.tally, lifespan_of(workers)
    )
    serve(app, listening, f"{service.name}'s worker is on http://{options.host}:{listening.getsockname()[1]}")
    _close(ground, service)
    return DONE


def _close(ground: Ground, service: Service) -> None:
    service.views.close()
    service.store.close()
    ground.close()


def _rebuild(options: argparse.Namespace, build: Build) -> int:
    _, service = _open(options, build)
    try:
        service.views.compare(options.view)
        same = "It was as the history says."
    except ViewDiffers as found:
        same = f"It was not as the history says: {found}."
    position = service.views.rebuild(options.view)
    print(f"{options.view} was rebuilt up to position {position}. {same}")
    return DONE


def _views(options: argparse.Namespace, build: Build) -> int:
    _, service = _open(options, build)
    service.views.catch_up()
    differing = service.views.differing()
    found = {name: str(differing[name]) if name in differing else None for name in service.views.names()}
    found |= {name: compare() for name, compare in service.beside.items()}
    if options.json:
        print(json.dumps(found))
    else:
        for name, says in found.items():
            print(f"{name}: {says or 'as the history says'}")
    return DIFFERENT if any(found.values()) else DONE
