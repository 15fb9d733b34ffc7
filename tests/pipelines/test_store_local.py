"""A page is done once its file is there and the journal knows of it; else nothing of it is."""

from __future__ import annotations

import orjson


def on_disk(run):
    """Return the names of the pages and the offers that each holds."""
    return {
        path.name: [offer["id"] for offer in orjson.loads(path.read_bytes())["resultats"]]
        for path in sorted(run.layout.raw.glob("*"))
    }


def test_a_page_is_a_file_and_the_journal_knows_it(piped, page_of):
    went, run = piped(page_of("A", "B", page=3, sequence=1, request="range=300-449"))
    name = f"france_travail_all_{run.stamp}_p3.json"
    assert on_disk(run) == {name: ["A", "B"]}
    assert [key for _, key in run.journal.page_keys()] == [f"raw/france_travail/{name}"]
    assert run.journal.offers() == 2
    assert went.items[0].key == f"raw/france_travail/{name}"
    size = (run.layout.raw / name).stat().st_size
    figures = (went.stats["ftcrawler/files/written_count"], size)
    assert figures == (1, went.stats["ftcrawler/files/written_bytes"])


def test_an_answer_of_which_nothing_is_left_is_recorded_without_a_file(piped, page_of):
    went, run = piped(
        page_of("A", sequence=1, request="range=0-149"),
        page_of("A", page=2, sequence=2, request="range=150-299"),
    )
    assert list(on_disk(run).values()) == [["A"]]
    assert sum(run.journal.statuses().values()) == 2
    assert went.stats["ftcrawler/files/written_count"] == 1


def test_two_answers_to_one_question_do_not_write_one_file(piped, page_of):
    _, run = piped(page_of("A"), page_of("B"))
    assert sorted(on_disk(run).values()) == [["A"], ["B"]]


def test_a_folder_in_the_place_of_a_page_is_left_alone(piped, page_of, tmp_path):
    _, run = piped(page_of("A", page=1, request="range=0-149"))
    taken = run.layout.raw / f"france_travail_all_{run.stamp}_p2.json"
    taken.mkdir()
    run.close()
    _, again = piped(page_of("B", page=2, request="range=150-299"))
    assert again.name == run.name
    assert taken.is_dir()
    assert again.journal.offers() == 2


def test_a_disk_that_refuses_a_page_ends_the_run_and_leaves_its_offers_unseen(
    piped, page_of, tmp_path
):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/raw").write_text("a file, where the folder should be")
    went, run = piped(page_of("A"))
    assert went.reason == "storage_failed"
    assert went.stats["ftcrawler/run/failure"].startswith("Erreur: Impossible d'écrire")
    assert went.items == []
    assert run.journal.offers() == 0
    # The next page of the same offer may keep it: nobody has claimed it any more.
    assert run.journal.claim(["A"]) == {"A"}
