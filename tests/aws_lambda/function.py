"""A Lambda function as these tests see it: containers that live for some invocations each."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.crawls.crawling import ROOT, environment
from tests.s3.conftest import BUCKET, SECRETS

if TYPE_CHECKING:
    from tests.crawls.conftest import Server

# A crawl slow enough to be cut in the middle.
SLOW = {"spider": "all", "arguments": {"max_pages": 0, "delay": 0.05}}
CONTAINER = Path(__file__).with_name("container.py")
KEY, SECRET, TOKEN = SECRETS
CLIENT_SECRET = "clientSecretOfTheTests"


@dataclass
class Lived:
    """What came of a container's invocations, and all that it said."""

    outcomes: list[dict[str, Any]]
    log: str

    @property
    def results(self) -> list[dict[str, Any]]:
        assert all("result" in outcome for outcome in self.outcomes), (self.outcomes, self.log)
        return [outcome["result"] for outcome in self.outcomes]

    @property
    def error(self) -> tuple[str, str]:
        """The type and the message of the only invocation's error."""
        (outcome,) = self.outcomes
        assert "error" in outcome, (outcome, self.log)
        return outcome["error"], outcome["message"]


@dataclass
class Function:
    """A Lambda function whose containers each live for some invocations."""

    sandbox: Server
    s3_url: str
    tmp: Path
    interpreter: list[str] = field(default_factory=lambda: [sys.executable])
    settings: dict[str, Any] = field(default_factory=dict)

    def live(self, *invocations: dict[str, Any], **variables: str) -> Lived:
        """Start a container and invoke the function; an invocation is `event`, `after`."""
        container = self.start(*invocations, **variables)
        log, _ = container.communicate(timeout=240)
        assert container.returncode == 0, log
        outcomes = (self.tmp / "outcomes.json").read_text()
        for secret in (SECRET, TOKEN, CLIENT_SECRET):
            assert secret not in outcomes + log
        lived = Lived(json.loads(outcomes), log)
        assert not any(outcome["environment_changed"] for outcome in lived.outcomes)
        # Nothing is left below /tmp but the quota that all crawls of a machine share.
        assert not [path for path in (self.tmp / "tmp").iterdir() if "quota" not in path.name]
        return lived

    def start(self, *invocations: dict[str, Any], **variables: str) -> subprocess.Popen[str]:
        """Start a container, a process group of its own, and return at once."""
        given = [
            {**one, "event": _with_settings(one["event"], self.settings)} for one in invocations
        ]
        container = subprocess.Popen(
            [*self.interpreter, str(CONTAINER), str(self.tmp / "outcomes.json")],
            cwd=self.tmp,
            env=self._environment() | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert container.stdin is not None
        container.stdin.write(json.dumps(given))
        container.stdin.close()
        container.stdin = None
        return container

    def destroy(self, container: subprocess.Popen[str]) -> None:
        """Kill the container and all that runs in it; its disk goes with it."""
        os.killpg(container.pid, signal.SIGKILL)
        container.communicate(timeout=60)
        shutil.rmtree(self.tmp / "tmp")

    def _environment(self) -> dict[str, str]:
        (self.tmp / "tmp").mkdir(exist_ok=True)
        variables = {
            **self.sandbox.env(),
            "POLE_EMPLOI_CLIENT_SECRET": CLIENT_SECRET,
            "data_lake_bucket": BUCKET,
            "AWS_ENDPOINT_URL": self.s3_url,
            # As Lambda gives a function the keys of its role.
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_SESSION_TOKEN": TOKEN,
            "TMPDIR": str(self.tmp / "tmp"),
            "PYTHONPATH": str(ROOT),
        }
        clean = environment(Path("unused"), variables)
        del clean["FT_DATA_DIR"]
        return clean


def _with_settings(event: Any, settings: dict[str, Any]) -> Any:
    if not isinstance(event, dict) or "settings" in event:
        return event
    return {**event, "settings": {"FT_QUOTA": 0, "FT_RETRY_WAIT": 0.01, **settings}}
