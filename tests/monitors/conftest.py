from __future__ import annotations

import json
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.crawls.conftest import run_crawl, start_sandbox
from tests.quota.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["run_crawl", "start_sandbox"]


@dataclass
class Receiver:
    """A web server that keeps what is posted, and answers as it is told."""

    url: str = ""
    status: int = 200
    received: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def alerts(self) -> list[str]:
        """Return those of the only notice."""
        ((_, notice),) = self.received
        return list(notice["alerts"])


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Start a web server on a free port."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.received.append((self.path, json.loads(body)))
            said = f"no such hook: {self.path}".encode()
            self.send_response(found.status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        found.url = f"http://127.0.0.1:{server.server_port}"
        yield found
        server.shutdown()
        thread.join()


@dataclass
class Mailbox:
    """A mail server that wants a login, and keeps what it gets."""

    url: str = ""
    messages: list[Any] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        """Keep the message."""
        self.messages.append(envelope)
        return "250 OK"


@pytest.fixture
def start_mailbox() -> Iterator[Callable[..., Mailbox]]:
    """Start mail servers on free ports; options are those of aiosmtpd."""
    with ExitStack() as stack:

        def start(scheme: str = "smtp", **options: Any) -> Mailbox:
            found = Mailbox()
            controller = Controller(
                found,
                hostname="127.0.0.1",
                port=free_port(),
                authenticator=login,
                auth_require_tls=False,
                **options,
            )
            controller.start()
            stack.callback(controller.stop)
            found.url = f"{scheme}://moi:s%40cret@127.0.0.1:{controller.port}"
            return found

        yield start


@pytest.fixture
def mailbox(start_mailbox: Callable[..., Mailbox]) -> Mailbox:
    """Start a mail server without encryption."""
    return start_mailbox()


def login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    """Know one user."""
    right = (data.login, data.password) == (b"moi", b"s@cret")
    return AuthResult(success=right, handled=False)
