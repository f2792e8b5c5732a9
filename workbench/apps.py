from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The roof: wiring only."""

    name = "workbench"

    def ready(self) -> None:
        # Whoever starts a job, in a page or a command, sends it through this app.
        from workbench import celery, health, pulse, retention  # noqa: F401

        retention.plug_in()
        health.plug_in()
