"""Whether the offers that searches no longer hold are gone: each is asked for by its id."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request
from scrapy.utils.asyncio import run_in_thread
from scrapy_spider_metadata import Args

from ftcrawler.api.page import Page
from ftcrawler.arguments import RunArguments
from ftcrawler.early_end import note_unforeseen
from ftcrawler.exceptions import (
    AuthenticationError,
    FtcrawlerError,
    RequestRefusedError,
    StoppedError,
)
from ftcrawler.extensions.current_run import current_run
from ftcrawler.extensions.feeds_from_disk import kept_pages
from ftcrawler.history.closing.turns import in_turns, still_to_ask, vouched
from ftcrawler.items import KeptPage, OfferPage
from ftcrawler.page_response import PageResponse
from ftcrawler.quoting import one_line
from ftcrawler.reporting.french import count
from ftcrawler.reporting.search_reports import Asking, Reading
from ftcrawler.runs.details import LABEL, NONE_CAME, note_planned, question, recorded_details
from ftcrawler.spiders.api_spider import ApiSpider
from ftcrawler.sweep.answer import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from ftcrawler.history.closing.candidates import Asked
    from ftcrawler.runs.run import Run

logger = logging.getLogger(__name__)

NO_OFFER: Final = Page(None, (), [], [])


class ClosedSpider(Args[RunArguments], ApiSpider):
    """The history says which offers; what the answers come to is the history's to say, too.

    A control is asked once all those before it are answered, and answered before those after it
    are asked: what it says is said of them, however often one was asked again.
    """

    name = "closed"

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Scrapy's)
        super().__init__(*args, **kwargs)
        self._turns: Iterator[list[Asked]] = iter(())
        self._under_way = 0  # of the present turn
        self._settled = False
        self._done = self._left = 0
        self._pages = self._sequence = 0  # the last ones, over all processes of the run
        self._answered = False
        self._silence: str | None = None

    async def start(self) -> AsyncIterator[Request | KeptPage]:
        """Yield what feeds need of earlier pages, then the first requests."""
        try:
            await run_in_thread(self._recall, current_run(self.crawler))
            async for page in kept_pages(self.crawler, (), {}):
                yield page
            for request in self._next_turn():
                yield request
        except FtcrawlerError as exc:
            raise self.ended_by(exc) from None
        except Exception as exc:
            note_unforeseen(self.crawler, exc)
            raise

    # Lists, for the reason that OffersSpider gives.

    def parse_detail(self, response: Response, *, asked: Asked) -> list[Request | OfferPage]:
        """Return what is asked for next, then the page of the offer, or of none."""
        assert isinstance(response, PageResponse)
        page = response.page
        if page.mended:
            logger.warning(
                "« %s » : texte illisible corrigé dans l'offre %s", LABEL, one_line(asked.id)
            )
        return self._taken(asked, page, status=response.status, lasts=True)

    def detail_failed(self, failure: Failure) -> list[Request | OfferPage]:
        """Record that an offer gave no answer, and go on with the others."""
        error = failure.value
        if isinstance(error, StoppedError | AuthenticationError):  # nobody was asked
            return []
        request: Request = failure.request  # type: ignore[attr-defined]  # documented by Scrapy
        asked: Asked = request.cb_kwargs["asked"]
        why = one_line(str(error)) or type(error).__name__
        logger.error(
            "Offre %s sans réponse : %s",
            *(one_line(asked.id), why),
            exc_info=None if isinstance(error, FtcrawlerError) else error,
        )
        note_unforeseen(self.crawler, error)
        # Of what it holds to be wrong, the API would say the same again.
        lasts = isinstance(error, RequestRefusedError)
        if not (self._answered or lasts):
            self._silence = why
        status = getattr(error, "status", NONE_CAME)
        return self._taken(asked, NO_OFFER, status=status, lasts=lasts)

    def reading(self) -> Reading:
        """Return how far it is."""
        asking = Asking(done=self._done, left=self._left, silence=self._silence)
        return Reading(settled=True, asking=asking) if self._settled else Reading()

    def _recall(self, run: Run) -> None:
        """Get whom to ask, less those whom earlier processes of this run have asked."""
        # Deferred: what reads the history is heavy, and each command loads every spider.
        from ftcrawler.history.closing.candidates import to_ask  # noqa: PLC0415

        known = vouched(recorded_details(run.journal, lasting=True))
        left = still_to_ask(to_ask(run.layout, run.source), {each.id for each in known})
        ids = {each.id: each.control for each in known} | {each.id: each.control for each in left}
        controls = sum(ids.values())
        note_planned(run.journal, offers=len(ids) - controls, controls=controls)
        self._pages = run.journal.pages(LABEL)
        self._sequence = run.journal.next_sequence() - 1
        self._turns = iter(in_turns(left))
        self._done, self._left, self._settled = len(known), len(left), True
        logger.info(
            "Offres à vérifier : %d, avec %s ; déjà faites : %d",
            *(len(ids) - controls, count(controls, "témoin"), len(known)),
        )

    def _taken(
        self, asked: Asked, page: Page, *, status: int, lasts: bool
    ) -> list[Request | OfferPage]:
        self._done, self._left = self._done + 1, self._left - 1
        self._under_way -= 1
        if lasts:
            self._answered, self._silence = True, None
        self._sequence += 1
        self._pages += len(page.ids)
        taken = OfferPage(
            label=LABEL,
            page=self._pages,
            ids=list(page.ids),
            resultats=page.resultats,
            filtres_possibles=[],
            answer=page.body,
            sequence=self._sequence,
            request=question(asked.id, control=asked.control),
            status=status,
            digest=Answer.of(page).to_bytes() if lasts else None,
            mended=page.mended,
        )
        return [*self._next_turn(), taken]

    def _next_turn(self) -> list[Request]:
        """Return the requests of the next turn, if the present one is over."""
        if self._under_way or not (turn := next(self._turns, [])):
            return []
        self._under_way = len(turn)
        return [
            Request(
                self.api.detail(asked.id),
                callback=self.parse_detail,
                errback=self.detail_failed,
                cb_kwargs={"asked": asked},
                priority=-place,  # in their order
                dont_filter=True,
            )
            for place, asked in enumerate(turn)
        ]
