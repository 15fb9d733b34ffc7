"""planifier_scrapyd.sh against a real scrapyd: a job that collects, and refusals."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import threading
import time

import pytest

from ftsandbox.server import SandboxConfig, running_sandbox

from .reading import SCHEDULES
from .scrapyd_server import LOGIN, PASSWORD, free_port, running_scrapyd

SCRIPT = SCHEDULES / "planifier_scrapyd.sh"
pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scrapyd")
    with (
        running_sandbox(SandboxConfig(offers_count=400, quota=0, seed=7)) as sandbox,
        running_scrapyd(folder, sandbox.env()) as server,
    ):
        yield server


@pytest.fixture
def ask(scrapyd, tmp_path):
    """Run the script as cron does, with the right login unless told otherwise."""

    def run(*words, url=scrapyd.url, password=PASSWORD, **variables):
        netrc = tmp_path / ".netrc"
        netrc.write_text(f"machine 127.0.0.1 login {LOGIN} password {password}\n")
        netrc.chmod(0o600)
        env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "SCRAPYD_URL": url, **variables}
        return subprocess.run(
            [SCRIPT, *words], env=env, capture_output=True, text=True, timeout=60, check=False
        )

    return run


def test_a_job_collects(scrapyd, ask):
    words = (
        "keywords",
        "keywords=aide soignant & co",
        "max_pages=0",
        "setting=FT_RETRY_WAIT=0.01",
    )
    done = ask(*words)
    assert (done.returncode, done.stderr) == (0, "")
    job = done.stdout.strip()
    scrapyd.wait_until(lambda: scrapyd.finished(job))
    (report,) = (scrapyd.data / "runs").glob("keywords_*.json")
    written = json.loads(report.read_text())
    assert written["status"] == "complete"
    given = {"keywords": "aide soignant & co", "max_pages": 0, "_job": job}
    assert written["arguments"] == given


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("keyword",), "scrapyd refuse la collecte : spider 'keyword' not found"),
        (("all", "max_pages"), "« max_pages » n'est pas de la forme nom=valeur"),
        (("all", "@/etc/hosts"), "« @/etc/hosts » n'est pas de la forme nom=valeur"),
        ((), "Usage : planifier_scrapyd.sh SPIDER"),
    ],
)
def test_refused(ask, words, said):
    done = ask(*words)
    assert done.returncode in {1, 2}
    assert done.stdout == ""
    assert said in done.stderr


def test_another_project(ask):
    done = ask("all", SCRAPYD_PROJECT="autre")
    assert done.returncode == 1
    assert "project 'autre' not found" in done.stderr


def test_wrong_password(ask):
    done = ask("all", password="faux")
    assert done.returncode == 1
    assert "scrapyd refuse le nom ou le mot de passe" in done.stderr
    assert "faux" not in done.stderr


def test_no_netrc(ask, tmp_path):
    done = ask("all", SCRAPYD_NETRC=str(tmp_path / "absent"))
    assert done.returncode == 1
    assert "absent (SCRAPYD_NETRC) est illisible" in done.stderr


def test_nobody_listens(ask):
    done = ask("all", url=f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 3
    assert "scrapyd ne répond pas à http://127.0.0.1:" in done.stderr


class Other(http.server.BaseHTTPRequestHandler):
    """A server that is no scrapyd; one of its paths never answers."""

    def do_POST(self):
        if self.path.startswith("/muet/"):
            time.sleep(3)
            return
        code = 502 if self.path.startswith("/panne/") else 200
        self.send_response(code)
        self.end_headers()
        self.wfile.write(b"<html>Bonjour</html>")

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "n'est pas scrapyd"),
        ("/panne", "en panne (HTTP 502)"),
        ("/muet", "scrapyd ne répond pas"),
    ],
)
def test_something_else_answers(ask, path, said):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}{path}"
        done = ask("all", url=url, SCRAPYD_DELAI="1")
        server.shutdown()
    assert done.returncode == 3
    assert said in done.stderr
