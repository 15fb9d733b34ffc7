# ruff: noqa: N999 (Scrapy names a command after its module)
"""The command `scrapy verify-aws`: would pages reach the bucket, and if not, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from ftcrawler.checks.check_aws import check_aws
from ftcrawler.checks.checked_bucket import CheckedBucket
from ftcrawler.checks.findings import Finding, failed, has_failed, verdict
from ftcrawler.exceptions import ConfigurationError
from ftcrawler.printing import say
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from scrapy.settings import BaseSettings

FAILED: Final = 1
LONGEST_WAIT: Final = 20.0  # seconds for an answer: someone is looking on
BUCKET: Final = "data_lake_bucket"
# The variables that settings are made from.
VARIABLES: Final = {
    "KEY_ACCESS": "AWS_ACCESS_KEY_ID",
    "KEY_SECRET": "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN": "AWS_SESSION_TOKEN",
    "AWS_REGION": "AWS_REGION_NAME",
    "AWS_ENDPOINT_URL": "AWS_ENDPOINT_URL",
}


class Command(ScrapyCommand):
    """Exit code 0: crawls can keep their copy in S3; 1: a line says what to mend."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Vérifie les clés AWS, le bucket et ce qu'il permet"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 (Scrapy's)
        """Print a line for each check, then the verdict."""
        if args:
            raise UsageError(f"Argument inattendu : « {one_line(args[0])} ».", print_help=False)
        assert self.settings is not None
        findings = []
        for finding in _check(self.settings):
            say(finding)
            findings.append(finding)
        say(verdict(findings))
        if has_failed(findings):
            self.exitcode = FAILED


def _check(settings: BaseSettings) -> Iterator[Finding]:
    settings.set("FT_S3_TIMEOUT", min(settings.getfloat("FT_S3_TIMEOUT"), LONGEST_WAIT), "cmdline")
    try:
        store = CheckedBucket.from_settings(settings)
    except ConfigurationError:
        remedy = "Écrivez le nom du bucket seul, sans s3:// ni dossier"
        yield failed(BUCKET, "mal formée", remedy)
        return
    if store is None:
        remedy = "Écrivez le nom du bucket dans .env ; sans S3, il n'y a rien à vérifier"
        yield failed(BUCKET, "absente ou vide : rien n'est envoyé", remedy)
        return
    values = {BUCKET: store.bucket}
    values |= {name: settings[own] for name, own in VARIABLES.items() if settings[own]}
    yield from check_aws(store, values)
