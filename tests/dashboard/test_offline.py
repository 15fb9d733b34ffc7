"""The page stands alone: it asks no host, runs nothing that is not its own, and fits in a mail."""

from __future__ import annotations

from tests.answering import Answer
from tests.dashboard.chromium import Look

# What the words of an offer could try, were some to come through as they are.
INTRUDERS = """address => {
  const add = (name, more) => {
    const one = Object.assign(document.createElement(name), more);
    document.body.append(one);
    return one;
  };
  add("script", {textContent: "window.hit = 'script'"});
  add("b").outerHTML = '<b id="b" onclick="window.hit = 1">';
  document.getElementById("b").click();
  add("a", {href: "javascript:window.hit='link'"}).click();
  add("script", {src: address + "/script"});
  add("iframe", {src: address + "/frame"});
  add("object", {data: address + "/object"});
  add("link", {rel: "stylesheet", href: address + "/style"});
  add("i").style.backgroundImage = `url(${address}/background)`;
  new Image().src = address + "/image";
  fetch(address + "/fetch").catch(() => 0);
  navigator.sendBeacon(address + "/beacon", "x");
  new WebSocket(address.replace("http", "ws") + "/socket");
  // Later: what a debugger evaluates may.
  setTimeout(() => new Function("window.hit = 'eval'")());
  add("form", {action: address + "/form"}).submit();
}"""


def test_nothing_is_asked_of_anybody_and_nothing_complained_of(opened, report):
    assert opened.asked == [report.as_uri()]
    assert opened.said == []


def test_it_is_light_enough_to_be_sent(report):
    assert report.stat().st_size < 5_000_000


def test_an_intruder_neither_runs_nor_asks(reader, report, answering):
    server = answering(lambda _: Answer(b"window.hit = 'from afar'"))
    opened = reader.open(report)
    opened.page.evaluate(INTRUDERS, server.url)
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.hit ?? null") is None
    assert [asked.path for asked in server.asked] == []
    assert opened.page.url == report.as_uri()


def test_without_scripts_it_says_what_it_needs(reader, report):
    opened = reader.open(report, Look(scripts=False))
    assert "JavaScript" in opened.page.locator("body").inner_text()
    assert opened.said == []
