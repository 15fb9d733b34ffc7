"""What comes with the project: pinned by hash for servers, and under licences that are told."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.install import PARTS

from .reading import ROOT, page, rows

CONSTRAINTS = ROOT / "constraints.txt"
HASHES = ROOT / "configs" / "hashes"
# GPL and LGPL too: each spreads to some of what is passed on with it.
COPYLEFT = re.compile(r"GPL|MPL|EUPL|CDDL|\bEPL|General Public|Mozilla Public|Eclipse Public")
SOURCES = {
    "requirements.txt": ["requirements.txt"],
    "sandbox.txt": ["requirements-sandbox.txt"],
    "scrapyd.txt": ["requirements.txt", "requirements-scrapyd.txt"],
    "scrapydweb.txt": ["configs/scrapydweb/requirements.txt"],
}


def pins(*paths):
    """Return the version of each package that the files pin."""
    found = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"([\w.-]+)(?:\[\w+\])?==([\w.]+)", line):
                found[canonicalize_name(match[1])] = match[2]
    return found


def brought_along(names):
    """Return all that these packages bring along on this machine."""
    found, left = set(), [Requirement(name) for name in names]
    while left:
        one = left.pop()
        if (key := (canonicalize_name(one.name), *sorted(one.extras))) in found:
            continue
        found.add(key)
        for extra in (*one.extras, ""):
            wanted = map(Requirement, metadata.requires(one.name) or ())
            left += [w for w in wanted if not w.marker or w.marker.evaluate({"extra": extra})]
    return {name for name, *_ in found}


def test_a_hash_file_for_each_way_to_install():
    assert sorted(path.name for path in HASHES.glob("*.txt")) == sorted(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_hashes_are_of_what_is_pinned(name):
    hashed = pins(HASHES / name)
    required = pins(*(ROOT / source for source in SOURCES[name]))
    assert required.items() <= hashed.items(), "run scripts/hash_requirements.py"
    if name != "scrapydweb.txt":
        constrained = pins(CONSTRAINTS)
        assert {n: hashed[n] for n in hashed.keys() & constrained} == {
            n: constrained[n] for n in hashed.keys() & constrained
        }
        assert brought_along(required) <= hashed.keys()


@pytest.mark.parametrize("name", SOURCES)
def test_every_file_has_its_hash_and_no_index_is_named(name):
    text = (HASHES / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text.partition("\n")[2].replace("\\\n", ""))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?:|--(?:extra-)?index", text)


def licence(name):
    """Return all that a package says of its licence."""
    told = metadata.metadata(name)
    texts = (told.get_all(f) or [""] for f in ("License-Expression", "License", "Classifier"))
    # A whole licence text may stand there, which names others.
    return " ".join(each.partition("\n")[0] for text in texts for each in text)


def test_copyleft_licences_are_told():
    installed = {canonicalize_name(each.metadata["Name"]) for each in metadata.distributions()}
    known = installed & pins(CONSTRAINTS, *ROOT.glob("requirements*.txt")).keys()
    assert len(known) > 100
    text = page("docs/dependencies.md").split("## Licences", 1)[1].split("\n## ")[0]
    told = {canonicalize_name(cell.strip("`")) for cell, *_ in rows(text)}
    assert told == {name for name in known if COPYLEFT.search(licence(name))}


def required(file):
    """Return what a file of requirements names, with those of the files that it includes."""
    text = (ROOT / file).read_text(encoding="utf-8")
    found = re.findall(r"^[A-Za-z][^=\n]*", text, re.MULTILINE)
    for included in re.findall(r"^-r (.+)$", text, re.MULTILINE):
        found += required(included)
    return found


@pytest.mark.parametrize("name", PARTS)
def test_what_make_announces(name):
    part = PARTS[name]
    try:
        packages = brought_along(one for file in part.requirements for one in required(file))
    except metadata.PackageNotFoundError as missing:
        pytest.skip(f"could not import {missing.name}")
    paths = [path for package in packages for path in metadata.files(package) or ()]
    files = [Path(path.locate()) for path in paths]
    megabytes = sum(f.stat().st_size for f in files if f.suffix != ".pyc" and f.is_file()) / 1e6
    assert part.packages == pytest.approx(len(packages), rel=0.1)
    assert part.megabytes == pytest.approx(megabytes, rel=0.1)
