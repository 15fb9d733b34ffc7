"""What a day is to bring, as it is ordered: how many offers of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import orjson

KINDS: Final = ("opened", "changed", "actualised", "closed", "reopened", "hidden")
_EXPECTED: Final = 'Objet JSON attendu, comme {"closed": 12, "hidden": 0.6}.'
_WANTED: Final = "nombre d'offres (12) ou part, de 0.0 à 1.0, attendu"


@dataclass(frozen=True, slots=True)
class DayOrder:
    """Counts (int), or shares (float, 0 to 1) of what is open the evening before.

    Those of `reopened` are of what is closed.
    """

    opened: float = 0
    changed: float = 0
    actualised: float = 0
    closed: float = 0
    reopened: float = 0
    hidden: float = 0

    def __post_init__(self) -> None:
        """Raise ValueError, in French, for what is neither a count nor a share."""
        for kind in KINDS:
            amount = getattr(self, kind)
            share = isinstance(amount, float) and 0 <= amount <= 1
            count = type(amount) is int and amount >= 0
            if not (share or count):
                raise ValueError(f"« {kind} » : {_WANTED}. Reçu : {amount!r}.")


# As the API's days are (docs/api.md 7), but for reopened and hidden ones, which nobody counted.
USUAL: Final = DayOrder(
    opened=0.08, changed=0.03, actualised=0.05, closed=0.08, reopened=0.05, hidden=0.005
)


def read_order(body: bytes) -> DayOrder | None:
    """Read a JSON object; None for an empty body. Raise ValueError, in French.

    >>> read_order(b'{"closed": 12, "hidden": 0.6}')
    DayOrder(opened=0, changed=0, actualised=0, closed=12, reopened=0, hidden=0.6)
    """
    if not body.strip():
        return None
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        content = None
    if not isinstance(content, dict):
        raise ValueError(_EXPECTED)  # noqa: TRY004 (it is what was sent)
    for kind in content:
        if kind not in KINDS:
            known = ", ".join(KINDS)
            raise ValueError(f"Sorte inconnue : « {kind} ». Sortes possibles : {known}.")
    return DayOrder(**content)


def counted(amount: float, among: int) -> int:
    """Return how many offers *amount* is, out of *among*.

    >>> counted(12, 300), counted(0.6, 300), counted(1.0, 300), counted(1, 300)
    (12, 180, 300, 1)
    """
    return amount if isinstance(amount, int) else round(amount * among)
