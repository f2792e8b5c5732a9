"""Web sites and ad accounts under the name the team uses; files find them by every name."""

import pytest
from django.urls import reverse

from analytics.intake.channels import find
from platforms.models import Site
from workspaces import undo
from workspaces.models import AuditEvent, UndoStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(workspace):
    return Site.objects.create(workspace=workspace, name="tea.example - GA4")


def test_a_site_is_renamed_and_files_still_find_it(workspace, site, editor, client):
    url = reverse("data:source_rename", args=["tea", "site", site.pk])
    assert "tea.example - GA4" in client.get(url).content.decode()

    client.post(url, {"name": "茶行官網"})

    site.refresh_from_db()
    assert (site.name, site.also_called) == ("茶行官網", ["tea.example - GA4"])
    assert find(workspace, "ga4", "TEA.example - GA4") == site
    assert find(workspace, "ga4", "茶行官網") == site
    assert AuditEvent.objects.get(verb="analytics.source_renamed").before == {
        "name": "tea.example - GA4"
    }

    undo.undo(UndoStep.objects.get(), editor)

    site.refresh_from_db()
    assert site.name == "tea.example - GA4"
    assert find(workspace, "ga4", "茶行官網") == site


def test_a_name_another_one_has_or_had_is_refused(workspace, site, editor, client):
    Site.objects.create(workspace=workspace, name="官網", also_called=["舊官網"])
    url = reverse("data:source_rename", args=["tea", "site", site.pk])

    response = client.post(url, {"name": "舊官網"})

    assert response.status_code == 422
    assert "「官網」" in response.content.decode()
    site.refresh_from_db()
    assert site.name == "tea.example - GA4"
