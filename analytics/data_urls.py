from django.urls import path

from analytics.views import accounts, by_hand, import_results, imports, mappings, template

app_name = "data"

urlpatterns = [
    path("", imports.import_list, name="import_list"),
    path("upload/", imports.file_upload, name="file_upload"),
    path("review/", imports.import_review, name="import_review"),
    path("review/save/", imports.choice_save, name="choice_save"),
    path("review/look/", imports.file_inspect, name="file_inspect"),
    path("summary/", import_results.import_summary, name="import_summary"),
    path("summary/undo/", import_results.drop_withdraw, name="drop_withdraw"),
    path("summary/redo/", import_results.drop_restore, name="drop_restore"),
    path("rows-not-taken/", import_results.problem_export, name="problem_export"),
    path("files/<int:file>/", import_results.import_detail, name="import_detail"),
    path("files/<int:file>/times/", imports.time_samples, name="time_samples"),
    path("files/<int:file>/discard/", imports.file_discard, name="file_discard"),
    path("files/<int:file>/keep/", imports.file_keep, name="file_keep"),
    path("files/<int:file>/columns/", mappings.mapping_edit, name="mapping_edit"),
    path("files/<int:file>/columns/preview/", mappings.mapping_preview, name="mapping_preview"),
    path("files/<int:file>/columns/file/", mappings.mapping_download, name="mapping_download"),
    path("files/<int:file>/original/", import_results.file_download, name="file_download"),
    path("files/<int:file>/undo/", import_results.import_withdraw, name="import_withdraw"),
    path("files/<int:file>/redo/", import_results.import_restore, name="import_restore"),
    path("rows/<int:batch>/<int:row>/", import_results.row_detail, name="row_detail"),
    path("by-hand/", by_hand.hand_create, name="hand_create"),
    path("by-hand/<int:batch>/", by_hand.hand_detail, name="hand_detail"),
    path("by-hand/<int:batch>/undo/", by_hand.hand_withdraw, name="hand_withdraw"),
    path("by-hand/<int:batch>/redo/", by_hand.hand_restore, name="hand_restore"),
    path("template/", template.template_download, name="template_download"),
    path("accounts/", accounts.account_list, name="account_list"),
    path("accounts/new/", accounts.account_create, name="account_create"),
    path("accounts/<int:account>/", accounts.account_detail, name="account_detail"),
    path("accounts/<int:account>/name/", accounts.account_rename, name="account_rename"),
    path("accounts/<int:account>/ours/", accounts.account_confirm, name="account_confirm"),
]
