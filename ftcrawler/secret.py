"""A string that does not print itself: Scrapy logs overridden settings by their repr."""

from __future__ import annotations


class Secret(str):
    """Use it as the string it is; its repr hides it.

    >>> Secret("s3cret") == "s3cret", repr(Secret("s3cret")), repr(Secret(""))
    (True, '<set>', '<empty>')
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "<set>" if self else "<empty>"
