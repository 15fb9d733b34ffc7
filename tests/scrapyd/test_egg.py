"""What is built, an egg or a wheel, carries all that it reads; a checkout stays as it is."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

from tests.crawls.crawling import ROOT
from tests.scrapyd.server import environment

SECTORS = "ftcrawler/configs/france_travail_sectors.json"
# Read everything that ships, whole.
READ = """
import sys; sys.path.insert(0, sys.argv[1])
import json
from ftcrawler import __file__ as where, settings
from ftcrawler.api.code_labels import labels
from ftsandbox.catalogue.vocabulary import data_text, referentiel
from ftcrawler.searches.sectors import load_sectors, sectors_source
names = ("departements", "metiers", "naturesContrats", "regions", "typesContrats")
data = ("departments.csv", "paragraphs.json", "towns.csv", "vocabulary.json")
assert all(labels(name) and referentiel(name) for name in names)
assert all(map(data_text, data))
sectors = load_sectors(sectors_source(settings.FT_SECTORS_FILE))
print(json.dumps([where, str(sectors_source(None)), list(sectors)]))
"""
BROKEN = """
import sys; sys.path.insert(0, sys.argv[1])
from ftcrawler.searches.sectors import load_sectors, sectors_source
try:
    load_sectors(sectors_source(None))
except Exception as error:
    print(error)
"""


@pytest.fixture(params=["egg", "wheel"])
def built(request):
    return request.getfixturevalue(request.param)


def run(code, path, tmp_path):
    """Run *code* away from the project, on what is built or on a checkout."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_reads_what_it_carries(built, tmp_path):
    where, source, sectors = json.loads(run(READ, built, tmp_path))
    assert where.startswith(str(built))
    assert source == f"{built}/{SECTORS}"
    shipped = json.loads((ROOT / "configs/france_travail_sectors.json").read_text())
    assert sectors == list(shipped)


def test_it_carries_the_one_list_byte_for_byte(built):
    with zipfile.ZipFile(built) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("_sectors.json")]
        carried = archive.read(name)
    assert name == SECTORS
    assert carried == (ROOT / "configs/france_travail_sectors.json").read_bytes()


def test_a_checkout_reads_the_list_at_the_top(tmp_path):
    where, source, _ = json.loads(run(READ, ROOT, tmp_path))
    assert where == str(ROOT / "ftcrawler/__init__.py")
    assert source == str(ROOT / "configs/france_travail_sectors.json")


def test_a_fault_of_the_list_names_a_file_that_a_person_can_open(egg, tmp_path):
    broken = tmp_path / "broken.egg"
    with zipfile.ZipFile(egg) as archive, zipfile.ZipFile(broken, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, b"{" if name == SECTORS else archive.read(name))
    assert run(BROKEN, broken, tmp_path) == (
        f"configs/france_travail_sectors.json, dans le projet déployé (ici, {broken}/{SECTORS}) : "
        "JSON invalide, ligne 1, colonne 2 (Expecting property name enclosed in double quotes)."
    )
