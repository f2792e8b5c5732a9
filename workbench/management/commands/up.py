"""Everything in one command: check, bring the database up to date, sample, serve."""

import os
import socket
import sys
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from workbench.celery import QUEUES
from workbench.processes import keep_running
from workspaces import first_run
from workspaces.models import User, Workspace

GUNICORN = [sys.executable, "-m", "gunicorn"]
CELERY = [sys.executable, "-m", "celery", "--app", "workbench.celery"]


class Command(BaseCommand):
    help = (
        "Starts the workbench. Without REDIS_URL everything runs in one process; with it, the "
        "web server, a worker and the timetable run side by side."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")

    def handle(self, *, host: str, port: str, **options: Any) -> None:
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT is '{port}'. Write a number between 1 and 65535.")
        refuse_many_processes()
        refuse_taken(host, int(port))
        fresh = self.bring_up_to_date()
        sample = self.offer_sample(fresh)
        self.say_where(host, int(port), sample)
        sys.stdout.flush()
        os.environ.update(HOST=host, PORT=port)
        os.chdir(settings.BASE_DIR)
        if settings.EMBEDDED:
            serve_embedded()
        queues = ["--queues", ",".join(QUEUES)]
        concurrency = ["--concurrency", os.environ.get("WORKER_CONCURRENCY") or "2"]
        quiet = ["--loglevel", "WARNING"]
        commands = {
            "web": [*GUNICORN, "--config", "workbench/web.py", "workbench.wsgi"],
            "worker": [*CELERY, "worker", *queues, *concurrency, *quiet],
            "timetable": [*CELERY, "beat", *quiet],
        }
        sys.exit(keep_running(commands))

    def bring_up_to_date(self) -> bool:
        """Migrate; True when the database had no tables before."""
        try:
            fresh = "django_migrations" not in connection.introspection.table_names()
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                self.stdout.write("Preparing the database …")
                call_command("migrate", verbosity=0, interactive=False)
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else "no reason given"
            raise CommandError(
                f"The database cannot be used: {reason}. "
                + (
                    "Check DATABASE_URL and that PostgreSQL runs."
                    if connection.vendor == "postgresql"
                    else f"It is the file {settings.DATABASES['default']['NAME']}; check that it "
                    "may be written and that the disk is not full."
                )
            ) from None
        return fresh

    def offer_sample(self, fresh: bool) -> bool:
        """Make the sample once; one that was removed does not come back by itself."""
        made = Path(settings.WORKBENCH_DATA) / "sample-was-made"
        if settings.SAMPLE_MODE and "seed_demo" in get_commands():
            empty = not Workspace.objects.exists() and not User.objects.exists()
            if empty and (fresh or not made.exists()):
                self.stdout.write("Making the sample workspace …")
                try:
                    call_command("seed_demo", verbosity=0, stdout=StringIO())
                    made.touch()
                except Exception as error:  # noqa: BLE001 -- the workbench is of use without it
                    self.stderr.write(
                        f"The sample could not be made ({type(error).__name__}: {error}). The "
                        "workbench starts without it; 'manage.py seed_demo' tries again."
                    )
        return settings.SAMPLE_MODE and Workspace.objects.filter(slug="demo").exists()

    def say_where(self, host: str, port: int, sample: bool) -> None:
        shown = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 -- compared
        address = f"http://{shown}:{port}/"
        self.stdout.write(f"\nSocial Workbench 社群工作台 is at {address}")
        self.stdout.write(f"  Data is in {settings.WORKBENCH_DATA}")
        if sample:
            self.stdout.write("  The sample workspace is ready: choose a person on the first page.")
        if first_run.needed():
            page = address.rstrip("/") + reverse("workspaces:first_run")
            self.stdout.write(f"  First account: open {page} and give the code {first_run.code()}")
        self.stdout.write("  Stop with Ctrl-C.\n")


def serve_embedded() -> None:
    """Never returns. Everything is loaded already, so the forked server has nothing to wait for."""
    from gunicorn.app.base import Application

    class Server(Application):
        def load_config(self) -> None:
            self.load_config_from_file(str(settings.BASE_DIR / "workbench" / "embedded.py"))

        def load(self) -> Any:
            from workbench.wsgi import application

            return application

    # A connection must not be shared with the process that is forked off.
    connections.close_all()
    # Celery would run all of the system checks again before the first page.
    os.environ["CELERY_SKIP_CHECKS"] = "1"
    Server().run()


def refuse_many_processes() -> None:
    asked = os.environ.get("WEB_CONCURRENCY", "1")
    if settings.EMBEDDED and asked != "1":
        raise CommandError(
            f"WEB_CONCURRENCY is {asked}, but without REDIS_URL everything runs in one process. "
            "Set REDIS_URL too, or leave WEB_CONCURRENCY out."
        )


def refuse_taken(host: str, port: int) -> None:
    """Say now what gunicorn would say five times."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CommandError(
                f"This user may not use port {port}. Choose one above 1023: make run PORT=8000"
            ) from None
        except OSError as error:
            if error.errno == 98 or "in use" in str(error).lower():
                raise CommandError(
                    f"Port {port} is taken by another program, perhaps a workbench that already "
                    f"runs. Stop that one, or choose another port: make run PORT={port + 1}"
                ) from None
            raise CommandError(
                f"{host} is not an address of this machine ({error.strerror}). "
                "Set HOST to 127.0.0.1, or to 0.0.0.0 for every network."
            ) from None
