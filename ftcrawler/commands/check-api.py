# ruff: noqa: N999 (Scrapy names a command after its module)
"""The command `scrapy check-api`: would a crawl reach the API, and if not, why."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.checks.check_api import Installation, check_api
from ftcrawler.checks.findings import Finding, has_failed, verdict
from ftcrawler.printing import say
from ftcrawler.quota.request_queue import RequestQueue
from ftcrawler.quota.where_shared import chosen_quota
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    import argparse

    from scrapy.settings import BaseSettings

FAILED: Final = 1
LONGEST_WAIT: Final = 20.0  # seconds for an answer: someone is looking on


class Command(ScrapyCommand):
    """Exit code 0: a crawl would work; 1: a line says what to mend."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Vérifie les variables, les identifiants et l'accès à l'API"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy's)
        """Print a line for each check, then the verdict."""
        if args:
            raise UsageError(f"Argument inattendu : « {one_line(args[0])} ».", print_help=False)
        assert self.settings is not None
        findings = asyncio.run(_check(self.settings))
        say(verdict(findings))
        if has_failed(findings):
            self.exitcode = FAILED


async def _check(settings: BaseSettings) -> list[Finding]:
    mine = Installation(
        client_id=settings.get("FT_CLIENT_ID") or "",
        client_secret=settings.get("FT_CLIENT_SECRET") or "",
        scope=settings["FT_SCOPE"],
        token_host=settings["FT_TOKEN_HOST"],
        api_url=settings["FT_API_URL"],
        timeout=min(settings.getfloat("DOWNLOAD_TIMEOUT"), LONGEST_WAIT),
    )
    # The quota of the crawls: this search counts as theirs do.
    turns = RequestQueue(chosen_quota(settings))
    findings = []
    try:
        async for finding in check_api(mine, turns):
            say(finding)
            findings.append(finding)
    finally:
        await turns.close()
    return findings
