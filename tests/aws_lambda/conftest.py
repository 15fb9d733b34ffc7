"""A Lambda container around the sandbox and an S3 server, and what the bucket then holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawls.conftest import start_sandbox
from tests.s3.conftest import moto, moto_server, store_at

from .bucket import Bucket
from .function import Function

if TYPE_CHECKING:
    from pathlib import Path

    from tests.s3.conftest import Moto

__all__ = ["moto", "moto_server", "start_sandbox", "store_at"]


@pytest.fixture
def bucket(moto: Moto):
    return lambda: Bucket(moto.objects())


@dataclass
class KeysWith:
    """Makes keys that a policy governs, as Lambda gives them to a function."""

    moto: Moto

    def __call__(self, *statements: dict[str, Any]) -> dict[str, str]:
        """Return the variables that hold the keys; from here on S3 heeds policies."""
        iam = self.moto.client("iam")
        iam.create_user(UserName="lambda")
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        iam.put_user_policy(UserName="lambda", PolicyName="s3", PolicyDocument=document)
        keys = iam.create_access_key(UserName="lambda")["AccessKey"]
        self.moto.require_keys()
        return {
            "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
            "AWS_SESSION_TOKEN": "",
        }

    def lift(self) -> None:
        """Let S3 permit everything again."""
        self.moto.require_keys(after="inf")


@pytest.fixture
def keys_with(moto: Moto):
    return KeysWith(moto)


@pytest.fixture
def function_of(moto: Moto, tmp_path: Path):
    """Make a function over a sandbox."""
    return lambda sandbox, **options: Function(
        sandbox, options.pop("s3_url", moto.url), tmp_path, **options
    )
