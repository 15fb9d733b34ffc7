"""The walks of docs/architecture.md name functions that there are."""

from __future__ import annotations

import ast
import re

import pytest

from .reading import PACKAGE, ROOT, own_files, page, parsed, rows, section

WALKS = (
    "An argument to a request",
    "An answer to disk",
    "A figure to the exit code",
    "An event to those who read it",
)
STEPS = [
    [cell.strip("`") for cell in row[:2]]
    for walk in WALKS
    for row in rows(section("docs/architecture.md", walk))
]


def defined(body, prefix=""):
    """Yield the names of functions, and of classes with their methods."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name
        elif isinstance(node, ast.ClassDef):
            yield node.name
            yield from defined(node.body, f"{node.name}.")


@pytest.mark.parametrize(("file", "function"), STEPS, ids=[" ".join(step) for step in STEPS])
def test_a_step_of_a_walk(file, function):
    assert function in set(defined(parsed(PACKAGE / file).body))


def test_there_are_four_walks():
    assert len(STEPS) > 40


def test_each_module_that_the_page_names_is_there():
    names = set(re.findall(r"`([\w./-]+\.py)`", page("docs/architecture.md")))
    paths = {path.relative_to(ROOT).as_posix() for path in own_files()}
    assert {
        name for name in names if not any(f"/{path}".endswith(f"/{name}") for path in paths)
    } == set()
