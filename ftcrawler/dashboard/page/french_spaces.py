"""No line of a French text begins with what belongs to the word before it."""

from __future__ import annotations

import re
from typing import Final

NARROW: Final = "\u202f"
NO_BREAK: Final = "\u00a0"
_BEFORE: Final = re.compile(r" (?=[;!?%])")
_AROUND: Final = re.compile(r"(?<=«) | (?=[»:€])")


def french_spaces(text: str) -> str:
    r"""Return `text` with no-break spaces before its tall signs and within its quotes.

    >>> french_spaces("« Oui » : 5 % ?")
    '«\xa0Oui\xa0»\xa0: 5\u202f%\u202f?'
    """
    return _AROUND.sub(NO_BREAK, _BEFORE.sub(NARROW, text))
