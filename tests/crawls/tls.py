"""A TLS front of a sandbox, with a certificate of its own authority."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Front:
    """Where it listens, who vouches for it, and what it was sent."""

    url: str
    authority: Path
    received: bytearray = field(default_factory=bytearray)


@contextmanager
def tls_front(target: str, folder: Path) -> Iterator[Front]:
    """Start a front of *target*, an address in http://; it stops with the context."""
    host, _, port = target.removeprefix("http://").partition(":")
    authority = make_certificate(folder)
    context = server_context(authority)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        front = Front(f"https://127.0.0.1:{listener.getsockname()[1]}", authority)

        def accept() -> None:
            while True:
                try:
                    plain, _ = listener.accept()
                except OSError:  # closed
                    return
                threading.Thread(target=serve, args=(plain,), daemon=True).start()

        def serve(plain: socket.socket) -> None:
            with (
                suppress(OSError),
                context.wrap_socket(plain, server_side=True) as client,
                socket.create_connection((host, int(port))) as server,
            ):
                back = threading.Thread(target=_pump, args=(server, client), daemon=True)
                back.start()
                _pump(client, server, front.received)
                back.join()

        threading.Thread(target=accept, daemon=True).start()
        yield front


def server_context(certificate: Path) -> ssl.SSLContext:
    """Return what a server with that certificate speaks TLS with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _pump(source: socket.socket, sink: socket.socket, kept: bytearray | None = None) -> None:
    with suppress(OSError):
        while body := source.recv(65536):
            if kept is not None:
                kept += body
            sink.sendall(body)
        sink.shutdown(socket.SHUT_WR)


def make_certificate(folder: Path) -> Path:
    """Make a key and a certificate for 127.0.0.1 that vouches for itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
