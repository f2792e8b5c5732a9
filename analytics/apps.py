from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = _("Analytics")

    def ready(self) -> None:
        from analytics import analytics_sockets, finding, plan_outcomes, planned_results
        from analytics.goals import objectives
        from analytics.intake import deliveries
        from analytics.intake import sockets as data_sockets

        deliveries.plug_in()
        data_sockets.plug_in()
        analytics_sockets.plug_in()
        objectives.plug_in()
        planned_results.plug_in()
        plan_outcomes.plug_in()
        finding.plug_in()
