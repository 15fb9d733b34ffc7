"""How much work tests take upon themselves: little in the gate, at a desk as much as one likes.

`FT_TEST_EFFORT=10 .venv/bin/python -m pytest` plays ten times as many random examples, and starts
each `scrapy` in a Python of its own, as users do. The gate and `make test` play few examples, so
that all of tests/sweep takes half a minute of one core; in the gate, where `CI` is set, always the
same; most of their commands are forked from a Python that is warm (crawls/scrapy_process.py).
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import settings

VARIABLE: Final = "FT_TEST_EFFORT"
# How many times as many examples as the gate plays.
EFFORT: Final = float(os.environ.get(VARIABLE, "1"))


def examples(count: int) -> settings:
    """Return how many examples a test plays, where the gate plays *count*."""
    return settings(max_examples=max(round(count * EFFORT), 1))


def as_users_do() -> bool:
    """Tell whether each command is to start as users start it, whatever that costs."""
    return float(os.environ.get(VARIABLE, "1")) > 1
