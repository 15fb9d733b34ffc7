"""Servers that send back what they were sent: nothing of it is said, kept or told to anybody."""

from __future__ import annotations

import email
import email.policy
import json
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote

import pytest

from tests.crawls.crawling import crawl, scrapy

CLIENT_ID = "PAR_moi_9f8e7d6c5b4a39281706f5e4d3c2b1a0"
CLIENT_SECRET = "k+9/3f8a=7c1e&5b2d%4a6f 8091b3c5d7e9f0a1"
TOKEN = "tok-aB3dE5fG7hI9jK1lM2nO4pQ6rS8tU0v"
HELD = (CLIENT_ID, CLIENT_SECRET, TOKEN)
FORGED = "\r\n2026-11-26 00:00:00 [root] INFO: tout va bien\x1b[2J\u202e\u2028"


class Parrot(BaseHTTPRequestHandler):
    """A token service and an API; which of them refuses, and how, is the server's `refuse`."""

    server: ParrotServer

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.server.refuse == "token":
            pair = b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
            said = f"{FORGED} {form} Basic {pair} {parse_qs(form)['client_secret'][0]}"
            self._answer(401, {"error": "invalid_client", "error_description": said})
        else:
            self._answer(200, {"access_token": TOKEN, "expires_in": 1499, "scope": "a"})

    def do_GET(self) -> None:
        sent = "".join(f"{name}: {value}\n" for name, value in self.headers.items())
        said = f"{FORGED}{sent}{quote(TOKEN, safe='')} {TOKEN.encode().hex()}{sent[:40]}"
        self._answer(403, {"message": said * 3})

    def _answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class ParrotServer(ThreadingHTTPServer):
    refuse = "token"


@pytest.fixture
def parrot():
    with ParrotServer(("127.0.0.1", 0), Parrot) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def texts_of(message):
    parsed = email.message_from_bytes(message.content, policy=email.policy.default)
    return f"{parsed['Subject']}\n{parsed.get_content()}".replace("\r\n", "\n")


def whole(value):
    """Every line that a program or a person gets of it."""
    return json.dumps(value, ensure_ascii=False).replace("\\n", "\n")


@pytest.mark.parametrize("refuse", ["token", "search"])
def test_what_is_sent_back_reaches_nobody(parrot, tmp_path, receiver, mailbox, refuse):
    parrot.refuse = refuse
    base = f"http://127.0.0.1:{parrot.server_port}"
    variables = {
        "URL_POLE_EMPLOI": base,
        "URL_API_FRANCE_TRAVAIL": base,
        "POLE_EMPLOI_CLIENT_ID": CLIENT_ID,
        "POLE_EMPLOI_CLIENT_SECRET": CLIENT_SECRET,
        "FT_ALERT_SLACK_URL": f"{receiver.url}/slack",
        "FT_ALERT_WEBHOOK_URL": f"{receiver.url}/hook",
        "FT_ALERT_EMAIL_TO": "moi@example.org",
        "FT_ALERT_SMTP_URL": mailbox.url,
    }
    data = tmp_path / "data"
    done = crawl("keywords", "keywords=infirmier", "no_s3=1", data=data, variables=variables)
    assert done.code in {3, 4}
    listed = scrapy("runs", data=data, variables=variables)
    checked = scrapy("check-api", data=data, variables=variables)
    alerts = [whole(content) for _, content in receiver.received]
    mails = [texts_of(message) for message in mailbox.messages]
    assert len(alerts) == 2
    assert len(mails) == 1
    assert "[masqué]" in done.log
    kept = [p.read_bytes().decode(errors="replace") for p in data.rglob("*") if p.is_file()]
    shown = [done.stdout, done.log, listed.stdout, listed.log, checked.stdout, *alerts, *mails]
    for text in [*shown, *kept]:
        for secret in HELD:
            forms = (secret[:12], secret[-12:], secret.encode().hex(), quote(secret)[:12])
            assert not [form for form in forms if form in text]
        assert b64encode(CLIENT_SECRET.encode()).decode()[4:20] not in text
    for text in shown:
        assert not [line for line in text.splitlines() if line.startswith("2026-11-26 00:00:00")]
        assert not set(text) & set("\x1b\r\u202e\u2028")


def test_passwords_in_addresses_are_said_nowhere(parrot, tmp_path):
    base, data = f"http://127.0.0.1:{parrot.server_port}", tmp_path / "data"
    hidden = ("p4ss/w@rd", "p4ss%2Fw%40rd", "pr0xyp4ssword", "f33dp4ssword", "s3tt1ngp4ss", "w@rd")
    variables = {
        "URL_POLE_EMPLOI": base,
        "URL_API_FRANCE_TRAVAIL": base,
        "POLE_EMPLOI_CLIENT_ID": CLIENT_ID,
        "POLE_EMPLOI_CLIENT_SECRET": CLIENT_SECRET,
        "AWS_ENDPOINT_URL": "http://minio:p4ss%2Fw%40rd@127.0.0.1:1",
        "data_lake_bucket": "lake",
        "KEY_ACCESS": "AKIAIOSFODNN7EXAMPLE",
        "KEY_SECRET": "wJalrXUtnFEMI/K7MDENG",
        "HTTPS_PROXY": "http://moi:pr0xyp4ssword@127.0.0.1:1",
    }
    given = (
        "-s",
        "LOG_LEVEL=DEBUG",
        "-s",
        "AWS_ENDPOINT_URL=http://minio:s3tt1ngp4ss@127.0.0.1:1",
    )
    feed = ("-O", "ftp://moi:f33dp4ssword@127.0.0.1:1/offres.csv")
    strange = ("-s", "FEED_EXPORT_FIELDS=prix")
    crawling = ("crawl", "keywords", "-a", "keywords=infirmier", "-a", "no_s3=1", *given, *feed)
    said = [
        scrapy(*crawling, data=data, variables=variables),
        scrapy(*crawling, *strange, data=data, variables=variables),
        scrapy("verify-aws", data=data, variables=variables),
    ]
    assert "ftp://[masqué]@127.0.0.1:1/offres.csv : colonne inconnue" in said[1].stdout
    texts = [text for done in said for text in (done.stdout, done.log)]
    texts += [path.read_text() for path in data.rglob("*.json")]
    assert "Overridden settings" in said[0].log
    for text in texts:
        assert not [each for each in (*hidden, "wJalrXUtnFEMI", "AKIAIOSFOD") if each in text]
