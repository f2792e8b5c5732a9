"""Asking addresses that people typed: feeds, pages, services. The only door to the outside.

``fetch`` speaks http and https. Before it connects it looks up the name, refuses every address
that is not public (private, loopback, link-local, CGNAT, IPv6 ULA, mapped and tunnelled forms of
them), and connects to the very address it has checked, so a name that changes its mind between
check and use gains nothing. Every redirect is checked anew. Size, time and redirects are bounded.

``OUTSIDE_ALLOWED`` names hosts and networks of one's own that may be asked all the same.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
SECONDS = 20.0
MOST_REDIRECTS = 5
AGENT = "SocialWorkbench/0.1"

_REDIRECTS = {301, 302, 303, 307, 308}
_KEPT_ABROAD = {"accept", "accept-language", "user-agent"}  # headers another host may see too
_TUNNELS = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "192.88.99.0/24")
)
_CHUNK = 64 * 1024

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class CannotFetch(Exception):
    """The text is the sentence a person reads. ``again``: later it may work by itself."""

    def __init__(self, sentence: str, *, again: bool = True) -> None:
        super().__init__(sentence)
        self.again = again


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status. ``headers`` have lower-case names."""

    url: str  # where it came from in the end
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    most_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
) -> Answer:
    """Ask ``url`` and answer what it says, also 304 or 404; GET follows redirects.

    ``most_bytes`` bounds the body after unpacking, ``seconds`` each hop from connecting to the
    last byte. Raises ``CannotFetch`` when the address is refused, does not answer or says too
    much.
    """
    given = {"User-Agent": AGENT, "Accept": "*/*"} | dict(headers or {})
    for _hop in range(MOST_REDIRECTS + 1):
        parts = checked_url(url)
        answer = _ask(parts, method, given, body, most_bytes, seconds)
        where = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not where:
            return answer
        if method != "GET":
            raise CannotFetch(_("%(host)s sends on to another address.") % {"host": _host(parts)})
        url = urljoin(url, where)
        if _origin(checked_url(url)) != _origin(parts):
            given = {name: text for name, text in given.items() if name.lower() in _KEPT_ABROAD}
    raise CannotFetch(_("%(host)s sends on and on.") % {"host": _host(parts)})


def checked_url(url: str) -> SplitResult:
    """The parts of an address that may be asked; nothing is looked up yet. Raises CannotFetch."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise CannotFetch(_("“%(url)s” is not an address.") % _short(url), again=False) from None
    if parts.scheme not in ("http", "https") or not host:
        raise CannotFetch(
            _("“%(url)s” is not an address of the web. It begins with https:// or http://.")
            % _short(url),
            again=False,
        )
    if parts.username or parts.password:
        raise CannotFetch(
            _("Leave name and password out of the address: “%(host)s”.") % {"host": host},
            again=False,
        )
    if port is not None and port not in (80, 443) and port < 1024 and not _named(host):
        raise CannotFetch(
            _("Port %(port)d of %(host)s is no port of the web.") % {"port": port, "host": host},
            again=False,
        )
    return parts


def is_public(address: Address) -> bool:
    """True when ``address`` lies on the open internet and nowhere inside."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    if any(address in network for network in _TUNNELS if network.version == address.version):
        return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or getattr(address, "is_site_local", False)  # fec0::/10, of old networks
    )


def _short(url: str) -> dict[str, str]:
    return {"url": url.strip()[:80]}


def _host(parts: SplitResult) -> str:
    return parts.hostname or ""


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme, _host(parts), _port(parts)


def _named(host: str) -> bool:
    return host.lower() in {one.lower() for one in settings.OUTSIDE_ALLOWED}


def _allowed(host: str, address: Address) -> bool:
    """Public, or an installation's own host or network that it has named."""
    if is_public(address) or _named(host):
        return True
    for text in settings.OUTSIDE_ALLOWED:
        with suppress(ValueError):
            if address in ipaddress.ip_network(text, strict=False):
                return True
    return False


