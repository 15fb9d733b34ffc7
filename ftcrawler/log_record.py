"""What is written to the log, by whomever: without secrets, and no line looks like another's."""

from __future__ import annotations

import re
from logging import Formatter, LogRecord
from typing import Any, Final

from ftcrawler.quoting import printable

# A line that begins at the margin begins a record; what an exception quotes cannot forge one.
_AT_THE_MARGIN: Final = re.compile(r"\n\S")
INDENT: Final = "  "


class QuotedRecord(LogRecord):
    r"""For logging.setLogRecordFactory: the last net below all that is quoted with care.

    It holds for messages of libraries too, and for the texts of exceptions in tracebacks.

    >>> QuotedRecord("x", 20, "x.py", 1, "a %s", ("b\n[x] INFO: c\x1b[2J",), None).getMessage()
    'a b\n  [x] INFO: c [2J'
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (logging's own)
        super().__init__(*args, **kwargs)
        if isinstance(self.exc_info, tuple) and self.exc_info[0] is not None:
            # Formatters take it from here instead of making it.
            text = Formatter().formatException(self.exc_info)
            self.exc_text = _shown(f"\n{text}").removeprefix("\n")

    def getMessage(self) -> str:  # noqa: N802 (logging's name)
        """Return the message as it may be written."""
        return _shown(super().getMessage())


def _shown(text: str) -> str:
    text = printable(text)
    return text.replace("\n", f"\n{INDENT}") if _AT_THE_MARGIN.search(text) else text
