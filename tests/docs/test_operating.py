"""Exit codes and alerts: every one is explained, where an operator looks."""

from __future__ import annotations

import ast
from importlib import import_module

import pytest

from ftcrawler import endings
from ftcrawler.endings import Status
from ftcrawler.history.tables.interruptible import EXIT_CODES
from ftcrawler.monitors.alert_notice import make_notice
from ftcrawler.monitors.history_suite import HistorySuite
from ftcrawler.monitors.suite import RunSuite
from ftcrawler.printing import UNREAD
from ftcrawler.runs.report import Report

from .reading import PACKAGE, constants, names, parsed, quoted, rows, section

COMMANDS = sorted(p.stem for p in (PACKAGE / "commands").glob("*.py") if p.stem != "__init__")
USAGE_ERROR = 2  # Scrapy's own, for every command
# What a name in a command's file brings along.
BROUGHT = {"UNREAD": lambda: {UNREAD}, "stoppable": lambda: codes("stoppable_command")}


def codes(module_name: str) -> set[int]:
    """Return the exit codes that a module below ftcrawler/ can set, and 0."""
    module = import_module(f"ftcrawler.{module_name}")
    tree = parsed(PACKAGE / f"{module_name.replace('.', '/')}.py")
    found = {0}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(
                targets=[ast.Attribute(attr="exitcode")], value=ast.Constant(value=int(n))
            ):
                found.add(n)
            case ast.Assign(targets=[ast.Attribute(attr="exitcode")], value=ast.Name(id=name)):
                found.add(getattr(module, name))
            case ast.Assign(targets=[ast.Attribute(attr="exitcode")], value=ast.Call()):
                found |= {v for n, v in constants(endings).items() if n.startswith("EXIT_")}
            case ast.Assign(
                targets=[ast.Attribute(attr="exitcode")], value=ast.Attribute(attr="exit_code")
            ):
                found |= set(EXIT_CODES.values())
            case ast.Raise(exc=ast.Call(func=ast.Name(id="UsageError"))):
                found.add(USAGE_ERROR)
            case ast.Name(id=name) if name in BROUGHT:
                found |= BROUGHT[name]()
            case _:
                pass
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_exit_codes(command):
    written = names(section("docs/exit-codes.md", f"scrapy {command}"))
    assert [int(code) for code in written] == sorted(codes(f"commands.{command}"))


def test_alerts():
    monitors = {monitor.__name__ for monitor in RunSuite.monitors}
    assert set(names(section("docs/monitoring.md", "Ce qu'ils regardent"))) == monitors


def test_alerts_of_the_history():
    monitors = {monitor.__name__ for monitor in HistorySuite.monitors}
    assert set(names(section("docs/monitoring.md", "L'historique"))) == monitors


def test_alerts_for_programs():
    written = [
        name
        for row in rows(section("docs/monitoring.md", "À qui ils le disent"))[4:]
        for name in quoted(row[0])
    ]
    report = Report(
        run="", spider="", arguments={}, started="", finished="", status=Status.FAILED, reason=""
    )
    assert sorted(written) == sorted(make_notice(report, 3, []).data)