def _addresses(host: str, port: int) -> list[str]:
    """What the name stands for now, each once, in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def _safe_address(parts: SplitResult) -> list[str]:
    """The addresses to connect to; one inside among them refuses all."""
    host = _host(parts).encode("idna").decode()
    try:
        found = _addresses(host, _port(parts))
    except (OSError, UnicodeError):
        raise CannotFetch(
            _("There is no host “%(host)s”. Check the address.") % {"host": host}
        ) from None
    for text in found:
        if not _allowed(host, ipaddress.ip_address(text.partition("%")[0])):
            raise CannotFetch(
                _(
                    "“%(host)s” lies in an internal network and is not asked. Whoever runs the "
                    "server can allow it (OUTSIDE_ALLOWED)."
                )
                % {"host": host},
                again=False,
            )
    return found


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, in the name of the host it was asked for."""

    def __init__(self, parts: SplitResult, addresses: list[str], seconds: float) -> None:
        super().__init__(_host(parts).encode("idna").decode(), _port(parts), timeout=seconds)
        self.default_port = 443 if parts.scheme == "https" else 80
        self.tls = parts.scheme == "https"
        self.addresses = addresses
        self.late = False
        self.clock = threading.Timer(seconds, self._stop)
        self.clock.daemon = True
        self.twin: socket.socket | None = None

    def connect(self) -> None:
        self.clock.start()
        failure: OSError | None = None
        for address in self.addresses[:4]:
            try:
                raw = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError as error:
                failure = error
        else:
            raise failure or OSError("no address")
        # Bytes that drip in one by one never run into a socket's own time-out. The clock shuts
        # the line by a twin, because the socket itself is the other thread's.
        self.twin = raw.dup()
        if self.late:
            raise TimeoutError
        if self.tls:
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=self.host)
        self.sock = raw

    def _stop(self) -> None:
        self.late = True
        if self.twin is not None:
            with suppress(OSError):
                self.twin.shutdown(socket.SHUT_RDWR)

    def finish(self) -> None:
        """``close`` comes too early for this: http.client calls it before the body is read."""
        self.clock.cancel()
        self.close()
        if self.twin is not None:
            self.twin.close()


def _ask(
    parts: SplitResult,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    most_bytes: int,
    seconds: float,
) -> Answer:
    host = {"host": _host(parts)}
    line = _Connection(parts, _safe_address(parts), seconds)
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        if parts.query:
            path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        line.request(
            method,
            path,
            body=body,
            headers={"Accept-Encoding": "gzip", "Connection": "close"} | dict(headers),
        )
        response = line.getresponse()
        found = {name.lower(): text for name, text in response.getheaders()}
        content = _body(response, found.get("content-encoding", ""), most_bytes)
    except _TooMuch:
        raise CannotFetch(
            _("%(host)s sends more than %(most)d MB; that is not read.")
            % (host | {"most": most_bytes // (1024 * 1024) or 1}),
            again=False,
        ) from None
    except ssl.SSLCertVerificationError:
        raise CannotFetch(_("The certificate of %(host)s is not valid.") % host) from None
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        if line.late or isinstance(error, TimeoutError):
            raise CannotFetch(_slow(host, seconds)) from None
        raise CannotFetch(_("%(host)s cannot be reached.") % host) from None
    finally:
        line.finish()
    if line.late:
        raise CannotFetch(_slow(host, seconds))
    return Answer(urlunsplit(parts), response.status, found, content)


def _slow(host: Mapping[str, str], seconds: float) -> str:
    return _("%(host)s did not answer within %(seconds)d seconds.") % (
        dict(host) | {"seconds": max(1, round(seconds))}
    )


class _TooMuch(Exception):
    """The body is larger than was asked for."""


def _body(response: http.client.HTTPResponse, encoding: str, most: int) -> bytes:
    """The body, unpacked while it comes, so that a bomb is noticed at ``most``."""
    packed = encoding.strip().lower() in ("gzip", "x-gzip", "deflate")
    unpack = zlib.decompressobj(wbits=47) if packed else None  # 47: gzip or zlib, by its head
    content = bytearray()
    while chunk := response.read(_CHUNK):
        content += unpack.decompress(chunk, most + 1 - len(content)) if unpack else chunk
        if len(content) > most or (unpack and unpack.unconsumed_tail):
            raise _TooMuch
    return bytes(content)
