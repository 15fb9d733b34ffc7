"""Secrets go to whom a certificate names."""

from __future__ import annotations

import pytest

from .tls import tls_front


@pytest.fixture
def front(start_sandbox, tmp_path):
    sandbox = start_sandbox(offers_count=300)
    with tls_front(sandbox.base_url, tmp_path) as front:
        yield sandbox, front


def crawl(run_crawl, sandbox, url, **variables):
    return run_crawl(
        sandbox,
        *("all", "max_pages=0", "no_s3=1", "RETRY_TIMES=1"),
        URL_POLE_EMPLOI=url,
        URL_API_FRANCE_TRAVAIL=f"{url}/partenaire/offresdemploi",
        **variables,
    )


def test_a_certificate_that_nobody_vouches_for(run_crawl, front):
    sandbox, front = front
    done = crawl(run_crawl, sandbox, front.url)
    assert done.code == 3
    assert "certificat TLS refusé" in done.stdout
    assert bytes(front.received) == b""


def test_a_certificate_of_another_host(run_crawl, front):
    sandbox, front = front
    url = front.url.replace("127.0.0.1", "localhost")
    done = crawl(run_crawl, sandbox, url, SSL_CERT_FILE=str(front.authority))
    assert done.code == 3
    assert "certificat TLS refusé" in done.stdout
    assert bytes(front.received) == b""


def test_a_certificate_of_ones_own_authority(run_crawl, front):
    sandbox, front = front
    done = crawl(run_crawl, sandbox, front.url, SSL_CERT_FILE=str(front.authority))
    assert done.code == 0, done.log
    assert sorted(done.ids) == sorted(sandbox.ids({}))
