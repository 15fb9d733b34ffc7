"""The store that settings describe, and what it keeps to itself."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.s3.store import S3Store
from tests.s3.conftest import BUCKET, KEY, SECRETS, Moto, StoreAt

if TYPE_CHECKING:
    from pathlib import Path

    from tests.s3.front import S3Front


def test_without_keys_boto3_finds_a_session(
    front: S3Front, page: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"):
        monkeypatch.setenv(f"AWS_{name}", "fromTheEnvironment")
    settings = {
        "S3PIPELINE_URL": f"s3://{BUCKET}/raw/france_travail/",
        "AWS_ENDPOINT_URL": front.url,
    }
    store = S3Store.from_settings(settings)
    assert store is not None
    store.upload(KEY, page)
    assert front.last_headers["X-Amz-Security-Token"] == "fromTheEnvironment"


def test_no_bucket_no_store():
    assert S3Store.from_settings({"S3PIPELINE_URL": None}) is None


def test_keeps_its_secrets(
    moto: Moto, store_at: StoreAt, page: Path, caplog: pytest.LogCaptureFixture
):
    store = store_at(moto.url)
    with caplog.at_level(logging.DEBUG):
        store.upload(KEY, page)
    said = caplog.text + repr(store) + repr(store._account) + repr(vars(store))
    assert not [secret for secret in SECRETS if secret in said]


def test_a_crawl_without_s3_never_imports_boto3():
    code = (
        "import sys, ftcrawler.pipelines.store_s3 as m\n"
        "m.S3Store.from_settings({'S3PIPELINE_URL': 's3://lake/raw/france_travail/'})\n"
        "print([n for n in ('boto3', 'botocore') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("url", ["lake", "gs://lake/raw/france_travail/", "s3://lake/elsewhere/"])
def test_another_place_than_the_one_files_have_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="S3PIPELINE_URL : « s3://bucket/raw/"):
        S3Store.from_settings({"S3PIPELINE_URL": url})


@pytest.mark.parametrize("name", ["s3://lake/", "s3://lake", "lake/folder", "lake/"])
def test_a_bucket_that_is_no_name_is_refused_by_what_the_user_set(name: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        S3Store.from_settings({"S3PIPELINE_URL": f"s3://{name}/raw/france_travail/"})
    assert str(refused.value).endswith(f"Reçu : « {name} ».")
    assert "data_lake_bucket" in str(refused.value)
    assert "S3PIPELINE_URL" not in str(refused.value)
