"""A bucket as it is looked at before it is trusted: what crawls do there, and a little more."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from ftcrawler.s3.causes import S3Cause
from ftcrawler.s3.store import S3Store

# How boto3 names where it found keys.
SOURCES: Final = {
    "env": "AWS_ACCESS_KEY_ID, dans l'environnement",
    "shared-credentials-file": "le profil de ~/.aws/credentials",
    "config-file": "le profil de ~/.aws/config",
    "sso": "la session aws sso",
    "login": "la session aws login",
    "assume-role": "un rôle endossé par le profil",
    "assume-role-with-web-identity": "le rôle donné par le jeton web de la machine",
    "container-role": "le rôle du conteneur",
    "iam-role": "le rôle de la machine",
    "custom-process": "le programme que nomme le profil",
}


class CheckedBucket(S3Store):
    """Every method may block and raises S3Error."""

    @property
    def region(self) -> str:
        """The region that was configured, or ''."""
        return self._account.region or ""

    def find_keys(self) -> str:
        """Return where the keys come from; S3Cause.KEYS_MISSING if there are none."""
        given = all((self._account.access_key, self._account.secret_key))
        # A client is made: half a pair of keys, a profile that is not there, are told.
        found = self._ask(lambda _: "KEY_ACCESS et KEY_SECRET" if given else _found_keys())
        if found is None:
            raise self._error(S3Cause.KEYS_MISSING, "")
        return found

    def first_keys(self, prefix: str) -> int:
        """Ask for the first object under *prefix*, and return how many came: 0 or 1."""
        return self._ask(
            lambda client: len(
                client.list_objects_v2(Bucket=self.bucket, Prefix=prefix, MaxKeys=1).get(
                    "Contents", ()
                )
            )
        )

    def find_region(self) -> str:
        """Return the bucket's region as S3 announces it; '' if this S3 has none."""
        answer = self._ask(lambda client: client.head_bucket(Bucket=self.bucket))
        headers = answer["ResponseMetadata"]["HTTPHeaders"]
        return str(headers.get("x-amz-bucket-region", ""))

    def write(self, key: str, body: bytes) -> None:
        """Put *body* under *key*, as crawls do."""
        self.upload_fileobj(BytesIO(body), self.bucket, key)


def _found_keys() -> str | None:
    from boto3.session import Session  # noqa: PLC0415 (see s3/store.py)

    found: Any = Session().get_credentials()
    return None if found is None else SOURCES.get(found.method, str(found.method))
