"""What goes over the line: pages compressed, files as they are."""

import gzip

from django.http import FileResponse, HttpResponse

from workbench.compression import CompressedPages

WORDS = "社群工作台" * 200


def answer(rf, response):
    request = rf.get("/", headers={"accept-encoding": "gzip"})
    return CompressedPages(lambda _request: response)(request)


def test_a_page_goes_out_compressed_and_reads_the_same(rf):
    response = answer(rf, HttpResponse(WORDS))

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < len(WORDS.encode()) / 5
    assert gzip.decompress(response.content).decode() == WORDS


def test_a_file_stays_as_it_is(rf, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"0" * 5000)

    response = answer(rf, FileResponse((tmp_path / "a.xlsx").open("rb")))

    assert "Content-Encoding" not in response
    assert response["Content-Length"] == "5000"


def test_somebody_who_cannot_unpack_gets_words(rf):
    response = CompressedPages(lambda _request: HttpResponse(WORDS))(rf.get("/"))

    assert "Content-Encoding" not in response
    assert response.content.decode() == WORDS
