"""An import made in one language is explained in the language of whoever looks at it."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import translation

from analytics.intake import deliveries, ingest
from tests.samples.meta import content_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(receive, editor):
    """Imported by a job that speaks Chinese, with a rejected row and a warning."""
    editor.language = "en"
    editor.save()
    rows = [
        {"id": "900000000000001", "Reach": 1, "time": ""},
        {"id": "900000000000002", "Reach": "3月4日"},
    ]
    with translation.override("zh-hant"):
        file = receive(content_csv(rows))
        ingest.import_file(file)
    return file


def test_warnings_rows_and_the_download_speak_the_readers_language(client, imported):
    said = "Reach: “3月4日” is a date a spreadsheet made of a number"

    shown = client.get(reverse("data:import_detail", args=["tea", imported.pk])).content.decode()
    export = client.get(reverse("data:problem_export", args=["tea"]), {"files": imported.pk})
    lines = list(csv.reader(StringIO(b"".join(export.streaming_content).decode("utf-8-sig"))))

    assert said in shown
    assert "Some posts have no publish time" in shown
    assert lines[1][5].startswith(said)
    with translation.override("zh-hant"):
        assert "試算表" in imported.batches.get().problems.get(skipped=False).reason


def test_a_refusal_is_said_again_in_the_review_and_after_it_was_saved_again(
    client, editor, receive
):
    editor.language = "en"
    editor.save()
    with translation.override("zh-hant"):
        file = receive(b"a,b,c\n1,2,3\n")
        deliveries.inspect([file])
    file.refresh_from_db()
    file.save()

    url = f"{reverse('data:import_review', args=['tea'])}?files={file.pk}"
    assert "The headers are of no export that is known here" in client.get(url).content.decode()
