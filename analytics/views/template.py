"""The workbook for figures typed by hand, as a download."""

from django.http import FileResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analytics.intake.template_workbook import template_workbook
from workspaces.access import WorkspaceRequest, workspace_page
from workspaces.roles import Can

LANGUAGES = ("zh-hant", "en")


@require_GET
@workspace_page(Can.IMPORT)
def template_download(request: WorkspaceRequest) -> FileResponse:
    """The workbook in ``?language=zh-hant`` or ``en``, else in the language of the page."""
    language = request.GET.get("language")
    with translation.override(language if language in LANGUAGES else translation.get_language()):
        return FileResponse(
            template_workbook(request.workspace),
            as_attachment=True,
            filename=f"{_('Figures by hand')} {request.workspace.name}.xlsx",
        )
