"""The planning room: briefs and strategy first, then the timeline and its routines."""

from planning import brief_urls, timeline_urls

app_name = "planning"

urlpatterns = [*brief_urls.urlpatterns, *timeline_urls.urlpatterns]
