"""Runs that are over, with all that they left: what whoever applies runs one by one looks at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ftcrawler.endings import AUTH_FAILED, FINISHED, SHUTDOWN, Status
from ftcrawler.reporting.interrupted import close_interrupted
from ftcrawler.reporting.make_report import report_of_killed
from ftcrawler.runs.finished_runs import finished_runs
from ftcrawler.runs.page_names import page_key
from ftcrawler.runs.report import DetailsReport, SearchReport, write_report
from ftcrawler.runs.run_name import RunName
from ftcrawler.runs.start_run import Command, RunStarter

from .folder import ALL, API, NOW, add, die

DAY = 24 * 60
CLOSED = Command("closed", API, {}, {})
OTHER = Command("keywords", API, {"keywords": "data"}, {})


def close(run, status, reason=FINISHED.reason, **more):
    """End a run as RunReport does."""
    report = replace(report_of_killed(run), status=status, reason=reason, **more)
    write_report(run.layout, report)
    if status in (Status.COMPLETE, Status.TRUNCATED, Status.SKIPPED):
        run.end()
    run.close(run.started)


@pytest.fixture
def look(folder):
    """Return the runs that are over, and the files that could not be read."""

    def look(*, after=None):
        told = []
        found = finished_runs(
            folder.layout,
            wanted=lambda name: after is None or after < name,
            unreadable=lambda path, _: told.append(path.name),
        )
        return list(found), told

    return look


def names(found):
    return [str(run.name) for run in found[0]]


def test_an_empty_folder_has_none(look):
    assert look() == ([], [])


def test_report_pages_and_list_come_in_one_call(folder, look):
    run = folder.start()
    for number in (1, 2, 10, 9):
        add(run, number, f"{number}")
    searches = [SearchReport(label=each, status=Status.COMPLETE) for each in ("all", "b")]
    run.files.write_lines(f"runs/{run.name}_found_by.jsonl", [b"{}\n"])
    close(run, Status.COMPLETE, searches=tuple(searches))
    ((found,), told) = look()
    assert (str(found.name), found.report.status, told) == ("all_20261123_211500", "complete", [])
    assert [page.name.rpartition("_")[2] for page in found.pages] == [
        *("p1.json", "p2.json", "p9.json", "p10.json")
    ]
    assert found.found_by == folder.layout.found_by(found.name)
    assert found.lacking == ()


def test_they_come_in_the_order_of_their_starts_whatever_the_spider_and_after_one(folder, look):
    for minutes, command in enumerate((OTHER, ALL, OTHER, ALL)):
        close(folder.start(command, minutes=minutes), Status.COMPLETE)
    found = look()
    assert names(found) == [
        "keywords_20261123_211500",
        "all_20261123_211600",
        "keywords_20261123_211700",
        "all_20261123_211800",
    ]
    assert names(look(after=found[0][1].name)) == names(found)[2:]
    assert names(look(after=found[0][3].name)) == []


def test_each_is_read_when_its_turn_comes(folder):
    for minutes in range(2):
        close(folder.start(minutes=minutes), Status.COMPLETE)
    told = []
    found = finished_runs(folder.layout, unreadable=lambda *gone: told.append(gone))
    first = next(found)
    folder.layout.report(folder.layout.with_report()[1]).unlink()
    assert (list(found), len(told)) == ([], 1)
    assert first.report.status is Status.COMPLETE


def test_what_goes_on_is_left_out_until_it_ends_anew(folder, look):
    stopped = folder.start()
    add(stopped, 1, "A")
    close(stopped, Status.INCOMPLETE, SHUTDOWN.reason)
    assert len(look()[0]) == 1
    again = folder.start(minutes=5)
    assert (again.name, names(look())) == (stopped.name, [])
    add(again, 2, "B")
    close(again, Status.COMPLETE)
    (found,) = look()[0]
    assert (found.report.resumed, len(found.pages), found.lacking) == (1, 2, ())


def test_what_was_stopped_is_over_once_its_day_is(folder, look):
    stopped = folder.start()
    add(stopped, 1, "A")
    close(stopped, Status.INCOMPLETE, SHUTDOWN.reason)
    (found,) = look()[0]
    assert (found.report.status, len(found.pages)) == (Status.INCOMPLETE, 1)


def test_what_was_stopped_and_given_up_for_another_is_over(folder, look):
    stopped = folder.start()
    add(stopped, 1, "A")
    close(stopped, Status.INCOMPLETE, SHUTDOWN.reason)
    die(folder.start(minutes=1, anew=True))
    ((found,), _) = look()
    assert found.name == stopped.name


def test_a_killed_run_is_over_once_a_later_command_has_reported_it(folder, look):
    killed = folder.start()
    add(killed, 1, "A")
    die(killed)
    assert names(look()) == []
    tomorrow = NOW + timedelta(days=1)
    later = RunStarter(folder.layout, tomorrow, close_interrupted).start(ALL, to_upload=False)
    (found,) = look()[0]
    assert (found.name, found.report.reason) == (killed.name, "interrupted")
    assert (len(found.pages), found.lacking) == (1, ())
    later.close(tomorrow)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(Status.SKIPPED, FINISHED.reason), (Status.FAILED, AUTH_FAILED.reason)],
)
def test_a_run_that_wrote_no_page_is_over_too(folder, look, status, reason):
    close(folder.start(), status, reason)
    ((found,), _) = look()
    assert (found.report.status, found.pages, found.found_by, found.lacking) == (
        *(status, (), None),
        (),
    )


def test_files_still_to_be_sent_keep_no_run_from_being_over(folder, look):
    run = folder.start(to_upload=True)
    add(run, 1, "A")
    close(run, Status.COMPLETE)
    assert folder.names("state") == [f"{run.name}.sqlite3"]
    assert len(look()[0]) == 1


def test_what_lacks_is_said_and_the_rest_comes(folder, look):
    run = folder.start()
    for number in (1, 2, 3):
        add(run, number, f"{number}")
    searches = [SearchReport(label="all", sector="data", status=Status.COMPLETE)]
    close(run, Status.COMPLETE, searches=tuple(searches))
    assert look()[0][0].lacking == ("liste de qui a trouvé quoi",)
    folder.layout.root.joinpath(page_key("all", run.stamp, 3)).write_bytes(b"{")
    assert look()[0][0].lacking[0] == "pages : 5 octets au lieu de 6"
    folder.layout.root.joinpath(page_key("all", run.stamp, 2)).unlink()
    ((found,), _) = look()
    assert (len(found.pages), found.lacking[0]) == (2, "pages : 2 sur 3")


def test_damaged_reports_are_named_and_hide_no_other(folder, look):
    close(folder.start(), Status.COMPLETE)
    folder.layout.report(RunName("all", "20261123_000000")).write_bytes(b'{"run": "a')
    folder.layout.report(RunName("all", "20261123_000001")).mkdir()
    (folder.layout.runs / "notes.json").write_text("{}")
    assert names(look()) == ["all_20261123_211500"]
    assert look()[1] == ["all_20261123_000000.json", "all_20261123_000001.json"]


def test_a_damaged_journal_keeps_no_run_from_being_over(folder, look):
    stopped = folder.start()
    add(stopped, 1, "A")
    close(stopped, Status.INCOMPLETE, SHUTDOWN.reason)
    stopped.journal.path.write_bytes(b"no database, whatever" * 500)
    assert names(look()) == [str(stopped.name)]


def test_a_run_that_asked_offers_one_by_one_has_a_list_of_them_or_lacks_it(folder, look):
    run = folder.start(CLOSED)
    run.files.write_lines(f"runs/{run.name}_details.jsonl", [b"{}\n"])
    run.end()  # over, whatever it was not told
    close(run, Status.INCOMPLETE, details=DetailsReport(asked=1, left=1))
    ((found,), _) = look()
    path = folder.layout.details(run.name)
    assert (found.details, found.lacking) == (path, ())
    path.unlink()
    ((found,), _) = look()
    assert (found.details, found.lacking) == (None, ("liste des offres vérifiées",))
