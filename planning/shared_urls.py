"""Addresses outside the door: a department's link, a person's calendar feed."""

from django.urls import path

from planning.views import feeds, shared

app_name = "shared"

urlpatterns = [
    path("tasks/<str:token>/", shared.shared_tasks, name="shared_tasks"),
    path("tasks/<str:token>/<int:pk>/", shared.shared_progress, name="shared_progress"),
    path("tasks/<str:token>/<int:pk>/file/", shared.shared_file, name="shared_file"),
    path("tasks/<str:token>/checks/<int:pk>/", shared.shared_check, name="shared_check"),
    path("feed/<str:token>.ics", feeds.calendar_feed, name="calendar_feed"),
]
