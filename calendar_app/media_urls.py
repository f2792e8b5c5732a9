"""Addresses of the media library, of its licences, and of what is asked of departments."""

from django.urls import path

from calendar_app.views import licences, media, media_uses, requests

media_patterns = [
    path("media/", media.media_list, name="media_list"),
    path("media/label/", media.media_label, name="media_label"),
    path("media/<int:pk>/", media.media_detail, name="media_detail"),
    path("media/<int:pk>/file/", media.media_file, name="media_file"),
    path("media/<int:pk>/remove/", media.media_remove, name="media_remove"),
    path("posts/<int:pk>/media/", media_uses.media_choose, name="media_choose"),
    path("posts/media/<int:pk>/", media_uses.use_edit, name="use_edit"),
    path("posts/media/<int:pk>/file/", media_uses.use_file, name="use_file"),
    path("rights/", licences.licence_list, name="licence_list"),
    path("rights/rules/", licences.licence_rules, name="licence_rules"),
    path("rights/<int:pk>/answer/", licences.licence_answer, name="licence_answer"),
    path("rights/<int:pk>/proof/", licences.licence_proof, name="licence_proof"),
    path("consents/<int:pk>/withdraw/", licences.consent_withdraw, name="consent_withdraw"),
    path("consents/<int:pk>/proof/", licences.consent_proof, name="consent_proof"),
    path("requests/", requests.request_list, name="request_list"),
    path("posts/<int:pk>/request/", requests.request_create, name="request_create"),
    path("requests/<int:pk>/decide/", requests.offer_decide, name="offer_decide"),
    path("requests/<int:pk>/due/", requests.request_due, name="request_due"),
    path("requests/<int:pk>/end/", requests.request_end, name="request_end"),
]
