"""Addresses and totals that strangers write: what is taken, and what is refused."""

from __future__ import annotations

import pytest

from ftcrawler.api.addresses import ApiAddress, address_fault, token_url
from ftcrawler.api.content_range import parse_content_range
from ftcrawler.exceptions import ConfigurationError, PageShapeError

MALFORMED = [
    *("", "api.test", "//api.test", "ftp://api.test", "https:/api.test", "https:api.test"),
    *("https://", "https:///o", "https://a b", "https://api.test/ o", "https://api\n.test"),
    *("https://api.test:port", "https://api.test:99999", "https://api.test:0"),
    *("https://[::1", "https://[zz]/o", "https://::1/o", "https://.test", "https://a..b"),
    *("https://api.test?a=1", "https://api.test/o#x", "https://api.test\\o", '"https://a.test"'),
    *("https://me:s3cret@api.test", "https://@api.test", "https://api.test/“o”", "https://é.test"),
]


@pytest.mark.parametrize("address", MALFORMED)
def test_what_is_no_address_is_refused_and_not_quoted(address):
    with pytest.raises(ConfigurationError, match="URL_API_FRANCE_TRAVAIL : adresse mal formée"):
        ApiAddress(address)
    with pytest.raises(ConfigurationError, match="URL_POLE_EMPLOI : adresse mal formée") as raised:
        token_url(address)
    assert "s3cret" not in str(raised.value)
    assert address_fault(address)


@pytest.mark.parametrize(
    ("address", "base"),
    [
        (" https://api.test/o/ \n", "https://api.test/o"),
        ("HTTPS://API.test/O", "https://api.test/O"),
        ("http://127.0.0.1:8000//", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/o", "http://[::1]:8000/o"),
    ],
)
def test_what_is_one_is_taken_without_what_a_copy_brings_along(address, base):
    api = ApiAddress(address)
    assert api.base == base
    assert api.kind(api.search({"range": "0-149"})) == "search"
    assert token_url(address).startswith(f"{base}/connexion/")


@pytest.mark.parametrize("total", [2**63, 2**64, 10**9, 10**300, -1, "1e3", "12.5", "", "²"])
def test_a_total_that_no_search_has_is_a_defect(total):
    with pytest.raises(PageShapeError, match="Content-Range") as raised:
        parse_content_range(f"offres 0-149/{total}")
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize("header", ["9" * 9000, f"offres {'9' * 5000}-0/1", "0-149/1\x1b"])
def test_a_header_of_any_length_is_told_on_one_line(header):
    with pytest.raises(PageShapeError) as raised:
        parse_content_range(header)
    assert len(str(raised.value)) < 400
    assert str(raised.value).isprintable()
