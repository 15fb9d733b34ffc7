"""How keywords are read: whole words, in capitals or not, with accents or not."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9@#$%^&+.]*[a-z0-9#+]")
# Keeps two fields from making one phrase; no word can hold it.
_FENCE = " | "


def folded(text: str) -> str:
    """Return the words of *text* in small letters, each between spaces.

    >>> folded("Développeur C++/.NET (H/F)")
    ' developpeur c++ .net h f '
    """
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    ascii_text = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {' '.join(_WORD.findall(ascii_text))} "


def folded_fields(*texts: str) -> str:
    """Return the words of several fields, so that no phrase runs from one to the next.

    >>> " data analyst " in folded_fields("data", "analyst")
    False
    """
    return _FENCE.join(folded(text) for text in texts if text)
