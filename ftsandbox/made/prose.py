"""Descriptions of made offers, from data/paragraphs.json."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ftsandbox.catalogue.vocabulary import data_text

if TYPE_CHECKING:
    from ftsandbox.made.draw import Row

# The API cuts there.
MAX_LENGTH: Final = 5000
# Steps that share no factor with the number of paragraphs, so that none comes twice.
_STRIDES: Final = (1, 5, 7, 11, 13, 17, 19, 23)
_OWN_COUNTS: Final = (2, 3, 3, 4, 5, 6, 7, 8, 10, 13)
_PARTNER_COUNTS: Final = (5, 6, 8, 9, 11, 12, 13, 15, 18, 21)


def description(title: str, town: str, row: Row) -> str:
    """Return a few paragraphs; partners write more than France Travail does."""
    luck, order = row["luck"][5], row["luck"][6]
    openings, paragraphs = _texts()
    opening: str = openings[luck % len(openings)].format(title=title, town=town)
    counts = _OWN_COUNTS if row["own"] else _PARTNER_COUNTS
    body = _body(
        (order // len(_STRIDES) + row["prose"]) % len(paragraphs),
        _STRIDES[order % len(_STRIDES)],
        counts[luck // 16 % len(counts)],
    )
    return (opening + body)[:MAX_LENGTH]


# Some 3,800 bodies, 10 MB in all; joining them again took a fifth of a page's time.
@cache
def _body(first: int, stride: int, count: int) -> str:
    _, paragraphs = _texts()
    chosen = (paragraphs[(first + step * stride) % len(paragraphs)] for step in range(count))
    return "".join("\n\n" + paragraph for paragraph in chosen)


@cache
def _texts() -> tuple[list[str], list[str]]:
    content: dict[str, Any] = json.loads(data_text("paragraphs.json"))
    return content["openings"], content["paragraphs"]
