"""What every process of this project does before a setting is made: settings.py begins with it."""

from __future__ import annotations

import logging
import os
import ssl

from ftcrawler import authorities
from ftcrawler.environment import load_environment
from ftcrawler.exceptions import ConfigurationError
from ftcrawler.log_record import QuotedRecord
from ftcrawler.secret import Secret


def prepare_process() -> None:
    """Read `.env`, find the authorities that vouch for servers, and guard the log."""
    try:
        load_environment()
    except ConfigurationError as exc:
        # Every command reads the settings first: what is said here is all that it prints.
        raise SystemExit(f"Erreur: {exc}") from None
    # Read by OpenSSL, for everything that connects.
    if found := authorities.missing_authorities(ssl.get_default_verify_paths(), os.environ):
        os.environ[authorities.FILE] = found
    # Whatever is logged from here on, by Scrapy and by libraries too.
    logging.setLogRecordFactory(QuotedRecord)
    # Keys that boto3 finds by itself, without a setting: a server may send them back.
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        Secret(os.environ.get(name, ""))
