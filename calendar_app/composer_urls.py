"""Addresses round the writing of a post: remarks, earlier texts, wording, variants, drafts."""

from django.urls import path

from calendar_app.views import remarks

composer_patterns = [
    path("posts/<int:pk>/remarks/", remarks.remark_list, name="remark_list"),
    path("posts/<int:pk>/remarks/add/", remarks.remark_create, name="remark_create"),
    path(
        "posts/<int:pk>/remarks/<int:number>/settle/", remarks.remark_settle, name="remark_settle"
    ),
    path(
        "posts/<int:pk>/remarks/<int:number>/remove/", remarks.remark_remove, name="remark_remove"
    ),
]
