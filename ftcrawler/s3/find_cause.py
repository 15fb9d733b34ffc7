"""Find the cause in what botocore raises: by S3's error code, else by class, else by status."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from ftcrawler.quoting import one_line
from ftcrawler.s3.causes import S3Cause

# S3's own codes, MinIO's where they differ, and the bare status where an answer has no body.
_BY_CODE: Final = {
    "NoSuchBucket": S3Cause.BUCKET_MISSING,
    "AccessDenied": S3Cause.ACCESS_DENIED,
    "AllAccessDisabled": S3Cause.ACCESS_DENIED,
    "403": S3Cause.ACCESS_DENIED,
    "InvalidAccessKeyId": S3Cause.KEY_UNKNOWN,
    "SignatureDoesNotMatch": S3Cause.SECRET_WRONG,
    "ExpiredToken": S3Cause.SESSION_OVER,
    "InvalidToken": S3Cause.SESSION_OVER,
    "TokenRefreshRequired": S3Cause.SESSION_OVER,
    "RequestTimeTooSkewed": S3Cause.CLOCK_SKEWED,
    "PermanentRedirect": S3Cause.WRONG_REGION,
    "AuthorizationHeaderMalformed": S3Cause.WRONG_REGION,
    "InvalidBucketName": S3Cause.MISCONFIGURED,
    "NoSuchKey": S3Cause.OBJECT_MISSING,
    "SlowDown": S3Cause.BUSY,
    "RequestTimeout": S3Cause.BUSY,
    # The body was damaged on its way: Content-MD5 is for that.
    "BadDigest": S3Cause.BUSY,
}

# botocore's classes, the nearest ancestor first found wins.
_BY_CLASS: Final = {
    "NoCredentialsError": S3Cause.KEYS_MISSING,
    "PartialCredentialsError": S3Cause.KEYS_MISSING,
    "CredentialRetrievalError": S3Cause.SESSION_OVER,
    "MetadataRetrievalError": S3Cause.SESSION_OVER,
    "SSOError": S3Cause.SESSION_OVER,
    "LoginError": S3Cause.SESSION_OVER,
    "TokenRetrievalError": S3Cause.SESSION_OVER,
    "SSLError": S3Cause.CERTIFICATE,
    "EndpointConnectionError": S3Cause.UNREACHABLE,
    "ConnectTimeoutError": S3Cause.UNREACHABLE,
    "ProxyConnectionError": S3Cause.UNREACHABLE,
    # The connection stood and broke: S3 is there.
    "HTTPClientError": S3Cause.BUSY,
    "IncompleteReadError": S3Cause.BUSY,
    "ResponseParserError": S3Cause.UNEXPECTED,
    # Names, regions, profiles, endpoints that botocore itself does not accept.
    "BotoCoreError": S3Cause.MISCONFIGURED,
    "ValueError": S3Cause.MISCONFIGURED,
    # botocore asks where the bucket is, is sent elsewhere, asks where the bucket is...
    "RecursionError": S3Cause.REDIRECTED,
}


def find_cause(error: Exception) -> tuple[S3Cause, str]:
    """Return the cause of *error* and a word of detail, which never holds a key.

    >>> find_cause(ValueError("Invalid endpoint: x"))
    (<S3Cause.MISCONFIGURED: 'misconfigured'>, 'ValueError')
    """
    for ancestor in type(error).__mro__:
        # Errors of the connection have a `response` too: None, or one without a body.
        if ancestor.__name__ == "ClientError":
            answer: dict[str, Any] = getattr(error, "response", {})
            return _from_answer(answer)
        if cause := _BY_CLASS.get(ancestor.__name__):
            return cause, type(error).__name__
    return S3Cause.UNEXPECTED, type(error).__name__


def _from_answer(answer: dict[str, Any]) -> tuple[S3Cause, str]:
    code = one_line(str(answer.get("Error", {}).get("Code", "?")))
    status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    detail = code if code == str(status) else f"{status} {code}"
    if cause := _BY_CODE.get(code):
        return cause, detail
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return S3Cause.REDIRECTED, detail
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return S3Cause.BUSY, detail
    return S3Cause.UNEXPECTED, detail
