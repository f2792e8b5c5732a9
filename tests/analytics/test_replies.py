"""Answers among the posts of X: kept as replies, or left out where a person says so."""

import json
from io import StringIO

from django.core.management import call_command
from django.urls import reverse

from platforms.models import Post
from tests.platforms.importers.conftest import rows
from tests.samples import x

CONTENT = rows(
    x.CONTENT_HEAD,
    x.content_row(text="@guest 謝謝您"),
    x.content_row("1891564128784855142"),
).encode()


def test_the_review_offers_to_leave_them_out(client, editor, receive, run_jobs):
    file = receive(CONTENT, "content.csv", by=editor)
    address = reverse("data:import_review", args=["tea"])
    page = client.get(address, {"files": file.pk})
    assert f"f{file.pk}-no_replies" in page.content.decode()

    client.post(
        address,
        {
            "files": file.pk,
            f"f{file.pk}-take": "on",
            f"f{file.pk}-taken_on": "2026-11-20",
            f"f{file.pk}-no_replies": "on",
        },
    )
    run_jobs()

    assert [post.text for post in Post.objects.filter(present=True)] == ["新茶上市"]
    page = client.get(address, {"files": receive(b"a,b\n1,2\n", "other.csv").pk})
    assert "no_replies" not in page.content.decode()


def test_saying_so_afterwards_corrects_the_import(workspace, tmp_path):
    path = tmp_path / "content.csv"
    path.write_bytes(CONTENT)

    def run(*said):
        out = StringIO()
        call_command("import_metrics", path, "--workspace", "tea", "--json", *said, stdout=out)
        return json.loads(out.getvalue())["files"][0]

    assert (run()["accepted"], Post.objects.filter(present=True).count()) == (2, 2)
    assert Post.objects.get(text="@guest 謝謝您").post_type == "reply"
    assert (run("--no-replies")["skipped"], Post.objects.filter(present=True).count()) == (1, 1)
