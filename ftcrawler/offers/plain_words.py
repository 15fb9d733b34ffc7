"""The words of a text as letters and digits alone, small and without accents."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ftcrawler.api.code_labels import labels

WORD: Final = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")


class _Letters(dict[int, str | None]):
    """What becomes of each character: for str.translate()."""

    def __missing__(self, code: int) -> str | None:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold()
        letters = "".join(filter(str.isalnum, plain.replace("œ", "oe").replace("æ", "ae")))
        # None and one letter each are what str.translate() is quick with.
        self[code] = letters or None
        return self[code]


LETTERS: Final = _Letters()


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, small and plain.

    >>> squeezed("L'Oréal S.A.")
    'lorealsa'
    """
    return text.translate(LETTERS)


@cache
def job_words() -> frozenset[str]:
    """Return the words that the names of jobs, domains and activities are made of."""
    lists = (labels(name).values() for name in ("metiers", "domaines", "nafs"))
    return frozenset(
        squeezed(word) for each in lists for label in each for word in WORD.findall(label)
    )


@cache
def listed() -> frozenset[str]:
    """Return all codes and labels of the reference lists that offers have, as they are."""
    names = (
        "metiers",
        "domaines",
        "nafs",
        "secteursActivites",
        "naturesContrats",
        "typesContrats",
    )
    return frozenset(text for name in names for entry in labels(name).items() for text in entry)
