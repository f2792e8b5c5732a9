from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = _("Planning")

    def ready(self) -> None:
        from planning import brief_sockets, finding, timeline_sockets

        brief_sockets.plug_in()
        timeline_sockets.plug_in()
        finding.plug_in()
