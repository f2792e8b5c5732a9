"""render_output: the file, its figures, and a sentence for everything that can be off."""

import hashlib
import io
import json

import openpyxl
import pytest
from django.core.management import call_command

from reports.models import Deliverable
from tests.factories.reports import brand


@pytest.fixture
def workspace(db, media):
    return brand(slug="tea", name="山線茶行")


def run(capsys, folder, **options) -> tuple[int, str, str]:
    """(exit code, out, err)"""
    given = {"workspace": "tea", "output": "O3.3.1", "period": "2026Q3", "format": "xlsx"}
    given |= {"to": str(folder)} | options
    code = 0
    try:
        call_command("render_output", as_json=True, **given)
    except SystemExit as end:
        code = int(end.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("output", "kind"), [("O3.3.1", "docx"), ("O3.3.1", "xlsx"), ("O3.1.1", "xlsx")]
)
def test_it_writes_the_file_and_names_every_figure(workspace, capsys, tmp_path, output, kind):
    code, out, err = run(capsys, tmp_path / "new", output=output, format=kind)

    answer = json.loads(out)
    content = open(answer["file"], "rb").read()  # noqa: SIM115
    assert (code, err) == (0, "")
    assert answer["sha256"] == hashlib.sha256(content).hexdigest()
    assert {key: answer[key] for key in ("output", "period", "format")} == {
        "output": output,
        "period": "2026Q3",
        "format": kind,
    }
    rate = next(f for f in answer["figures"] if f["metric"] == "engagement_rate")
    assert rate["value"].startswith("0.0")
    assert rate["inputs"] == {"reactions": 678, "comments": 126, "shares": 36, "reach": 12660}
    assert any("購買人次" in sentence for sentence in answer["warnings"])
    assert Deliverable.objects.count() == 0


def test_counts_are_integers_and_every_value_is_the_registrys(workspace, capsys, tmp_path):
    from analytics.query import metric_value
    from workspaces.periods import parse_period

    _code, out, _err = run(capsys, tmp_path)

    figures = json.loads(out)["figures"]
    posts = next(f for f in figures if f["metric"] == "post_count")
    assert posts["value"] == 12
    value = metric_value(workspace, parse_period("2026Q3"), "engagement_rate").value
    rates = {f["value"] for f in figures if f["metric"] == "engagement_rate"}
    assert str(value) in rates


def test_the_printed_value_stands_in_the_workbook(workspace, capsys, tmp_path):
    _code, out, _err = run(capsys, tmp_path, output="O3.1.1")

    answer = json.loads(out)
    book = openpyxl.load_workbook(io.BytesIO(open(answer["file"], "rb").read()))  # noqa: SIM115
    sources = {r[0].value: r[4].value for r in book["資料來源"].iter_rows(min_row=6) if r[0].value}
    for figure in answer["figures"]:
        if figure["metric"] == "engagement_rate" and figure["value"] is not None:
            assert sources[figure["code"]] == pytest.approx(float(figure["value"]))


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"workspace": "nobody"}, 2, "nobody"),
        ({"output": "O9.9.9"}, 2, "O9.9.9"),
        ({"period": "2026Q5"}, 2, "2026Q5"),
        ({"format": "pdf"}, 2, "docx（Word）"),
        ({"output": "O3.1.1", "format": "docx"}, 2, "O3.1.1 數據分析報表只有 Excel"),
    ],
    ids=["no workspace", "no output", "no period", "no format", "the workbook as Word"],
)
def test_what_is_off_is_a_sentence(workspace, capsys, tmp_path, options, code, words):
    import re

    got, out, err = run(capsys, tmp_path / "out", **options)

    assert got == code
    assert out == ""
    assert re.search(words, err), err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_a_sentence(workspace, capsys, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder")

    code, _out, err = run(capsys, taken)

    assert code == 1
    assert str(taken) in err and "--to" in err
