"""What tells a crawl its bucket, and what it says when it does not reach it."""

from __future__ import annotations

from typing import Any

from tests.s3.conftest import BUCKET

SENTENCE = "Erreur lors du téléchargement vers S3"
KEYS = {"KEY_ACCESS": "AKIATEST", "KEY_SECRET": "s3cretOfTheBucket", "AWS_REGION": "us-east-1"}


def s3(url: str, bucket: str = BUCKET) -> dict[str, Any]:
    """Return the environment of a crawl that sends to *bucket* at *url*."""
    return {**KEYS, "data_lake_bucket": bucket, "AWS_ENDPOINT_URL": url}
