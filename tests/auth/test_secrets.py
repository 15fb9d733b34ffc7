from __future__ import annotations

import pytest

from ftcrawler.auth.credentials import Credentials
from ftcrawler.auth.token import Token
from ftcrawler.exceptions import ConfigurationError, PageShapeError


def test_nothing_secret_has_a_repr():
    credentials = Credentials.checked(client_id="PAR_x", client_secret="s3cret", scope="a")
    assert repr(credentials) == "Credentials(scope='a o2dsoffre')"
    assert "t0ken" not in repr(Token("t0ken", 0.0, 1499.0))


def test_blanks_of_a_copy_are_taken_off():
    form = Credentials.checked(client_id=" id\n", client_secret="\ts ", scope="a o2dsoffre").form()
    assert (form["client_id"], form["client_secret"], form["scope"]) == ("id", "s", "a o2dsoffre")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"client_id": "", "client_secret": "s"}, "POLE_EMPLOI_CLIENT_ID :"),
        ({"client_id": "i", "client_secret": " "}, "POLE_EMPLOI_CLIENT_SECRET :"),
        (
            {"client_id": "", "client_secret": ""},
            "POLE_EMPLOI_CLIENT_ID et POLE_EMPLOI_CLIENT_SECRET :",
        ),
    ],
)
def test_a_missing_part_is_named(given, named):
    with pytest.raises(ConfigurationError, match=named):
        Credentials.checked(**given, scope="a")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"access_token":"t0ken"}',
        b'{"access_token":"","expires_in":9}',
        b'{"access_token":7,"expires_in":9}',
        b'{"access_token":"t0ken","expires_in":"soon"}',
    ],
)
def test_an_answer_without_a_token_is_refused_without_showing_it(body):
    with pytest.raises(PageShapeError) as caught:
        Token.from_body(body, requested_at=0.0)
    assert "t0ken" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_life_counts_from_the_asking_and_a_short_one_keeps_a_margin_in_proportion():
    body = b'{"access_token":"t","expires_in":1499}'
    token = Token.from_body(body, requested_at=100.0)
    assert token.is_fresh(100.0 + 1438, margin=60)
    assert not token.is_fresh(100.0 + 1439, margin=60)
    assert Token("t", 0.0, 8.0).is_fresh(5.9, margin=60)
    assert not Token("t", 0.0, 8.0).is_fresh(6.0, margin=60)
