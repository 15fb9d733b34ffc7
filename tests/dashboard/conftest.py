from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from filelock import FileLock

from ftcrawler.dashboard.gather import gather
from ftcrawler.dashboard.make_report_page import make_report_page
from ftcrawler.runs.layout import DataLayout
from tests.dashboard import axe
from tests.dashboard.chromium import ARGUMENTS, Reader
from tests.dashboard.small_country import live

NIGHTS = 5


def needed(program: str, *others: str) -> str:
    """Return where a program is, by any of its names. In CI its absence is a failure."""
    found = next(filter(None, map(shutil.which, (program, *others))), None)
    if found is None:
        left_out(f"{program} is not installed")
    return str(found)


def left_out(reason: str) -> None:
    """Skip, or fail in CI."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


# Of this folder, not of the session: while it runs, no other event loop can run in the thread.
@pytest.fixture(scope="package")
def browser():
    """Start Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (for those who need it)

    binary = needed("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def axe_core():
    """Return axe-core's script."""
    try:
        return axe.axe_source(needed("npm"))
    except subprocess.CalledProcessError as error:
        left_out(f"npm does not bring axe-core: {error.stderr.decode(errors='replace')}")


@pytest.fixture
def reader(browser):
    """Open pages that close with the test."""
    reader = Reader(browser)
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """Make a file or a folder once for all processes of the tests, and return where it is."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent

    def made(name, make):
        path, done = shared / name, shared / f"{name}.made"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                make(path)
                done.touch()
        return path

    return made


@pytest.fixture(scope="session")
def country(once):
    """Return a data folder with some nights of a small country."""
    return once("country", lambda folder: live(folder, NIGHTS))


@pytest.fixture(scope="session")
def report(once, country):
    """Return the report of these nights."""
    return once("country.html", lambda path: make_report_page(DataLayout(country), path))


@pytest.fixture(scope="session")
def report_data(country):
    """Return what the report of these nights is made of."""
    return gather(DataLayout(country))


@pytest.fixture(scope="package")
def opened(browser, report):
    """Return the report as it opens at a desk, for tests that leave it as it is."""
    reader = Reader(browser)
    yield reader.open(report)
    reader.close()
