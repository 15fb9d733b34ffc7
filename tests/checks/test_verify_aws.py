"""`scrapy verify-aws` as a user runs it, and its checks, against moto's server."""

from __future__ import annotations

import json

import pytest

from ftcrawler.checks.check_aws import check_aws
from ftcrawler.checks.checked_bucket import CheckedBucket
from ftcrawler.s3.account import S3Account
from tests.s3.conftest import BUCKET

from .lines import UNSEEN, found, told

PREFIX = "raw/france_travail/"


def keys_of(moto, *actions):
    """Return the keys of a new user who may do just this."""
    iam = moto.client("iam")
    iam.create_user(UserName="user")
    allow = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    iam.put_user_policy(UserName="user", PolicyName="p", PolicyDocument=policy)
    key = iam.create_access_key(UserName="user")["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def checked(url, key, secret, **changes):
    """Run the checks in this process."""
    account = S3Account(endpoint=url, region="us-east-1", access_key=key, secret_key=secret)
    store = CheckedBucket(changes.get("bucket", BUCKET), account)
    return list(check_aws(store, {}))


def lines(*given, **changes):
    return {finding.subject: str(finding)[6:] for finding in checked(*given, **changes)}


def test_all_is_well(moto, verify_aws):
    done = verify_aws(moto.url)
    assert done.code == 0
    lines = told(done)
    assert all(line.startswith("ok ") for line in lines.values())
    assert list(lines)[-7:] == [
        "clés", "bucket", "région", "lister", "écrire", "relire", "supprimer"
    ]  # fmt: skip
    assert done.stdout.splitlines()[-1] == "Tout est en ordre."
    assert moto.objects() == {}


@pytest.mark.parametrize("bucket", ["", "s3://lake"])
def test_no_bucket_is_named(verify_aws, bucket):
    done = verify_aws("http://127.0.0.1:9", data_lake_bucket=bucket)
    assert done.code == 1
    assert told(done)["data_lake_bucket"].startswith("ÉCHEC")
    assert "Remède : Écrivez le nom du bucket" in done.stdout


def test_the_bucket_is_missing(moto):
    lines = found(checked(moto.url, "a", "b", bucket="lac"))
    assert lines["bucket"] == (
        "ÉCHEC bucket « lac » introuvable. Remède : Créez-le, ou corrigez data_lake_bucket."
    )
    assert lines["écrire"].startswith(UNSEEN)


def test_the_region_is_another(moto):
    place = {"LocationConstraint": "eu-west-3"}
    moto.client().create_bucket(Bucket="paris", CreateBucketConfiguration=place)
    assert lines(moto.url, "a", "b", bucket="paris")["région"] == (
        "région : le bucket est en eu-west-3, AWS_REGION dit us-east-1. "
        "Remède : Écrivez AWS_REGION=eu-west-3 dans .env."
    )


def test_nobody_answers(verify_aws):
    done = verify_aws("http://127.0.0.1:9")
    assert done.code == 1
    lines = told(done)
    assert lines["bucket"].startswith(
        "ÉCHEC point d'accès injoignable (http://127.0.0.1:9). Remède : Vérifiez le réseau"
    )
    assert lines["supprimer"].startswith(UNSEEN)


def test_no_keys(moto, monkeypatch, tmp_path):
    for name, value in {"HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true"}.items():
        monkeypatch.setenv(name, value)
    lines = found(checked(moto.url, None, None))
    assert lines["clés"].startswith("ÉCHEC aucune clé d'accès complète. Remède : Renseignez")
    assert lines["bucket"].startswith(UNSEEN)


def test_a_quoted_key(verify_aws):
    done = verify_aws("http://127.0.0.1:9", KEY_SECRET="'quotedSecret'")
    assert done.code == 1
    lines = told(done)
    assert lines["KEY_SECRET"].startswith("ÉCHEC guillemet au début et à la fin. Remède : ")
    assert "quotedSecret" not in done.stdout
    assert lines["clés"].startswith(UNSEEN)


def test_access_is_denied(moto):
    keys = keys_of(moto, "s3:ListBucket")
    moto.require_keys()
    lines = found(checked(moto.url, *keys))
    assert lines["lister"].startswith("ok")
    assert lines["écrire"] == (
        "ÉCHEC accès refusé. Remède : Donnez à cette clé le droit s3:PutObject sur "
        f"arn:aws:s3:::{BUCKET}/{PREFIX}*."
    )
    assert lines["relire"].startswith(UNSEEN)


def test_each_right_is_named(moto):
    keys = keys_of(moto, "s3:PutObject")
    moto.require_keys()
    said = lines(moto.url, *keys)
    assert said["bucket"].startswith("bucket : non vérifié")
    assert "Remède : Donnez à cette clé le droit s3:ListBucket" in said["lister"]
    assert said["écrire"].startswith("écrire : permis")
    assert "le droit s3:GetObject sur" in said["relire"]
    assert "le droit s3:DeleteObject sur" in said["supprimer"]
    moto.require_keys(after="inf")
    (left,) = moto.objects()
    assert f"et supprimez {left}." in said["supprimer"]


def test_keys_that_s3_does_not_know(moto):
    key, secret = keys_of(moto, "s3:*")
    moto.require_keys()
    assert lines(moto.url, "AKIAUNKNOWN", secret)["clés"] == (
        "clés : clé d'accès inconnue. Remède : Corrigez KEY_ACCESS."
    )
    assert "Remède : Corrigez KEY_SECRET." in lines(moto.url, key, "wrong")["clés"]


def test_other_bytes_come_back(front):
    """This front answers a listing to every GET."""
    said = lines(front.url, "a", "b")
    assert said["relire"].startswith("relire : S3 a rendu d'autres octets")
    assert said["supprimer"].startswith("supprimer : ")


def test_an_address_that_is_none():
    said = lines("minio:9000", "a", "b")
    assert said["configuration"].startswith("configuration : configuration S3 refusée")
    assert said["clés"].startswith("clés : non vérifié")


def test_keys_of_the_environment(moto, monkeypatch):
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "fromTheEnvironment")
    said = lines(moto.url, None, None)
    assert "(AWS_ACCESS_KEY_ID, dans l'environnement)" in said["clés"]
    assert "fromTheEnvironment" not in str(said)
