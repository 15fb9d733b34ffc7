"""A real S3 server (moto), a front that fails on demand, and runs with files to send."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

from ftcrawler.runs.layout import DataLayout
from ftcrawler.runs.paris_time import paris_now
from ftcrawler.runs.run import Run, begin_run
from ftcrawler.s3.account import PATIENCE, S3Account
from ftcrawler.s3.store import S3Store
from tests.s3.crawl import Crawl, StartCrawl
from tests.s3.front import S3Front

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# What may appear nowhere: no log, no repr, no message.
SECRETS = ("AKIATESTKEY", "s3cretOfTheTests", "sessionTokenOfTheTests")
BUCKET = "lake"
KEY = "raw/france_travail/france_travail_all_20261123_211500_p1.json"

StoreAt: TypeAlias = "Callable[..., S3Store]"


@dataclass
class Moto:
    """A moto server that can go away and come back, with its buckets, on the same port."""

    server: ThreadedMotoServer
    url: str = ""
    _clients: dict[str, Any] = field(default_factory=dict)

    def start(self) -> None:
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.server._port = port
        self.url = f"http://{host}:{port}"

    def stop(self) -> None:
        self.server.stop()

    def client(self, service: str = "s3") -> Any:
        if service not in self._clients:  # each costs 0.2 s
            session = boto3.Session(aws_access_key_id="a", aws_secret_access_key="b")
            self._clients[service] = session.client(
                service, endpoint_url=self.url, region_name="us-east-1"
            )
        return self._clients[service]

    def require_keys(self, *, after: str = "0") -> None:
        """Check keys, signatures and rights from the next request on; `inf`: no more."""
        headers = {"Content-Type": "text/plain"}
        requests.post(
            f"{self.url}/moto-api/reset-auth", data=after, headers=headers, timeout=5
        ).raise_for_status()

    def objects(self) -> dict[str, bytes]:
        s3 = self.client()
        listed = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {
            entry["Key"]: s3.get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
            for entry in listed
        }


@pytest.fixture(scope="session")
def moto_server() -> Iterator[Moto]:
    moto = Moto(ThreadedMotoServer("127.0.0.1", 0, verbose=False))
    moto.start()
    yield moto
    moto.stop()


@pytest.fixture
def moto(moto_server: Moto) -> Iterator[Moto]:
    """The server, empty but for the bucket."""
    requests.post(f"{moto_server.url}/moto-api/reset", timeout=5).raise_for_status()
    moto_server.client().create_bucket(Bucket=BUCKET)
    yield moto_server
    moto_server.require_keys(after="inf")


@pytest.fixture
def front() -> Iterator[S3Front]:
    front = S3Front()
    yield front
    front.close()


@pytest.fixture
def store_at() -> StoreAt:
    def make(url: str, bucket: str = BUCKET, patience: float = PATIENCE) -> S3Store:
        key, secret, token = SECRETS
        account = S3Account(
            endpoint=url,
            region="us-east-1",
            access_key=key,
            secret_key=secret,
            session_token=token,
            patience=patience,
        )
        return S3Store(bucket, account)

    return make


@pytest.fixture
def layout(tmp_path: Path) -> DataLayout:
    return DataLayout(tmp_path / "data")


@pytest.fixture
def new_run(layout: DataLayout) -> Iterator[Callable[..., Run]]:
    """Begin runs; the connections of those that the test leaves open are closed after it."""
    with ExitStack() as stack:

        def begin(spider: str = "all") -> Run:
            run = begin_run(layout, spider, paris_now())
            stack.callback(run.journal.close)
            return run

        yield begin


@pytest.fixture
def crawl(new_run: Callable[[], Run], store_at: StoreAt) -> StartCrawl:
    return lambda url, bucket=BUCKET, **options: Crawl(new_run(), store_at(url, bucket), **options)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "p1.json"
    path.write_bytes('{"resultats":[{"intitulé":"Infirmière"}]}'.encode() * 1000)
    return path
