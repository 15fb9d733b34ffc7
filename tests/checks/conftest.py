"""Checks, whole commands or in this process, against a sandbox or moto's server."""

from __future__ import annotations

import pytest

from tests.crawls.conftest import start_sandbox
from tests.crawls.crawling import scrapy
from tests.s3.conftest import BUCKET, SECRETS, front, moto, moto_server

from .lines import CLIENT_ID, CLIENT_SECRET, hides

__all__ = ["front", "moto", "moto_server", "start_sandbox"]


@pytest.fixture
def sandbox_at(start_sandbox):
    def start(*faults, **options):
        options = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **options}
        return start_sandbox(*faults, offers_count=1234, **options)

    return start


@pytest.fixture
def check_api(tmp_path):
    def run(sandbox, *arguments, **variables):
        given = {**sandbox.env(), "FT_QUOTA_DIR": str(tmp_path), **variables}
        done = scrapy("check-api", *arguments, data=tmp_path, variables=given)
        tokens = sandbox._sandbox._service.tokens._holders
        secret = given["POLE_EMPLOI_CLIENT_SECRET"].strip("\" '") or CLIENT_SECRET
        return hides(done, CLIENT_ID, CLIENT_SECRET, secret, *tokens)

    return run


@pytest.fixture
def verify_aws(tmp_path):
    def run(url, *arguments, **variables):
        key, secret, token = SECRETS
        given = {
            "AWS_ENDPOINT_URL": url,
            "AWS_REGION": "us-east-1",
            "data_lake_bucket": BUCKET,
            "KEY_ACCESS": key,
            "KEY_SECRET": secret,
            "AWS_SESSION_TOKEN": token,
            # Whoever runs the tests may have a profile, or a role.
            "HOME": str(tmp_path),
            "AWS_EC2_METADATA_DISABLED": "true",
            **variables,
        }
        done = scrapy("verify-aws", *arguments, data=tmp_path, variables=given)
        return hides(done, *(given[n] for n in ("KEY_ACCESS", "KEY_SECRET") if given[n]), *SECRETS)

    return run
