"""Catalogues of offers, and what of them Hypothesis draws; the variants of a server."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from .model import Offer

NOW = 1_790_000_000  # seconds
DAY = 86_400


@dataclass(frozen=True)
class Block:
    """*count* offers, created at random within *span* seconds, *age* seconds ago at the latest."""

    count: int
    age: int
    span: int
    own: float  # the share of own offers, whose dates have milliseconds


def catalogue(blocks, *, blank=0.0, seed=0):
    """Return offers; *blank* is the share of those that lack a field."""
    draw = random.Random(seed)
    offers: list[Offer] = []
    for block in blocks:
        fields = zip(
            draw.choices("01234", [3, 5, 37, 5, 50], k=block.count),
            draw.choices(["CDI", "CDD", "MIS"], k=block.count),
            draw.choices([None, "75", "69", "2A"], [blank * 3, *[1 - blank] * 3], k=block.count),
            draw.choices(["M1805", "K1304", "G1602"], k=block.count),
            strict=True,
        )
        for experience, contract, department, rome in fields:
            own = draw.random() < block.own
            created = NOW - block.age - (draw.random() * block.span)
            offer = f"{'A' if own else '9'}{len(offers):06d}"
            milliseconds = int(created * 1000) if own else int(created) * 1000
            origin = "1" if own else "2"
            offers.append(
                Offer(offer, milliseconds, origin, experience, contract, department, rome)
            )
    return offers


steady = st.builds(
    Block,
    count=st.integers(1, 3000),
    age=st.integers(0, 200 * DAY),
    span=st.sampled_from([60, 3600, DAY, 30 * DAY, 300 * DAY]),
    own=st.sampled_from([0.0, 0.3, 1.0]),
)
# One second; not of offers whose milliseconds differ, which bounds in milliseconds can part.
spike = st.builds(
    Block,
    count=st.integers(1, 5000),
    age=st.integers(0, 100 * DAY),
    span=st.just(0),
    own=st.sampled_from([0.0, 0.3]),
)
# Enough for two queries and more; stretches without offers come of themselves.
blocks = st.tuples(
    st.just(Block(2000, 0, 40 * DAY, 0.3)), st.just(Block(1200, 3 * DAY, 3600, 0.3))
).flatmap(lambda base: st.lists(steady | spike, max_size=4).map(lambda more: [*base, *more]))
servers = st.fixed_dictionaries(
    {
        "precision": st.sampled_from(["second", "millisecond"]),
        "upper": st.sampled_from(["inclusive", "exclusive"]),
        "shift": st.sampled_from([0, 1, -1, 2, -2]),
        "own_first": st.booleans(),
        "seed": st.integers(0, 9),
    }
)
orders = st.integers(0, 2**16)
