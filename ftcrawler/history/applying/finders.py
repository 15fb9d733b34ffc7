"""Which searches of a run found which offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ftcrawler.history.applying.run_to_apply import RunToApply

PAIRS: Final = pa.schema(
    [("id", pa.string()), ("etiquette", pa.string()), ("secteur", pa.string())]
)


class Finders:
    """Of a run of one search all offers are that search's; others leave a list of who found what.

    A run that read no search, but details, found nothing.
    """

    def __init__(self, run: RunToApply, found_by: Mapping[str, list[str]]) -> None:
        self._run = str(run.name)
        self._sectors = {each.label: each.sector for each in run.report.searches}
        self._one = sorted(run.report.labels_read) if len(run.report.labels_read) == 1 else []
        self._labels = found_by

    def of(self, ids: Sequence[str]) -> list[list[dict[str, Any]]]:
        """Return who found each offer, as events tell it."""
        return [
            [
                {"etiquette": label, "secteur": self._sectors.get(label), "collecte": self._run}
                for label in self._labels.get(offer, self._one)
            ]
            for offer in ids
        ]

    def pairs(self, ids: pa.ChunkedArray) -> pa.Table:
        """Return each offer with each search that found it, under PAIRS."""
        if self._labels or not self._one:
            found = [
                (offer, label, self._sectors.get(label))
                for offer in ids.to_pylist()
                for label in self._labels.get(offer, self._one)
            ]
            columns = list(zip(*found, strict=True)) or [(), (), ()]
            return pa.table([pa.array(each, pa.string()) for each in columns], schema=PAIRS)
        (label,) = self._one
        same = [
            pa.repeat(pa.scalar(each, pa.string()), len(ids))
            for each in (label, self._sectors[label])
        ]
        return pa.table([ids, *same], schema=PAIRS)
