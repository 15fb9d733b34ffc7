"""The pages say what the code does: every name is on both sides, or the test fails."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest

from ftcrawler import endings, settings, stats
from ftcrawler.endings import Status
from ftcrawler.reporting import verdict
from ftcrawler.reporting.report_figures import file_figures, request_figures
from ftcrawler.runs.journal_figures import Totals
from ftcrawler.runs.report import DetailsReport, Report, SearchReport
from ftcrawler.runs.reported_fields import Change, FieldChange, FieldReport

from .reading import (
    PACKAGE,
    ROOT,
    constants,
    environment_of_settings,
    names,
    page,
    quoted,
    rows,
    section,
)

COMMANDS = sorted(p.stem for p in (PACKAGE / "commands").glob("*.py") if p.stem != "__init__")


def settings_rows():
    return {row[0].strip("`"): row[1:] for row in rows(page("docs/settings.md"))}


def test_settings():
    assert names(page("docs/settings.md")) == list(settings_rows()), "a setting is there twice"
    assert settings_rows().keys() == constants(settings).keys()


def test_plain_defaults():
    for name, (default, *_) in settings_rows().items():
        value = constants(settings)[name]
        if isinstance(value, bool | int | float) and not environment_of_settings()[name]:
            assert default == f"`{value}`", name


def test_who_reads_a_setting():
    for name, (_, _, readers, _) in settings_rows().items():
        for reader in quoted(readers):
            path = PACKAGE / reader
            files = path.rglob("*.py") if path.is_dir() else [path]
            assert any(name in file.read_text() for file in files), f"{reader} reads no {name}"


def test_environment_variables():
    read = environment_of_settings()
    assert {name: set(quoted(row[-1])) for name, row in settings_rows().items()} == read
    variables = set().union(*read.values())
    assert set(names(section("LISEZMOI.md", "Le fichier .env"))) == variables
    example = set(re.findall(r"^(?:# )?(\w+)=", page(".env.example"), re.MULTILINE))
    assert example == variables


def test_stats():
    written = {row[1].strip("`"): row[0].strip("`") for row in rows(page("docs/stats.md"))}
    assert written == constants(stats)
    for _, name, _, setters in rows(page("docs/stats.md")):
        for setter in quoted(setters):
            assert f"stats.{name.strip('`')}" in (PACKAGE / setter).read_text(), setter


def test_close_reasons():
    table = {row[0].strip("`"): row[1:3] for row in rows(section("docs/exit-codes.md", "Motifs"))}
    assert sorted(table) == sorted(ending.reason for ending in endings.ENDINGS)
    del table[endings.FINISHED.reason]  # its status is that of the searches
    for reason, written in table.items():
        status = verdict.run_status(reason, [])
        report = Report(
            run="", spider="", arguments={}, started="", finished="", status=status, reason=reason
        )
        assert written == [f"`{status.value}`", str(verdict.exit_code(report))], reason


@pytest.mark.parametrize(
    ("title", "model"),
    [
        ("Fields of a run", Report),
        ("Fields of a search", SearchReport),
        ("Details", DetailsReport),
        ("Fields of the offers", FieldReport),
        ("Drift", FieldChange),
    ],
)
def test_report_fields(title, model):
    written = names(section("docs/run-report.md", title))
    assert written == [field.name for field in fields(model)]


def test_the_example_of_a_report():
    block = re.search(r"```json\n(.*?)```", section("docs/run-report.md", "Example"), re.DOTALL)
    assert block
    example = json.loads(block[1])
    # Of a run that reads searches.
    assert list(example) == [field.name for field in fields(Report) if field.name != "details"]
    assert [list(one) for one in example["searches"]] == [[f.name for f in fields(SearchReport)]]
    assert list(example["requests"]) == list(request_figures({}, []))
    assert list(example["files"]) == list(file_figures(Totals()))
    explained = {
        row[0].strip("`"): row[1] for row in rows(section("docs/run-report.md", "Fields of a run"))
    }
    for group in ("offers", "requests", "files", "s3"):
        assert set(quoted(explained[group])) >= example[group].keys(), group


def test_changes():
    (row,) = [row for row in rows(section("docs/run-report.md", "Drift")) if row[0] == "`change`"]
    assert set(quoted(row[1])) == set(Change)


def test_statuses():
    for text in (section("docs/run-report.md", "Status"), section("LISEZMOI.md", "Le rapport")):
        assert set(names(text)) == set(Status)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_for_users(command):
    assert f"scrapy {command}" in page("LISEZMOI.md")


@pytest.mark.parametrize("file", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_dependencies(file):
    text = page("docs/dependencies.md").split(f"(`{file}`", 1)[1].split("\n## ")[0]
    required = re.findall(r"^[A-Za-z][\w-]*", (ROOT / file).read_text(), re.MULTILINE)
    assert sorted(names(text)) == sorted(required)
