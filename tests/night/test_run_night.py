"""The steps of a night, made up: which are done, what is told, and the worst code of all."""

from __future__ import annotations

import signal
from dataclasses import replace

import pytest

from ftcrawler.exceptions import ConfigurationError, StorageError
from ftcrawler.history.files.manifest import (
    MANIFEST_KEY,
    AppliedRun,
    Manifest,
    read_manifest,
    write_manifest,
)
from ftcrawler.night import run_night as run_night_module
from ftcrawler.night.night import Came
from ftcrawler.night.night_command import NightCommand
from ftcrawler.night.run_night import run_night
from ftcrawler.night.steps import STEPS, Step
from ftcrawler.runs.layout import DataLayout, night_key

from .made_up import SOURCE, made_up_night

NAMES = [step.name for step in STEPS]


def apply(night, opened):
    """Have the history say that one more run is applied."""
    manifest = read_manifest(night.layout, SOURCE) or Manifest(source=SOURCE)
    name = f"all_20261124_02000{len(manifest.runs)}"
    run = AppliedRun(run=name, finished="", status="complete", events={"ouverte": opened})
    write_manifest(night.layout, replace(manifest, runs=(*manifest.runs, run)))


class Steps:
    """A night's steps, of which each comes to what the test says, or raises it."""

    def __init__(self, folder):
        self.layout = DataLayout(folder)
        self.said: list[str] = []
        self.done: list[str] = []

    def run(self, *, force=False, **comes_to):
        self.done.clear()
        self.said.clear()

        def made(step):
            def run(night):
                self.done.append(step.name)
                what = comes_to.get(step.name, 0)
                if isinstance(what, BaseException):
                    raise what
                return what(night) if callable(what) else Came(what, "")

            return Step(name=step.name, title=step.title, run=run, left_out=step.left_out)

        given = {"force": "1"} if force else {}
        night = made_up_night(self.layout, given, tell=self.said.append)
        return run_night(night, [made(step) for step in STEPS])


@pytest.fixture
def steps(tmp_path):
    return Steps(tmp_path)


def test_all_of_them_once_a_day(steps):
    assert steps.run() == 0
    assert steps.done == NAMES
    assert steps.run() == 0
    assert (steps.done, len(steps.said)) == ([], 1)
    assert steps.run(force=True) == 0
    assert steps.done == NAMES


@pytest.mark.parametrize(("one", "other", "worst"), [(0, 4, 4), (4, 3, 3), (3, 0, 3), (3, 1, 1)])
def test_the_worst_code_is_the_night_s(steps, one, other, worst):
    assert steps.run(update_closed=one, s3=other) == worst


@pytest.mark.parametrize("code", [1, 2])
def test_a_crawl_that_is_refused_ends_it(steps, code):
    assert steps.run(crawl=code) == code
    assert steps.done == ["crawl"]
    assert steps.said[-1].startswith("Nuit REFUSÉE")


def test_a_step_that_is_refused_later_does_not(steps):
    assert steps.run(closed=1) == 1
    assert steps.done == NAMES


@pytest.mark.parametrize(("failing", "code"), [("crawl", 3), ("update", 3), ("update", 1)])
def test_candidates_are_not_asked_after_a_failure(steps, failing, code):
    assert steps.run(**{failing: code}) == code
    assert steps.done == ["crawl", "update", "load", "purge", "s3"]


def test_what_nobody_foresaw_is_told_and_the_rest_goes_on(steps, caplog):
    assert steps.run(update_closed=ZeroDivisionError("zéro"), s3=4) == 3
    assert steps.done == NAMES
    (line,) = [line for line in steps.said if "zéro" in line]
    assert "ÉCHEC (code 3)" in line
    assert "Erreur imprévue : ZeroDivisionError: zéro" in line
    assert "Traceback" in caplog.text


def test_nor_does_it_matter_at_the_very_end(steps, monkeypatch, caplog):
    monkeypatch.setattr(run_night_module, "status_of", lambda *_, **__: 1 // 0)
    assert steps.run() == 0
    assert any("Erreur imprévue : ZeroDivisionError" in line for line in steps.said)
    assert steps.said[-1].startswith("Données dans")


@pytest.mark.parametrize(("error", "code"), [(StorageError, 3), (ConfigurationError, 1)])
def test_what_was_foreseen_has_its_code(steps, error, code, caplog):
    assert steps.run(s3=error("disque plein")) == code
    assert any("Erreur: disque plein" in line for line in steps.said)
    assert caplog.text == ""


@pytest.mark.parametrize("name", NAMES)
def test_given_again_it_begins_with_what_was_not_well(steps, name):
    steps.run(**{name: 4})
    assert steps.run() == 0
    assert steps.done == NAMES[NAMES.index(name) :]
    assert steps.run() == 0
    assert steps.done == []


@pytest.mark.parametrize("name", NAMES)
def test_killed_in_a_step_it_begins_with_it(steps, name):
    class Killed(BaseException):
        pass

    with pytest.raises(Killed):
        steps.run(**{name: Killed()})
    assert steps.run() == 0
    assert steps.done == NAMES[NAMES.index(name) :]


def test_killed_between_what_it_applied_and_its_record_it_counts_it_all_the_same(steps):
    class Killed(BaseException):
        pass

    def applied_and_killed(night):
        apply(night, 32)
        raise Killed

    def applied(night):
        apply(night, 1)
        return Came(0, "")

    apply(made_up_night(steps.layout, {}), 100)  # the night before
    with pytest.raises(Killed):
        steps.run(update=applied_and_killed)
    assert steps.run(update_closed=applied) == 0
    verdict = next(line for line in steps.said if line.startswith("Nuit complète"))
    assert "33 ouvertes" in verdict


def test_nothing_is_counted_of_a_history_that_could_not_be_read(steps):
    path = steps.layout.root / MANIFEST_KEY
    path.parent.mkdir(parents=True)
    path.write_bytes(b"{")

    def mended(night):
        path.unlink()
        apply(night, 100)
        return Came(0, "")

    assert steps.run(update=mended) == 0
    verdict = next(line for line in steps.said if line.startswith("Nuit complète"))
    assert "rien de nouveau" in verdict


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_step_of_its_own_at_once(steps, by):
    def signalled(night):
        signal.raise_signal(by)
        raise AssertionError("it goes on")

    assert steps.run(update=signalled) == 4
    assert steps.done == ["crawl", "update"]
    assert "Nuit arrêtée, comme demandé." in steps.said
    assert signal.getsignal(by) in {signal.default_int_handler, signal.SIG_DFL}
    assert steps.run() == 0
    assert steps.done == NAMES[1:]


def test_a_signal_during_a_crawl_is_the_crawl_s(steps):
    def crawl(night):
        with night.stop.left_to_a_crawl():
            assert night.stop.limit.to_stop() > 0
            signal.raise_signal(signal.SIGINT)
            assert night.stop.limit.to_stop() > 0, "the terminal has told the crawl"
            signal.raise_signal(signal.SIGTERM)
            assert night.stop.limit.to_stop() <= 0 < night.stop.limit.to_kill()
            signal.raise_signal(signal.SIGTERM)
            assert night.stop.limit.to_kill() <= 0
        return Came(0, "")

    assert steps.run(crawl=crawl) == 4
    assert steps.done == ["crawl"]


def test_a_record_that_cannot_be_kept_breaks_no_night(steps):
    digest = NightCommand("all").digest(SOURCE)
    (steps.layout.root / night_key(digest)).mkdir(parents=True)
    assert steps.run() == 0
    assert steps.done == NAMES
    assert sum("elle recommencera : Impossible d'écrire" in line for line in steps.said) == 1
