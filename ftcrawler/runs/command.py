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
    """A spider, the API it asks, the arguments that tell its runs apart, and all that were given.

    >>> api = "https://api.test/o"
    >>> one = Command("all", api, {"max_pages": 3, "region": "11"}, {"delay": 0.5})
    >>> one.digest == Command("all", api, {"region": "11", "max_pages": 3}, {}).digest
    True
    """

    spider: str
    source: str
    identity: Mapping[str, Any]
    arguments: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """A short name of the identity, for files."""
        identity = [self.spider, self.source, dict(self.identity)]
        text = orjson.dumps(identity, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(text).hexdigest()[:16]
