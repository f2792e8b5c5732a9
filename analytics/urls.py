from django.urls import path

from analytics.views import audience, dashboard, merges, objectives, plans, posts, targets

app_name = "analytics"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("charts/", dashboard.chart_panel, name="chart_panel"),
    path("charts/<slug:name>/", dashboard.chart_data, name="chart_data"),
    path("plans/", plans.plan_panel, name="plan_panel"),
    path("metrics/<slug:key>/", dashboard.metric_detail, name="metric_detail"),
    path("posts/", posts.post_list, name="post_list"),
    path("posts/export/", posts.post_export, name="post_export"),
    path("posts/<int:post>/", posts.post_detail, name="post_detail"),
    path("posts/<int:post>/merge/", merges.post_merge, name="post_merge"),
    path("posts/<int:post>/part/", merges.post_part, name="post_part"),
    path("audience/", audience.audience_list, name="audience_list"),
    path(
        "audience/<slug:subject>/<str:dimension>/chart/",
        audience.audience_data,
        name="audience_data",
    ),
    path(
        "audience/<slug:subject>/<str:dimension>/",
        audience.audience_detail,
        name="audience_detail",
    ),
    path("targets/", targets.target_list, name="target_list"),
    path("targets/new/", targets.target_create, name="target_create"),
    path("targets/baseline/", targets.target_baseline, name="target_baseline"),
    path("targets/pace/", targets.pace_window, name="pace_window"),
    path("targets/<int:target>/course/", objectives.target_data, name="target_data"),
    path("briefs/<int:brief>/pillars/", plans.pillar_window, name="pillar_window"),
    path("briefs/<int:brief>/pace/", objectives.objective_pace, name="objective_pace"),
    path("objectives/<int:objective>/", objectives.target_panel, name="target_panel"),
    path("objectives/<int:objective>/growth/", objectives.growth_data, name="growth_data"),
    path("targets/<int:target>/", targets.target_detail, name="target_detail"),
    path("targets/<int:target>/edit/", targets.target_edit, name="target_edit"),
    path("targets/<int:target>/archive/", targets.target_archive, name="target_archive"),
    path("targets/<int:target>/restore/", targets.target_restore, name="target_restore"),
]
