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


NO_CHROMIUM = "chromium is not installed"
NO_NPM = "npm is not installed"
NO_AXE = "npm does not bring axe-core"


def fail_in_ci(reason: str, details: str = "") -> None:
    """Fail, where nothing may be left out."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}: {details}" if details else reason)


# Of this folder, not of the session: while it runs, no other event loop can run in the thread.
@pytest.fixture(scope="package")
def browser():
    """Start Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (for those who need it)

    names = ("chromium", "chromium-browser", "google-chrome")
    binary = next(filter(None, map(shutil.which, names)), None)
    if binary is None:
        fail_in_ci(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def axe_core():
    """Return axe-core's script."""
    npm = shutil.which("npm")
    if npm is None:
        fail_in_ci(NO_NPM)
        pytest.skip(NO_NPM)
    try:
        return axe.axe_source(npm)
    except subprocess.CalledProcessError as error:
        fail_in_ci(NO_AXE, error.stderr.decode(errors="replace"))
        pytest.skip(NO_AXE)


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
