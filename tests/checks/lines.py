"""What a check prints, read back: a line for each of its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ftcrawler.checks.findings import Finding
    from tests.crawls.crawling import Crawl

CLIENT_ID = "PAR_tests"
CLIENT_SECRET = "s3cretOfTheApplication"
UNSEEN = "- non vérifié"


def told(done: Crawl) -> dict[str, str]:
    """Return the lines by their subject, without the verdict."""
    return by_subject(done.stdout.splitlines()[:-1])


def found(findings: Iterable[Finding]) -> dict[str, str]:
    """Return the same of findings that no command has printed."""
    return by_subject(map(str, findings))


def by_subject(lines: Iterable[str]) -> dict[str, str]:
    """Return each line without its subject.

    >>> by_subject(["ÉCHEC clé : absente", "-     bucket : non vérifié"])
    {'clé': 'ÉCHEC absente', 'bucket': '- non vérifié'}
    """
    parts = [line.partition(" : ") for line in lines]
    return {head[6:]: f"{head[:5].strip()} {rest}" for head, _, rest in parts}


def hides(done: Crawl, *secrets: str) -> Crawl:
    """Return *done*, which has printed none of the *secrets* and logged nothing."""
    assert not [secret for secret in secrets if secret in done.stdout + done.log]
    assert done.log == ""
    return done
