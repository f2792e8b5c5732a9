"""Addresses round the writing of a post: remarks, earlier texts, wording, variants, drafts."""

from django.urls import path

from calendar_app.views import history, remarks

composer_patterns = [
    path("posts/<int:pk>/remarks/", remarks.remark_list, name="remark_list"),
    path("posts/<int:pk>/remarks/add/", remarks.remark_create, name="remark_create"),
    path(
        "posts/<int:pk>/remarks/<int:number>/settle/", remarks.remark_settle, name="remark_settle"
    ),
    path(
        "posts/<int:pk>/remarks/<int:number>/remove/", remarks.remark_remove, name="remark_remove"
    ),
    path("posts/<int:pk>/history/", history.entry_history, name="entry_history"),
    path("posts/<int:pk>/restore/", history.entry_restore, name="entry_restore"),
]
