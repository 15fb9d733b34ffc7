"""How this project speaks to S3: keys, time limits, tries.

Importing it imports boto3, 0.4 s of CPU and 50 MB: s3/store.py does so with its first request.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from boto3.session import Session
from botocore.config import Config

if TYPE_CHECKING:
    from ftcrawler.s3.account import S3Account

CONNECT_TIMEOUT: Final = 5
READ_TIMEOUT: Final = 30
# Tries of one request by botocore itself, with waits of up to 1 s, then 2 s.
ATTEMPTS: Final = 3


def make_client(account: S3Account) -> Any:  # noqa: ANN401 (boto3 makes its methods at run time)
    """Return a boto3 client; botocore's errors and ValueError pass."""
    # At DEBUG they write the headers of each request, a session token included.
    for name in ("boto3", "botocore", "urllib3"):
        logging.getLogger(name).setLevel(logging.INFO)
    config = Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        # Many S3 other than Amazon's refuse the trailing checksums that botocore adds.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    # A session of our own: boto3's default one is not made thread-safely.
    return Session().client(
        "s3",
        endpoint_url=account.endpoint,
        region_name=account.region,
        aws_access_key_id=account.access_key,
        aws_secret_access_key=account.secret_key,
        aws_session_token=account.session_token,
        use_ssl=account.use_ssl,
        verify=account.verify,
        config=config,
    )
