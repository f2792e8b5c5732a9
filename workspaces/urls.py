from django.urls import path

from workspaces.views import bell, desk, entry, find, health, jobs, people, personal, settings

app_name = "workspaces"

urlpatterns = [
    path("welcome", entry.first_run, name="first_run"),
    path("sample/", entry.sample_sign_in, name="sample_sign_in"),
    path("invitation/<str:token>/", entry.invitation_accept, name="invitation_accept"),
    path("password/<str:token>/", entry.password_set, name="password_set"),
    path("preferences/", personal.preferences, name="preferences"),
    path("workspaces/", personal.workspace_list, name="workspace_list"),
    path("workspaces/new/", personal.workspace_create, name="workspace_create"),
    path("w/<slug:slug>/", desk.today, name="today"),
    path("w/<slug:slug>/sample/remove/", entry.sample_remove, name="sample_remove"),
    path("w/<slug:slug>/settings/", settings.settings, name="settings"),
    path("w/<slug:slug>/settings/own/", personal.person_edit, name="person_edit"),
    path("w/<slug:slug>/settings/workspace/", settings.workspace_edit, name="workspace_edit"),
    path("w/<slug:slug>/settings/template/", settings.template_download, name="template_download"),
    path(
        "w/<slug:slug>/settings/template/upload/", settings.template_upload, name="template_upload"
    ),
    path(
        "w/<slug:slug>/settings/template/remove/", settings.template_remove, name="template_remove"
    ),
    path("w/<slug:slug>/settings/audit/", settings.audit_list, name="audit_list"),
    path("w/<slug:slug>/settings/health/", health.health, name="health"),
    path("w/<slug:slug>/people/", people.member_list, name="member_list"),
    path("w/<slug:slug>/people/invite/", people.invitation_create, name="invitation_create"),
    path(
        "w/<slug:slug>/people/invitations/<int:pk>/revoke/",
        people.invitation_revoke,
        name="invitation_revoke",
    ),
    path("w/<slug:slug>/people/<int:pk>/role/", people.member_role, name="member_role"),
    path("w/<slug:slug>/people/<int:pk>/remove/", people.member_remove, name="member_remove"),
    path("w/<slug:slug>/people/<int:pk>/reset/", people.member_reset, name="member_reset"),
    path("w/<slug:slug>/notifications/", bell.notification_list, name="notification_list"),
    path("w/<slug:slug>/notifications/count/", bell.notification_count, name="notification_count"),
    path("w/<slug:slug>/notifications/read/", bell.notifications_read, name="notifications_read"),
    path("w/<slug:slug>/notifications/<int:pk>/", bell.notification_open, name="notification_open"),
    path("w/<slug:slug>/undo/", bell.undo_last, name="undo_last"),
    path("w/<slug:slug>/undo/<int:pk>/", bell.undo_step, name="undo_step"),
    path("w/<slug:slug>/find/", find.find_list, name="find_list"),
    path("w/<slug:slug>/jobs/", jobs.job_list, name="job_list"),
    path("w/<slug:slug>/jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("w/<slug:slug>/jobs/<int:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("w/<slug:slug>/jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
]
