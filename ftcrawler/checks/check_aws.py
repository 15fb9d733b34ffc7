"""`scrapy verify-aws`: from the keys to an object that is written, read back and deleted."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final, NamedTuple

from ftcrawler.checks.findings import failed, has_failed, ok, skipped
from ftcrawler.checks.variables import check_value
from ftcrawler.runs.layout import RAW_PREFIX
from ftcrawler.s3.causes import S3Cause, S3Error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ftcrawler.checks.checked_bucket import CheckedBucket
    from ftcrawler.checks.findings import Finding

CONFIGURATION: Final = "configuration"
KEYS: Final = "clés"
BUCKET: Final = "bucket"
REGION: Final = "région"
LIST: Final = "lister"
WRITE: Final = "écrire"
READ: Final = "relire"
DELETE: Final = "supprimer"
# Who S3 takes us for; that is known from the first request that it answers.
OF_KEYS: Final = frozenset(
    {S3Cause.KEYS_MISSING, S3Cause.KEY_UNKNOWN, S3Cause.SECRET_WRONG, S3Cause.SESSION_OVER}
)


class Tried(NamedTuple):
    """A request that S3 granted, or its error."""

    value: object
    error: S3Error | None

    @property
    def cause(self) -> S3Cause | None:
        """Why it was not granted."""
        return self.error.cause if self.error else None


def check_aws(store: CheckedBucket, variables: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is found, in order; *variables* are those that were set."""
    written = [check_value(name, value) for name, value in variables.items()]
    yield from written
    if has_failed(written):
        yield from _unseen("variables", KEYS, BUCKET, REGION, LIST, WRITE, READ, DELETE)
        return
    source = _try(store.find_keys)
    listed = source if source.error else _try(lambda: store.first_keys(RAW_PREFIX))
    if source.error and source.cause not in OF_KEYS:
        yield _failure(CONFIGURATION, source.error)
        yield from _unseen(CONFIGURATION, KEYS, BUCKET, REGION, LIST, WRITE, READ, DELETE)
        return
    if listed.cause in OF_KEYS:
        yield _failure(KEYS, listed.error)
        yield from _unseen(KEYS, BUCKET, REGION, LIST, WRITE, READ, DELETE)
        return
    if listed.cause not in {None, S3Cause.ACCESS_DENIED}:
        yield ok(KEYS, f"trouvées ({source.value})")
        yield _failure(BUCKET, listed.error)
        yield from _unseen(BUCKET, REGION, LIST, WRITE, READ, DELETE)
        return
    yield ok(KEYS, f"trouvées et reconnues ({source.value})")
    if listed.error:  # some S3 refuse what is not there as they refuse what is
        yield skipped(BUCKET, "s3:ListBucket")
        yield skipped(REGION, "s3:ListBucket")
        yield _denied(LIST, listed.error, "s3:ListBucket", f"arn:aws:s3:::{store.bucket}")
    else:
        yield ok(BUCKET, f"« {store.bucket} » existe")
        yield _check_region(store)
        yield ok(LIST, f"permis sous {RAW_PREFIX}")
    yield from _check_object(store)


def _check_region(store: CheckedBucket) -> Finding:
    tried = _try(store.find_region)
    if tried.cause is S3Cause.ACCESS_DENIED:
        return skipped(REGION, "HeadBucket, refusé")
    if tried.error:
        return _failure(REGION, tried.error)
    if not tried.value:
        return ok(REGION, "ce service n'en annonce pas")
    if store.region and store.region != tried.value:
        told = f"le bucket est en {tried.value}, AWS_REGION dit {store.region}"
        return failed(REGION, told, f"Écrivez AWS_REGION={tried.value} dans .env")
    return ok(REGION, str(tried.value))


def _check_object(store: CheckedBucket) -> Iterator[Finding]:
    """Write a small object under the crawls' prefix, under a name that no page ever has."""
    key = f"{RAW_PREFIX}ftcrawler_verify_{uuid.uuid4().hex}.txt"
    resource = f"arn:aws:s3:::{store.bucket}/{RAW_PREFIX}*"
    body = f"Essai de scrapy verify-aws, à supprimer : {key}\n".encode()
    if error := _try(lambda: store.write(key, body)).error:
        yield _denied(WRITE, error, "s3:PutObject", resource)
        yield from _unseen(WRITE, READ, DELETE)
        return
    yield ok(WRITE, f"permis ({len(body)} octets sous {RAW_PREFIX})")
    read = _try(lambda: store.read(key))
    if read.error:
        yield _denied(READ, read.error, "s3:GetObject", resource)
    elif read.value != body:
        told = "S3 a rendu d'autres octets que ceux qui ont été écrits"
        yield failed(READ, told, "Vérifiez le proxy et AWS_ENDPOINT_URL")
    else:
        yield ok(READ, "les mêmes octets")
    if error := _try(lambda: store.delete(key)).error:
        finding = _denied(DELETE, error, "s3:DeleteObject", resource)
        remedy = f"{finding.remedy} (les collectes s'en passent), et supprimez {key}"
        yield failed(DELETE, finding.told, remedy)
    else:
        yield ok(DELETE, "l'objet d'essai est supprimé")


def _try(request: Callable[[], object]) -> Tried:
    try:
        return Tried(request(), None)
    except S3Error as exc:
        return Tried(None, exc)


def _failure(subject: str, error: S3Error | None) -> Finding:
    """Say it in the words of s3/causes.py, whose remedies are the same for all buckets."""
    assert error is not None
    _, remedy = error.cause.text
    return failed(subject, str(error).removesuffix(f". {remedy}."), remedy)


def _denied(subject: str, error: S3Error, right: str, resource: str) -> Finding:
    """Name the one right that lacks, if it is a right."""
    if error.cause is not S3Cause.ACCESS_DENIED:
        return _failure(subject, error)
    return failed(subject, "accès refusé", f"Donnez à cette clé le droit {right} sur {resource}")


def _unseen(on: str, *subjects: str) -> Iterator[Finding]:
    for subject in subjects:
        yield skipped(subject, on)
