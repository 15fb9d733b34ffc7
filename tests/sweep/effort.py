"""How long the tests of the sweep look for what breaks it.

The gate and `make test` play few catalogues, so that all of tests/sweep takes half a minute of one
core; in the gate, where `CI` is set, always the same. At a desk they look as long as one likes:
`FT_TEST_EFFORT=10 .venv/bin/python -m pytest tests/sweep` plays ten times as many, drawn anew.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import settings

# How many times as many examples as the gate plays.
EFFORT: Final = float(os.environ.get("FT_TEST_EFFORT", "1"))


def examples(count: int) -> settings:
    """Return how many examples a test plays, where the gate plays *count*."""
    return settings(max_examples=max(round(count * EFFORT), 1))
