"""Runs of which something is damaged: what is sound is applied, and no later run waits for it."""

from __future__ import annotations

import pytest

from ftcrawler.endings import Status
from ftcrawler.history.closing.candidates import to_ask
from ftcrawler.runs.page_names import page_key
from tests.history.made_runs import SOURCE, offer, offers

MANY = [f"{number:03}" for number in range(200)]


@pytest.mark.parametrize(
    "harm", [lambda body: body[:99], lambda _: b"", lambda body: bytes(len(body)), lambda _: b"[]"]
)
def test_a_page_that_cannot_be_read_is_named_and_its_run_closes_nothing(history, harm):
    history.run("20261124_020000", offers(MANY))
    name = history.run("20261125_020000", offers([*MANY[10:], "new"]))
    second = history.root / page_key("all", name.stamp, 2)
    second.write_bytes(harm(second.read_bytes()))
    done = history.update()
    assert [run.run for run in done.applied][1:] == [str(name)]
    assert any(str(second) in each for each in done.lacking[str(name)])
    assert history.open_ids() == MANY
    assert to_ask(history.layout, SOURCE) == []
    history.run("20261125_100000", offers([*MANY[10:], "new"]))
    assert history.update().lacking == {}
    assert "new" in history.open_ids()


def test_a_damaged_list_of_who_found_what_leaves_the_offers(history):
    searches = {"a": offers(MANY), "b": offers(MANY)}
    name = history.run("20261124_020000", searches)
    history.layout.found_by(name).write_bytes(b"{")
    done = history.update()
    (said,) = done.lacking[str(name)]
    assert "de qui a trouvé quoi illisible" in said
    assert history.open_ids() == MANY
    assert history.manifest.last_complete == {}


def test_a_damaged_list_of_answers_closes_nothing(history):
    history.run("20261124_020000", offers(MANY))
    history.run("20261125_020000", offers(MANY[1:]))
    name = history.closed("20261125_030000", [("000", 204, False), ("001", 200, True)])
    with history.layout.details(name).open("ab") as lines:
        lines.write(b"{")
    done = history.update()
    assert ("réponses illisible" in str(done.lacking), history.open_ids()) == (True, MANY)
    assert [each.id for each in to_ask(history.layout, SOURCE) if not each.control] == ["000"]


def test_an_offer_as_deep_as_crawls_take_it_is_kept(history):
    deep: object = []
    for _ in range(600):
        deep = [deep]
    history.run("20261124_020000", [])
    body = b'{"resultats":[{"id":"A","a":' + b"[" * 600 + b"]" * 600 + b'}],"filtresPossibles":[]}'
    path = history.root / page_key("all", "20261124_030000", 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    name = history.run("20261124_030000", [offer("A")])
    path.write_bytes(body)
    history.report(name, "all", Status.COMPLETE, [len(body)])
    history.update()
    (row,) = history.open()
    assert row["autres"] == '{"a":' + "[" * 600 + "]" * 600 + "}"


@pytest.mark.parametrize("odd", ["048 KLTP", "é12", "", None, 7])
def test_an_offer_without_a_usable_id_is_counted(history, odd):
    history.run("20261124_020000", [offer("A"), offer(odd)])
    (run,) = history.update().applied
    assert (run.left_out, history.open_ids()) == (1, ["A"])
