"""Strings that must not be shown, and which there are in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

_known: Final[dict[str, None]] = {}


class Secret(str):
    """Use it as the string it is; its repr hides it, and masking.py hides it from then on.

    Whoever reads a secret from somewhere (a setting, an answer) makes one of it: what is quoted
    of strangers after that cannot hold it.

    >>> Secret("s3cret") == "s3cret", repr(Secret("s3cret")), repr(Secret(""))
    (True, '<set>', '<empty>')
    """

    __slots__ = ()

    def __new__(cls, value: str = "") -> Self:
        """Note the value among those that are known."""
        secret = super().__new__(cls, value)
        if value.strip():
            _known[value.strip()] = None
        return secret

    def __repr__(self) -> str:
        return "<set>" if self else "<empty>"


def secret_or_none(value: str | None) -> Secret | None:
    """Return a secret that may not be given; None too for an empty one.

    >>> secret_or_none(""), secret_or_none("s3cret")
    (None, <set>)
    """
    return Secret(value) if value else None


def secret_address(value: str | None) -> str | None:
    """Return the address of a database: a secret if it holds a password, else as it is.

    >>> secret_address("postgresql://lecteur@db/offres"), secret_address("")
    ('postgresql://lecteur@db/offres', None)
    >>> secret_address("postgresql://a:s3cret@db"), secret_address("host=db password=s3cret")
    (<set>, <set>)
    """
    hide_accounts(value)
    account = (value or "").rpartition("@")[0].partition("//")[2]
    return (
        secret_or_none(value) if ":" in account or "password" in (value or "") else value or None
    )


def hide_accounts(*addresses: str | None) -> None:
    """Make the names and passwords that addresses may hold known, as they are and decoded."""
    for address in filter(None, addresses):
        before, slashes, after = address.rpartition("@")[0].partition("//")
        account = after if slashes else before
        # Else it is a path: C:\\a@b.csv, file:///a:b@c.csv.
        named = account[:1] != "/" if slashes else not {"/", "\\"} & {*account}
        if named and (password := account.partition(":")[2]):
            for text in (account, password, unquote(account), unquote(password)):
                Secret(text)


def known_secrets() -> Iterable[str]:
    """Return all that were made so far, oldest first, without blanks around them."""
    return tuple(_known)
