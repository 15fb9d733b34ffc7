"""What makes two commands the same: they would collect the same offers for the same places."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Command:
    """A spider, the arguments that tell its runs apart, and all that were given.

    >>> one = Command("all", {"max_pages": 3, "region": "11"}, {"delay": 0.5}, 3)
    >>> one.digest == Command("all", {"region": "11", "max_pages": 3}, {}, 3).digest
    True
    """

    spider: str
    identity: Mapping[str, Any]
    arguments: Mapping[str, Any]
    max_pages: int

    @property
    def digest(self) -> str:
        """A short name of the identity, for files."""
        text = orjson.dumps([self.spider, dict(self.identity)], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(text).hexdigest()[:16]
