"""One include per room, all under w/<slug>/; what stands outside belongs to no workspace."""

from django.urls import include, path
from django.views.generic import RedirectView

from workbench import views
from workspaces.views.entry import password_lost

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("account/password/reset/", password_lost, name="account_reset_password"),
    # A new address would have to be proved by mail; people change it by a new invitation.
    path("account/email/", RedirectView.as_view(pattern_name="home"), name="account_email"),
    path("account/", include("allauth.urls")),
    path("", include("workspaces.urls")),
    # Outside the door: whoever holds a token. Departments without accounts, calendar programs.
    path("shared/", include("planning.shared_urls")),
    path("shared/", include("calendar_app.shared_urls")),
    path("w/<slug:slug>/calendar/", include("calendar_app.urls")),
    path("w/<slug:slug>/planning/", include("planning.urls")),
    path("w/<slug:slug>/data/", include("analytics.data_urls")),
    path("w/<slug:slug>/analytics/", include("analytics.urls")),
    path("w/<slug:slug>/reports/", include("reports.urls")),
]

handler400 = "workbench.views.bad_request"
handler403 = "workbench.views.no_permission"
handler404 = "workbench.views.not_found"
handler500 = "workbench.views.server_error"
