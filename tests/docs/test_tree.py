"""The project stands by itself: no dead link, no address of a registry, no path of a machine."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from .reading import ROOT, own_files

PAGES = sorted(path for path in own_files() if path.suffix == ".md")
# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs"),
        ("deb", "debian", "org"),
    )
]
MACHINE_PATH = re.compile(r"(?<![\w.:/)}<*-])/(?:work|root|home|Users)/\w")


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives to headings.

    >>> sorted(anchors("## Débit et quota"))
    ['débit-et-quota']
    """
    titles = re.findall(
        r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_dead_link(path):
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = unquote(link).partition("#")
        target = path.parent / file if file else path
        assert target.exists(), f"dead link: {link}"
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"dead anchor: {link}"


def test_no_address_of_a_registry_and_no_path_of_a_machine():
    found = []
    for path in own_files():
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {name}" for name in REGISTRIES if name in text]
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in MACHINE_PATH.finditer(text)]
    assert found == []
