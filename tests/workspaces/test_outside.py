"""Addresses people type: only public ones are asked, at the address that was checked."""

import gzip
import ipaddress
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from workspaces import outside
from workspaces.outside import CannotFetch, fetch, is_public


class Site(BaseHTTPRequestHandler):
    """A small site on this machine; ``seen`` is what was asked of it."""

    seen: list[tuple[str, dict[str, str]]] = []

    def do_GET(self):
        self.seen.append((self.path, dict(self.headers)))
        if self.path == "/words":
            self._answer(200, "你好".encode())
        elif self.path == "/packed":
            self._answer(200, gzip.compress(b"packed words"), {"Content-Encoding": "gzip"})
        elif self.path == "/bomb":
            self._answer(200, gzip.compress(b"0" * 3_000_000), {"Content-Encoding": "gzip"})
        elif self.path == "/large":
            self._answer(200, b"x" * 3_000_000)
        elif self.path == "/round":
            self._answer(302, b"", {"Location": "/round"})
        elif self.path.startswith("/to?"):
            self._answer(302, b"", {"Location": self.path.partition("?")[2]})
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _n in range(40):
                try:
                    self.wfile.write(b".")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.1)
        else:
            self._answer(404, b"gone")

    def _answer(self, status, body, headers=None):
        self.send_response(status)
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Site.seen.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def inside(settings):
    settings.OUTSIDE_ALLOWED = ["127.0.0.0/8"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::1", "::",
        "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::1", "2001:0:1::1", "fec0::1",
    ],
)  # fmt: skip
def test_inside_is_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_open_internet_is_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/feed", "file:///etc/passwd", "//example.com", "example.com", "",
        "http://", "javascript:alert(1)", "http://user:word@example.com/", "http://example.com:22/",
        "http://[::1", "http://example.com:99999/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused_with_a_sentence(url):
    with pytest.raises(CannotFetch) as refused:
        fetch(url)

    assert str(refused.value) and not refused.value.again


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused_however_it_is_written(site, host):
    port = site.rpartition(":")[2]

    with pytest.raises(CannotFetch):
        fetch(f"http://{host}:{port}/words")

    assert Site.seen == []


def test_an_installation_may_allow_its_own(site, inside):
    answer = fetch(f"{site}/words")

    assert (answer.status, answer.body.decode(), answer.ok) == (200, "你好", True)
    assert Site.seen[0][1]["Host"] == site.removeprefix("http://")
    assert fetch(f"{site}/none").status == 404
    assert fetch(f"{site}/packed").body == b"packed words"


def test_it_connects_to_the_address_that_was_checked(site, settings, monkeypatch):
    """A name that answers differently the second time is not asked a second time."""
    settings.OUTSIDE_ALLOWED = ["127.0.0.1/32"]
    asked, connected = [], []
    port = int(site.rpartition(":")[2])

    def lookup(host, port_, **kw):
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port_))]

    real = socket.create_connection

    def connect(address, timeout):
        connected.append(address)
        monkeypatch.undo()
        return real(address, timeout)

    monkeypatch.setattr(outside.socket, "getaddrinfo", lookup)
    monkeypatch.setattr(outside.socket, "create_connection", connect)

    fetch(f"http://feeds.example:{port}/words")

    assert asked == ["feeds.example"]
    assert connected == [("127.0.0.1", port)]


def test_one_inside_address_among_public_ones_refuses_the_name(monkeypatch):
    monkeypatch.setattr(outside, "_addresses", lambda host, port: ["8.8.8.8", "10.0.0.1"])

    with pytest.raises(CannotFetch):
        fetch("https://two.example/")


def test_every_redirect_is_checked_anew(site, settings, monkeypatch):
    settings.OUTSIDE_ALLOWED = ["127.0.0.1/32"]
    monkeypatch.setattr(
        outside, "_addresses", lambda host, port: ["10.0.0.1" if host == "inner" else "127.0.0.1"]
    )

    for bad in ("http://inner/words", "file:///etc/passwd", "http://127.0.0.1:22/"):
        with pytest.raises(CannotFetch):
            fetch(f"{site}/to?{bad}")
    with pytest.raises(CannotFetch):
        fetch(f"{site}/round")


def test_another_host_never_sees_what_was_meant_for_the_first(site, inside):
    elsewhere = site.replace("127.0.0.1", "localhost")

    fetch(f"{site}/to?{elsewhere}/words", headers={"Authorization": "Bearer word"})

    assert Site.seen[0][1]["Authorization"] == "Bearer word"
    assert "Authorization" not in Site.seen[1][1]


@pytest.mark.parametrize("path", ["/bomb", "/large"])
def test_more_than_was_asked_for_is_not_read(site, inside, path):
    with pytest.raises(CannotFetch):
        fetch(f"{site}{path}", most_bytes=1_000_000)


def test_bytes_that_drip_in_one_by_one_are_cut_off(site, inside):
    begun = time.monotonic()

    with pytest.raises(CannotFetch):
        fetch(f"{site}/drip", seconds=0.5)

    assert time.monotonic() - begun < 2


def test_a_host_that_is_not_there_is_said(monkeypatch):
    def nothing(host, port):
        raise OSError

    monkeypatch.setattr(outside, "_addresses", nothing)

    with pytest.raises(CannotFetch, match=r"nowhere\.example"):
        fetch("https://nowhere.example/")
