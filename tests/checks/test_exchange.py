"""One request of the checks, over real sockets: whom it trusts, by whom it goes, when it ends."""

from __future__ import annotations

import asyncio
import re
import socketserver
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from ftcrawler.checks.exchange import ask
from ftcrawler.exceptions import ConnectionFailedError
from tests.crawls.tls import make_certificate, server_context

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\nhello"


def _request_on(connection):
    """Read one request whole: its body may come in a packet of its own."""
    read = connection.recv(65_536)
    head, _, body = read.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    while len(body) < int(length[1] if length else 0):
        more = connection.recv(65_536)
        read, body = read + more, body + more
    return read.decode()


@contextmanager
def answering(handle, context=None):
    """Start a server whose connections *handle* answers; give its address and what it read."""
    heads = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            with suppress(OSError):
                wire = context.wrap_socket(self.request, server_side=True) if context else None
                connection = wire or self.request
                heads.append(_request_on(connection))
                handle(connection)
                connection.close()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}", heads
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def get(url, timeout=5.0, **sent):
    return asyncio.run(ask(url, headers={}, timeout=timeout, **sent))


def failure(url, timeout=5.0):
    with pytest.raises(ConnectionFailedError) as caught:
        get(url, timeout)
    assert caught.value.__cause__ is None  # which would quote the address
    return str(caught.value)


def greet(connection):
    connection.sendall(HELLO)


def test_a_get_and_a_post():
    with answering(greet) as (place, heads):
        answer = get(f"http://{place}/a?b=%2Fc")
        assert (answer.status, answer.body, answer.headers["content-length"]) == (
            200,
            b"hello",
            "5",
        )
        assert get(f"http://{place}/a", form={"é": "& ="}).status == 200
    assert heads[0].startswith("GET /a?b=%2Fc HTTP/1.1\r\n")
    assert "User-Agent: ftcrawler\r\n" in heads[0]
    assert heads[1].startswith("POST /a HTTP/1.1\r\n")
    assert "Content-Type: application/x-www-form-urlencoded\r\n" in heads[1]
    assert heads[1].endswith("\r\n\r\n%C3%A9=%26+%3D")
    assert "Cookie" not in heads[1]


def test_only_a_certificate_that_somebody_vouches_for(tmp_path, monkeypatch):
    certificate = make_certificate(tmp_path)
    with answering(greet, server_context(certificate)) as (place, heads):
        assert failure(f"https://{place}/") == "certificat TLS refusé"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert get(f"https://{place}/").body == b"hello"
        other = place.replace("127.0.0.1", "localhost")
        assert failure(f"https://{other}/") == "certificat TLS refusé"
    assert len(heads) == 1


@pytest.mark.parametrize("scheme", ["http://", ""])
def test_by_the_proxy_with_its_account(scheme, monkeypatch):
    with answering(greet) as (place, heads):
        monkeypatch.setenv("http_proxy", f"{scheme}moi:p%40ss@{place}")
        assert get("http://api.invalid/x").body == b"hello"
        monkeypatch.setenv("no_proxy", "api.invalid")
        assert failure("http://api.invalid/x") == "nom d'hôte introuvable"
    (head,) = heads
    assert head.startswith("GET http://api.invalid/x HTTP/1.1\r\n")
    assert "proxy-authorization: Basic bW9pOnBAc3M=\r\n" in head


def test_a_proxy_opens_the_way_to_tls(tmp_path, monkeypatch):
    context = server_context(make_certificate(tmp_path))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    asked = []

    def tunnel(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with context.wrap_socket(connection, server_side=True) as inner:
            asked.append(inner.recv(65_536).decode())
            greet(inner)

    with answering(tunnel) as (place, heads):
        monkeypatch.setenv("https_proxy", f"http://moi:pass@{place}")
        assert get("https://127.0.0.1:1/x").body == b"hello"
    assert heads[0].startswith("CONNECT 127.0.0.1:1 ")
    assert "proxy-authorization: Basic " in heads[0]
    assert asked[0].startswith("GET /x ")
    assert "proxy-authorization" not in asked[0].lower()


def test_a_proxy_that_refuses_or_is_away(monkeypatch):
    def refuse(connection):
        connection.sendall(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")

    with answering(refuse) as (place, heads):
        monkeypatch.setenv("https_proxy", place)
        assert failure("https://api.invalid/x") == "le proxy refuse (HTTP 407)"
    assert heads[0].startswith("CONNECT api.invalid:443 ")
    assert failure("https://api.invalid/x") == "proxy injoignable"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1:9/", "connexion refusée"),
        ("http://api.invalid/", "nom d'hôte introuvable"),
        ("http://127.0.0.1:port/", "adresse mal formée"),
    ],
)
def test_what_cannot_be_reached(url, told):
    assert failure(url) == told


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\n", HELLO.replace(b": 5", b": 99")])
def test_a_server_that_drips_is_left_in_time(beginning):
    left = threading.Event()

    def drip(connection):
        connection.sendall(beginning)
        with suppress(OSError):
            while not left.wait(0.05):
                connection.sendall(b"x")

    with answering(drip) as (place, _):
        began = time.monotonic()
        assert failure(f"http://{place}/", timeout=0.3) == "pas de réponse dans le délai"
        assert time.monotonic() - began < 2
        left.set()
