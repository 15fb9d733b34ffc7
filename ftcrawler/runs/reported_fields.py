"""What a report says of the fields of the offers: how often each came, and what changed."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 (pydantic reads it)
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FieldReport:
    """One field: how many of its values have each JSON type, and how many are missing.

    Missing is a value that is null, or not there in what the field is part of: an offer, an
    object, an element of a list.
    """

    types: Mapping[str, int]
    missing: int

    @property
    def present(self) -> int:
        """How many values there are, nulls apart."""
        return sum(self.types.values())

    @property
    def share_missing(self) -> float:
        """The share of what it could be in that lacks it, from 0 to 1."""
        places = self.present + self.missing
        return self.missing / places if places else 0.0


class Change(StrEnum):
    """What became of a field."""

    NEW = "new"
    VANISHED = "vanished"
    RETYPED = "retyped"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field as it was and as it is; None: it was, or is, in no offer."""

    field: str
    change: Change
    before: FieldReport | None
    now: FieldReport | None


@dataclass(frozen=True, slots=True)
class Drift:
    """The changes since the run *since*; None: there was none to compare with."""

    since: str | None = None
    changes: tuple[FieldChange, ...] = ()
