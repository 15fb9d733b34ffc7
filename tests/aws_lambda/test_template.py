"""The template: valid, granting what a crawl needs and no more, in step with the code."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cfnlint.decode import decode  # type: ignore[import-untyped]  # it ships no types

from ftcrawler.aws_lambda import handler, metrics, time_limit
from ftcrawler.aws_lambda.event import read_event
from tests.crawls.crawling import ROOT

TEMPLATE = ROOT / "configs" / "lambda" / "template.yaml"


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    decoded, faults = decode(str(TEMPLATE))
    assert not faults
    return dict(json.loads(json.dumps(decoded)))  # plain: cfn-lint's own know where they stand


def function(template):
    return template["Resources"]["Collecte"]["Properties"]


def test_cfn_lint():
    lint = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run(
        [sys.executable, str(lint), str(TEMPLATE)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_entry_point(template):
    module, _, name = function(template)["Handler"].rpartition(".")
    assert module == handler.__name__
    assert list(inspect.signature(getattr(handler, name)).parameters) == ["event", "context"]
    assert function(template)["Timeout"] >= time_limit.AT_LEAST


def test_the_archive_is_made_for_that_machine(template):
    makefile = (TEMPLATE.with_name("Makefile")).read_text()
    assert f"RUNTIME ?= {function(template)['Runtime'].removeprefix('python')}\n" in makefile
    (architecture,) = function(template)["Architectures"]
    assert f"ARCHITECTURE ?= { {'arm64': 'aarch64'}[architecture] }\n" in makefile
    assert "\nbuild-Collecte:\n" in makefile


def test_the_events_of_the_schedule_are_understood(template):
    text = function(template)["Events"]["Nuit"]["Properties"]["Input"]["Fn::Sub"]
    for name in re.findall(r"\$\{(\w+)\}", text):
        text = text.replace(f"${{{name}}}", template["Parameters"][name]["Default"])
    event = read_event(json.loads(text))
    assert (event.spider, event.arguments) == ("all", {"max_pages": "0", "delay": "0.1"})


def test_no_try_is_repeated_and_none_runs_beside_another(template):
    assert function(template)["ReservedConcurrentExecutions"]["Fn::If"][:2] == ["Reserves", 1]
    assert function(template)["EventInvokeConfig"]["MaximumRetryAttempts"] == 0
    assert (
        function(template)["Events"]["Nuit"]["Properties"]["RetryPolicy"]["MaximumRetryAttempts"]
        == 0
    )


def test_alarms_watch_figures_that_exist(template):
    alarm = template["Resources"]["Silence"]["Properties"]
    assert alarm["Namespace"] == metrics.NAMESPACE
    report = {"offers": {"collected": 1}, "searches": [], "spider": "all", "run": "all_1"}
    line = json.loads(metrics.metrics_line("f", {"exit_code": 0, "report": report}, 0))
    assert line[alarm["MetricName"]] == 1
    assert ["FunctionName"] in line["_aws"]["CloudWatchMetrics"][0]["Dimensions"]


def test_its_rights_are_enough(template, start_sandbox, function_of, bucket, keys_with):
    """moto knows no condition on the prefix of a listing: that one is left out."""
    (policy,) = function(template)["Policies"]
    statements = [
        {
            "Effect": "Allow",
            "Action": statement["Action"],
            "Resource": [_arn(one) for one in _listed(statement["Resource"])],
        }
        for statement in policy["Statement"]
    ]
    sandbox = start_sandbox(offers_count=6000)
    event = {"spider": "all", "arguments": {"max_pages": 0, "delay": 0.05}}
    cut = {"event": event, "after": {"pages": 2, "left": 99}}
    results = function_of(sandbox).live(cut, {"event": event}, **keys_with(*statements)).results
    keys_with.lift()
    assert results[0]["report"]["status"] == "incomplete"
    assert results[-1]["report"]["status"] == "complete"
    assert bucket().ids == dict.fromkeys(sandbox.ids({}), 1)
    assert bucket().journals == []
    prefixes = policy["Statement"][-1]["Condition"]["StringLike"]["s3:prefix"]
    assert prefixes == [arn.partition("lake/")[2] for arn in statements[0]["Resource"]]


def _listed(resource):
    return resource if isinstance(resource, list) else [resource]


def _arn(resource):
    return resource["Fn::Sub"].replace("${AWS::Partition}", "aws").replace("${Bucket}", "lake")
