"""The tests' own house: what two of them need is in no test."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TESTS = {path.stem for path in HERE.rglob("test_*.py")}


def imported(path: Path) -> set[str]:
    """Return the last names of the modules, and the names, that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").rpartition(".")[2], *(each.name for each in node.names)}
        elif isinstance(node, ast.Import):
            found |= {each.name.rpartition(".")[2] for each in node.names}
    return found


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_imports_a_test(path):
    assert not imported(path) & TESTS
