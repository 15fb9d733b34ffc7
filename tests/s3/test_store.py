"""The store against a real S3 server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ftcrawler.s3.account import S3Account
from ftcrawler.s3.causes import S3Cause, S3Error
from ftcrawler.s3.store import S3Store
from tests.s3.conftest import BUCKET, KEY, Moto, StoreAt

if TYPE_CHECKING:
    from pathlib import Path

    from tests.s3.front import S3Front


def test_uploads_the_same_bytes_under_the_same_key(moto: Moto, store_at: StoreAt, page: Path):
    store = store_at(moto.url)
    store.upload(KEY, page)
    assert moto.objects() == {KEY: page.read_bytes()}
    assert moto.client().head_object(Bucket=BUCKET, Key=KEY)["ContentType"] == "application/json"
    assert store.read(KEY) == page.read_bytes()


def test_lists_beyond_one_page_of_answers(
    moto: Moto, store_at: StoreAt, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "3")
    s3 = moto.client()
    keys = [f"runs/all_{n}.json" for n in range(7)]
    for key in keys:
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"")
    s3.put_object(Bucket=BUCKET, Key="raw/x.json", Body=b"")
    assert store_at(moto.url).list("runs/") == keys
    assert store_at(moto.url).list("none/") == []


def test_names_what_is_missing(moto: Moto, store_at: StoreAt, page: Path, tmp_path: Path):
    with pytest.raises(S3Error, match=r"bucket « lac » introuvable\. Créez-le") as missing_bucket:
        store_at(moto.url, "lac").upload(KEY, page)
    assert missing_bucket.value.cause is S3Cause.BUCKET_MISSING
    with pytest.raises(S3Error) as missing_object:
        store_at(moto.url).read(KEY)
    assert missing_object.value.cause is S3Cause.OBJECT_MISSING
    with pytest.raises(S3Error, match="No such file") as missing_file:
        store_at(moto.url).upload(KEY, tmp_path / "none.json")
    assert missing_file.value.cause is S3Cause.FILE_UNREADABLE


def test_tells_refused_keys_from_refused_rights(moto: Moto, page: Path):
    iam = moto.client("iam")

    def keys_of(name: str, action: str) -> dict[str, str]:
        iam.create_user(UserName=name)
        allow = {"Effect": "Allow", "Action": action, "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [allow]}
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return {"access_key": key["AccessKeyId"], "secret_key": key["SecretAccessKey"]}

    writer, reader = keys_of("writer", "s3:*"), keys_of("reader", "s3:ListBucket")
    moto.require_keys()

    def upload_as(**keys: Any) -> None:
        account = S3Account(endpoint=moto.url, region="us-east-1", **keys)
        S3Store(BUCKET, account).upload(KEY, page)

    upload_as(**writer)
    for keys, cause in (
        (reader, S3Cause.ACCESS_DENIED),
        ({**writer, "access_key": "AKIAUNKNOWN"}, S3Cause.KEY_UNKNOWN),
        ({**writer, "secret_key": "wrong"}, S3Cause.SECRET_WRONG),
    ):
        with pytest.raises(S3Error) as refused:
            upload_as(**keys)
        assert refused.value.cause is cause


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        ((403, "AccessDenied"), S3Cause.ACCESS_DENIED),
        ((403, "InvalidAccessKeyId"), S3Cause.KEY_UNKNOWN),
        ((403, "SignatureDoesNotMatch"), S3Cause.SECRET_WRONG),
        ((403, "RequestTimeTooSkewed"), S3Cause.CLOCK_SKEWED),
        ((400, "ExpiredToken"), S3Cause.SESSION_OVER),
        ((405, "MethodNotAllowed"), S3Cause.UNEXPECTED),
    ],
)
def test_sends_once_what_asking_again_cannot_mend(
    front: S3Front, store_at: StoreAt, page: Path, answer: tuple[int, str], cause: S3Cause
):
    front.always = answer
    with pytest.raises(S3Error) as refused:
        store_at(front.url).upload(KEY, page)
    assert refused.value.cause is cause
    assert front.requests == 1


@pytest.mark.parametrize("answer", [(503, "SlowDown"), (500, "InternalError"), (0, "cut")])
def test_tries_again_when_s3_is_busy(
    front: S3Front, store_at: StoreAt, page: Path, answer: tuple[int, str]
):
    front.answers.append(answer)
    store_at(front.url).upload(KEY, page)
    assert front.objects == {KEY: page.read_bytes()}
    assert front.requests == 2


@pytest.mark.parametrize(
    ("answer", "detail"), [((503, "SlowDown"), "503 SlowDown"), ((0, "cut"), "ConnectionClosed")]
)
def test_says_when_s3_stays_busy(
    front: S3Front, store_at: StoreAt, page: Path, answer: tuple[int, str], detail: str
):
    front.always = answer
    with pytest.raises(S3Error, match=rf"surchargé ou en panne \({detail}") as busy:
        store_at(front.url).upload(KEY, page)
    assert busy.value.cause is S3Cause.BUSY
    assert not busy.value.cause.lasting


def test_says_where_nobody_answers(store_at: StoreAt, page: Path):
    with pytest.raises(S3Error, match=r"injoignable \(http://127\.0\.0\.1:9\)") as unreachable:
        store_at("http://user:s3cretOfTheTests@127.0.0.1:9/x").upload(KEY, page)
    assert unreachable.value.cause is S3Cause.UNREACHABLE


@pytest.mark.parametrize(
    ("bucket", "account", "cause"),
    [
        ("no such name", S3Account(access_key="a", secret_key="b"), S3Cause.MISCONFIGURED),
        ("lake", S3Account(endpoint="minio:9000"), S3Cause.MISCONFIGURED),
        ("lake", S3Account(access_key="a", secret_key="b", region="!"), S3Cause.MISCONFIGURED),
        ("lake", S3Account(access_key="a"), S3Cause.KEYS_MISSING),
    ],
)
def test_says_what_is_misconfigured(bucket: str, account: S3Account, cause: S3Cause, page: Path):
    with pytest.raises(S3Error) as refused:
        S3Store(bucket, account).upload(KEY, page)
    assert refused.value.cause is cause


def test_a_server_that_says_yes_to_anything_is_not_s3(
    front: S3Front, store_at: StoreAt, page: Path
):
    front.always = (200, "")
    with pytest.raises(S3Error, match="200 sans ETag"):
        store_at(front.url).upload(KEY, page)
