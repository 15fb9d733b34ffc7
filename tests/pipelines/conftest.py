from __future__ import annotations

from contextlib import closing

import pytest

from ftcrawler.extensions.current_run import CurrentRun
from ftcrawler.items import OfferPage

RUN = {"ftcrawler.extensions.current_run.CurrentRun": 950}
DEDUPE = {"ftcrawler.pipelines.dedupe.DedupePipeline": 100}
STORE = {"ftcrawler.pipelines.store_local.StoreLocalPipeline": 200}


@pytest.fixture
def page_of():
    """Make a page of offers as a spider yields it."""

    def make(*ids, page=1, label="all", **more):
        offers = [{"id": each, "intitule": f"Offre {each}"} for each in ids]
        return OfferPage(
            label=label,
            page=page,
            ids=list(ids),
            resultats=offers,
            filtres_possibles=[],
            answer=b"",
            **more,
        )

    return make


@pytest.fixture
def piped(here, tmp_path):
    """Have items go through the pipelines of a run; return how it went, and the run, open."""
    runs = []

    def run(*items, pipelines=None, **settings):
        settings = {
            "EXTENSIONS": RUN,
            "ITEM_PIPELINES": {**DEDUPE, **STORE} if pipelines is None else pipelines,
            "FT_DATA_DIR": str(tmp_path / "data"),
            **settings,
        }
        went = here.give(*items, **settings)
        extension = went.crawler.get_extension(CurrentRun)
        assert extension is not None
        runs.append(extension.run)
        return went, extension.run

    yield run
    for each in runs:
        with closing(each):
            pass
