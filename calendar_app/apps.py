from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarConfig(AppConfig):
    name = "calendar_app"
    label = "calendar_app"
    verbose_name = _("Calendar")

    def ready(self) -> None:
        from calendar_app import finding, media_sockets, merge_sockets, plan_ahead, sockets
        from planning.sockets import POSTS_PLANNED

        sockets.plug_in()
        media_sockets.plug_in()
        merge_sockets.plug_in()
        finding.plug_in()
        POSTS_PLANNED.append(plan_ahead.posts_planned)
