"""What is an address of a database, and what of it is never shown."""

from __future__ import annotations

import pytest

from ftcrawler.exceptions import ConfigurationError
from ftcrawler.exports.database_address import connection_words

PLACE = "moi:s3cr3t-word@db"


@pytest.mark.parametrize(
    "address",
    [
        f"https://{PLACE}/x",
        "postgresql://moi:s3cr3t-word@db:port/x",
        f"postgresql://{PLACE}/x?nope=1",
        f"postgresql://{PLACE}/x\udcff",
        "s3cr3t-word",
        "host",
        "",
    ],
)
def test_what_is_no_address(address):
    with pytest.raises(ConfigurationError) as caught:
        connection_words(address)
    assert "s3cr3t-word" not in str(caught.value)
    assert str(caught.value).startswith("L'adresse de la base n'en est pas une.")


@pytest.mark.parametrize("password", ["one@s3cr3t", "1/s3cr3t", "1/s3@s3cr3t", "@@s3cr3t"])
def test_a_password_that_libpq_would_cut(password):
    """What is behind « @ » and « / » would be a server's name, which messages quote."""
    with pytest.raises(ConfigurationError, match="« @ » s'écrit %40"):
        connection_words(f"postgresql://moi:{password}@db.test:5432/offres")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("postgresql://moi:p%40ss%2Fword@db/offres", "db"),
        ("postgresql://moi:a?b#c@db/offres", "db"),
        ("postgresql://moi@db/offres?password=p@ss", "db"),
        ("postgres://moi@%2Frun%2Fpostgresql/offres", "/run/postgresql"),
        ("postgresql://moi@%40abstract/offres", "@abstract"),
        (" postgresql://moi@db/offres\n", "db"),
        ("host=db dbname=a@b password=c@d", "db"),
    ],
)
def test_addresses(address, host):
    words = connection_words(address)
    assert words["host"] == host
    assert words["dbname"] in {"offres", "a@b"}
