"""The tables that the code knows better are what the code says."""

from __future__ import annotations

import pytest

from scripts.doc_tables import TABLES
from scripts.generate_docs import BLOCK, filled, pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_a_page_is_as_generated(path):
    text = path.read_text(encoding="utf-8")
    assert filled(text) == text, "run python -m scripts.generate_docs"


def test_each_table_has_its_place():
    places = [found[2] for path in pages() for found in BLOCK.finditer(path.read_text("utf-8"))]
    assert sorted(places) == sorted(TABLES)
