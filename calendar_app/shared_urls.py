"""Addresses outside the door: posts before somebody who has no account."""

from django.urls import path

from calendar_app.views import outsiders

app_name = "outside"

urlpatterns = [
    path("review/<str:token>/", outsiders.outsider_review, name="outsider_review"),
    path("review/<str:token>/<int:pk>/", outsiders.outsider_decide, name="outsider_decide"),
    path("review/<str:token>/media/<int:pk>/", outsiders.outsider_media, name="outsider_media"),
]
