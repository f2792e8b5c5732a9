from django.urls import path

from reports.views import (
    briefs,
    closing,
    judgement,
    lists,
    making,
    reports,
    review,
    timeline,
    versions,
)

app_name = "reports"

urlpatterns = [
    path("", lists.report_list, name="report_list"),
    path("new/", lists.report_create, name="report_create"),
    path("briefs/<int:brief>/word/", briefs.brief_download, name="brief_download"),
    path("closing/", closing.closing_list, name="closing_list"),
    path("closing/<str:code>/", closing.closing_detail, name="closing_detail"),
    path("closing/<str:code>/close/", closing.closing_create, name="closing_create"),
    path("timeline/excel/", timeline.timeline_download, name="timeline_download"),
    path("strategy/<int:strategy>/word/", briefs.strategy_download, name="strategy_download"),
    path("<int:pk>/", reports.report_detail, name="report_detail"),
    path("<int:pk>/make/", making.version_create, name="version_create"),
    path("<int:pk>/edition/", reports.edition_create, name="edition_create"),
    path("<int:pk>/restated/", reports.restated_part, name="restated"),
    path("<int:pk>/missing/", judgement.gap_declare, name="gap_declare"),
    path("<int:pk>/parts/<str:anchor>/", judgement.judgement_edit, name="judgement_edit"),
    path(
        "<int:pk>/parts/<str:anchor>/texts/",
        judgement.judgement_history,
        name="judgement_history",
    ),
    path("<int:pk>/review/", review.report_review, name="report_review"),
    path("<int:pk>/review/send/", making.review_create, name="review_create"),
    path("<int:pk>/review/take-back/", review.review_withdraw, name="review_withdraw"),
    path("<int:pk>/versions/<int:number>/", versions.version_detail, name="version_detail"),
    path(
        "<int:pk>/versions/<int:number>/file/<str:kind>/",
        versions.version_download,
        name="version_download",
    ),
    path(
        "<int:pk>/versions/<int:number>/charts/<int:place>/",
        versions.chart_data,
        name="chart_data",
    ),
    path(
        "<int:pk>/versions/<int:number>/figures/<str:code>/",
        versions.figure_detail,
        name="figure_detail",
    ),
]
