"""While a search is read, its outcome says how many offers came, and not in leaps."""

from __future__ import annotations

import pytest

from ftcrawler.reporting.progress import tally
from ftcrawler.searches.search import Search
from ftcrawler.sweep.sweep import Sweep

from .model import Model, Offer


@pytest.mark.parametrize("total", [2_000, 20_000])
def test_what_is_shown_follows_what_came(total):
    offers = [
        Offer(f"{n:07}", created=1_790_000_000_000 - 40_000 * n, origin="12"[n % 3 > 0])
        for n in range(total)
    ]
    model, sweep = Model(offers), Sweep([Search({})], 0)
    came: set[str] = set()
    waiting, shares = sweep.start(), []
    while waiting:
        question = waiting.pop(0)
        answer = model.answer(question.criteria)
        came.update(answer.ids)
        waiting += sweep.answered(question, answer)
        (outcome,) = sweep.outcomes()
        assert abs(outcome.met - len(came)) <= 300  # a page that begins a slice is kept apart
        shares.append(tally([outcome], {}).share)
    assert (outcome.met, outcome.read) == (total, total)
    assert all(abs(share - n / len(shares)) < 0.02 for n, share in enumerate(shares, start=1))
