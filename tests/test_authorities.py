from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from ftcrawler.authorities import missing_authorities

HERE = ssl.get_default_verify_paths()


def paths(file=None, folder=None):
    return HERE._replace(cafile=file, capath=folder)


def test_where_openssl_finds_none_there_are_some_all_the_same(tmp_path):
    for nothing in (paths(), paths(folder=str(tmp_path)), paths(folder="/nowhere/at/all")):
        found = missing_authorities(nothing, {})
        assert found is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(found)
        assert len(context.get_ca_certs()) > 50


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_what_a_person_chose_stands(name):
    assert missing_authorities(paths(), {name: "/etc/ours.pem"}) is None


def test_what_the_system_has_stands(tmp_path):
    (tmp_path / "authority.pem").touch()
    assert missing_authorities(paths(folder=str(tmp_path)), {}) is None
    assert missing_authorities(paths(file=str(Path(__file__))), {}) is None
