"""Addresses outside the door: posts before somebody who has no account, calendar programs."""

from django.urls import path

from calendar_app.views import feeds, outsiders

app_name = "outside"

urlpatterns = [
    path("posts/<str:token>.ics", feeds.post_feed, name="post_feed"),
    path("review/<str:token>/", outsiders.outsider_review, name="outsider_review"),
    path("review/<str:token>/<int:pk>/", outsiders.outsider_decide, name="outsider_decide"),
    path("review/<str:token>/media/<int:pk>/", outsiders.outsider_media, name="outsider_media"),
]
