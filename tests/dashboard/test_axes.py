"""Along an axis each day is marked once, and no part of one."""

from __future__ import annotations

from itertools import pairwise

import pytest


@pytest.mark.parametrize("piece", ["stock", "flux", "duree"])
def test_days_are_marked_once_and_whole(opened, piece):
    marks = opened.page.evaluate(
        """piece => {
          const labels = [...document.querySelectorAll(`#${piece} .role-axis-label text`)]
            .filter(label => getComputedStyle(label).opacity !== "0")
            .map(label => [label.textContent, label.getBoundingClientRect()]);
          const lowest = Math.max(...labels.map(([, box]) => box.bottom));
          return labels.filter(([, box]) => lowest - box.bottom < 2)
            .map(([text, { left, right }]) => [text, left, right]);
        }""",
        piece,
    )
    texts = [text for text, *_ in marks]
    assert len(texts) > 2
    assert len(set(texts)) == len(texts)
    assert not [text for text in texts if "," in text]
    # Neighbours stand apart.
    assert all(after[1] - before[2] > 5 for before, after in pairwise(marks))
