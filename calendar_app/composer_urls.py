"""Addresses round the writing of a post: remarks, earlier texts, wording, variants, drafts."""

from django.urls import path

from calendar_app.views import drafting, experiments, history, prompts, remarks, wording

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
    path("posts/<int:pk>/link/", wording.link_fill, name="link_fill"),
    path("wording/", wording.wording_list, name="wording_start"),
    path("wording/<slug:kind>/", wording.wording_list, name="wording_list"),
    path("wording/<slug:kind>/<int:pk>/", wording.wording_edit, name="wording_edit"),
    path("wording/<slug:kind>/<int:pk>/archive/", wording.wording_archive, name="wording_archive"),
    path("posts/<int:pk>/prompts/", prompts.prompt_panel, name="prompt_panel"),
    path("versions/<int:pk>/variant/", experiments.experiment_create, name="experiment_create"),
    path("variants/", experiments.experiment_list, name="experiment_list"),
    path("variants/<int:pk>/", experiments.experiment_detail, name="experiment_detail"),
    path("variants/<int:pk>/decide/", experiments.experiment_decide, name="experiment_decide"),
    path("posts/<int:pk>/drafts/", drafting.draft_create, name="draft_create"),
    path("drafts/<int:pk>/", drafting.draft_detail, name="draft_detail"),
    path("drafts/<int:pk>/take/", drafting.draft_take, name="draft_take"),
    path("options/drafting/", drafting.drafting_edit, name="drafting_edit"),
]
