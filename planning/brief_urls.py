"""Addresses of briefs, strategy and campaigns."""

from django.urls import URLPattern, path

from planning.views import briefs, records, review, strategies, versions, writing

urlpatterns: list[URLPattern] = [
    path("", briefs.brief_list, name="brief_list"),
    path("briefs/new/", briefs.brief_create, name="brief_create"),
    path("briefs/<int:pk>/", briefs.brief_detail, name="brief_detail"),
    path("briefs/<int:pk>/write/<slug:section>/", writing.section_edit, name="section_edit"),
    path("briefs/<int:pk>/write/<slug:section>/left/", writing.gap_list, name="gap_list"),
    path("briefs/<int:pk>/smart/<int:objective>/", writing.smart_part, name="smart_part"),
    path("briefs/<int:pk>/remarks/<slug:section>/", review.comment_create, name="comment_create"),
    path("briefs/<int:pk>/send/", review.brief_submit, name="brief_submit"),
    path("briefs/<int:pk>/take-back/", review.brief_take_back, name="brief_take_back"),
    path("briefs/<int:pk>/decide/", review.brief_decide, name="brief_decide"),
    path("briefs/<int:pk>/versions/<int:number>/", versions.version_detail, name="version_detail"),
    path("strategy/", strategies.strategy_list, name="strategy_list"),
    path("strategy/new/", strategies.strategy_create, name="strategy_create"),
    path("strategy/<int:pk>/", strategies.strategy_detail, name="strategy_detail"),
    path("strategy/<int:pk>/send/", strategies.strategy_submit, name="strategy_submit"),
    path("strategy/<int:pk>/take-back/", strategies.strategy_take_back, name="strategy_take_back"),
    path("strategy/<int:pk>/decide/", strategies.strategy_decide, name="strategy_decide"),
    path("records/<slug:kind>/", records.record_list, name="record_list"),
    path("records/<slug:kind>/<int:pk>/", records.record_edit, name="record_edit"),
    path(
        "campaigns/<int:pk>/participants/",
        records.participant_create,
        name="participant_create",
    ),
    path("campaigns/<int:pk>/draw/", records.draw_create, name="draw_create"),
    path("guide/care/accounts/", writing.care_create, name="care_create"),
    path("guide/<slug:section>/", writing.guide_edit, name="guide_edit"),
    path("pieces/<slug:kind>/new/", writing.piece_create, name="piece_create"),
    path("pieces/<slug:kind>/<int:pk>/", writing.piece_edit, name="piece_edit"),
    path("pieces/<slug:kind>/<int:pk>/remove/", writing.piece_remove, name="piece_remove"),
    path("pieces/<slug:kind>/<int:pk>/move/", writing.piece_move, name="piece_move"),
    path("pieces/<slug:kind>/<int:pk>/texts/", writing.piece_history, name="piece_history"),
    path("pieces/<slug:kind>/<int:pk>/restore/", writing.piece_restore, name="piece_restore"),
]
