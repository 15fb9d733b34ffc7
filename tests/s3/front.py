"""A server that speaks enough of S3 to fail like it: scripted errors, delays, a closed gate."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections import deque
from contextlib import suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ERROR = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<Error><Code>{code}</Code><Message>No.</Message><RequestId>1</RequestId></Error>"
)


class S3Front:
    """Answers 200 to a PUT and keeps its body, unless told (status, code).

    `answers` are given first, then `always`; `always_put` to a PUT only.

    Status 0 cuts the connection without an answer.

    A closed `gate` holds every request; `arrived` counts those that came in. `dripping`, it sends
    a byte now and then, within every time limit of a socket, and comes to no end. `headers` go
    with every error; `listing` takes the place of the true one.
    """

    def __init__(self) -> None:
        self.answers: deque[tuple[int, str]] = deque()
        self.always: tuple[int, str] | None = None
        self.always_put: tuple[int, str] | None = None
        self.delay = 0.0
        self.gate = threading.Event()
        self.gate.set()
        self.arrived = threading.Semaphore(0)
        self.dripping = False
        self.closed = threading.Event()
        self.headers: dict[str, str] = {}
        self.listing: bytes | None = None
        self.objects: dict[str, bytes] = {}
        self.content_types: set[str | None] = set()
        self.requests = 0
        self.last_headers: Message = Message()
        self.lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"front": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self.gate.set()
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    front: S3Front
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        front = self.front
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        with front.lock:
            front.requests += 1
            front.last_headers = self.headers
            later = front.always_put or front.always
            answer = front.answers.popleft() if front.answers else later
        front.arrived.release()
        front.gate.wait()
        time.sleep(front.delay)
        digest = base64.b64encode(hashlib.md5(body).digest()).decode()
        if answer is None and digest != self.headers["Content-MD5"]:
            answer = (400, "BadDigest")
        if answer is None:
            with front.lock:
                front.objects[self.path.removeprefix("/lake/")] = body
                front.content_types.add(self.headers["Content-Type"])
            self._answer(200, b"", {"ETag": '"1"'})
        else:
            status, code = answer
            if not status:
                self.close_connection = True
                return
            body = ERROR.format(code=code).encode() if code else b""
            self._answer(status, body, front.headers)

    def do_HEAD(self) -> None:
        """Answer as to a listing; what a HEAD gets has no body."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answer the listing of what is there, or the error that is on."""
        self.front.arrived.release()
        if self.front.always:
            status, code = self.front.always
            self._answer(status, ERROR.format(code=code).encode(), self.front.headers)
        else:
            keys = "".join(
                f"<Contents><Key>{key}</Key><Size>{len(body)}</Size></Contents>"
                for key, body in self.front.objects.items()
            )
            listed = f"<ListBucketResult>{keys}</ListBucketResult>".encode()
            self._answer(200, self.front.listing or listed, {})

    def do_DELETE(self) -> None:
        """Answer as to a listing: it comes to the same."""
        self.do_GET()

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        if self.front.dripping:
            self.close_connection = True
            self.flush_headers()
            with suppress(OSError):  # nobody waits any more
                self.wfile.write(b"X-Slow: ")
                while not self.front.closed.wait(0.05):
                    self.wfile.write(b"x")
            return
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass
