"""What the spiders that collect share: read each search as its sweep says."""

from __future__ import annotations

import logging
from abc import abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

import orjson
from scrapy import Request
from scrapy.utils.asyncio import run_in_thread

from ftcrawler.early_end import note_unforeseen
from ftcrawler.exceptions import AuthenticationError, FtcrawlerError, StoppedError, StorageError
from ftcrawler.extensions.collected_today import CollectedToday
from ftcrawler.extensions.current_run import current_run
from ftcrawler.extensions.feeds_from_disk import kept_pages
from ftcrawler.items import KeptPage, OfferPage
from ftcrawler.page_response import DOUBTED, PageResponse
from ftcrawler.quoting import one_line
from ftcrawler.reporting.search_reports import Reading
from ftcrawler.spiders.api_spider import ApiSpider
from ftcrawler.sweep.answer import Answer
from ftcrawler.sweep.replay import Recorded, replay
from ftcrawler.sweep.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from ftcrawler.runs.already_collected import EarlierCollection
    from ftcrawler.runs.journal import Journal
    from ftcrawler.searches.search import Search
    from ftcrawler.sweep.doubts import Doubt
    from ftcrawler.sweep.question import Question

logger = logging.getLogger(__name__)


class OffersSpider(ApiSpider):
    """Subclasses say which searches to read, by `groups`; their arguments are CollectArguments."""

    # Whether a run may read more than one: feeds then say which found an offer.
    several_searches: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Scrapy's)
        super().__init__(*args, **kwargs)
        self._limits: dict[str, int] = {}  # pages that a search, or its group, may have
        self._skipped: list[Search] = []
        self._earlier: dict[str, EarlierCollection] = {}
        self._sweeps: list[Sweep] = []
        self._settled = False
        self._announced: set[str] = set()
        self._recorded = Recorded(())
        self._sequence = 0  # of the last answer taken in, over all processes of the run

    @abstractmethod
    async def groups(self) -> Sequence[Sequence[Search]]:
        """Return the searches; those of one group share `max_pages`."""

    async def start(self) -> AsyncIterator[Request | KeptPage]:
        """Yield what feeds need of earlier pages, then the first requests of what today's lack."""
        try:
            groups = await self.groups()
            for group in groups:
                self._limits |= {s.label: self.args.allowance(len(group)) for s in group}
            # All of it before the first request: a run that a request ends is closed.
            fresh = [[s for s in group if not await self._collected_today(s)] for group in groups]
            searches = [search for group in groups for search in group]
            async for page in kept_pages(self.crawler, searches, self._earlier):
                yield page
            await run_in_thread(self._recall, current_run(self.crawler).journal, fresh)
            # All of them at once: a run that is stopped tells what it never came to.
            self._sweeps = [Sweep(group, self._limits[group[0].label]) for group in fresh if group]
            self._settled = True
            for sweep in self._sweeps:
                for request in self._requests(sweep, sweep.start()):
                    yield request
        except FtcrawlerError as exc:
            raise self.ended_by(exc) from None
        except Exception as exc:
            note_unforeseen(self.crawler, exc)
            raise

    # Callbacks return lists: Scrapy reads the source of a generator again for each answer.

    def parse_page(
        self, response: Response, *, sweep: Sweep, question: Question
    ) -> list[Request | OfferPage]:
        """Return what the sweep asks next, then the page."""
        assert isinstance(response, PageResponse)
        page, label = response.page, question.search.label
        for defect in page.defects:
            logger.error("« %s » page %d : %s", label, question.page, defect)
        if page.mended:
            logger.warning(
                "« %s » page %d : texte illisible corrigé dans l'offre %s",
                *(label, question.page, one_line(", ".join(page.mended))),
            )
        answer = Answer.of(page, doubted=question.misled)
        more = sweep.answered(question, answer)
        if sweep.doubt:
            _tell(sweep.doubt, question)
        good = not (answer.defects or sweep.doubt)
        self._note_announced(sweep, question.search)
        self._sequence += 1
        # Without offers too: a run that goes on must know what it asked.
        taken = OfferPage(
            label=label,
            page=question.page,
            ids=[offer["id"] for offer in page.resultats],
            resultats=page.resultats,
            filtres_possibles=page.filtres_possibles,
            answer=page.body,
            sequence=self._sequence,
            request=question.key,
            status=response.status,
            # What is wrong with a page may be mended when the same command is given again.
            digest=answer.to_bytes() if good else None,
            mended=page.mended,
            found_by=question.search.found_by,
        )
        return [*self._requests(sweep, more), taken]

    def page_failed(self, failure: Failure) -> list[Request]:
        """Name a page that could not be had, and go on with the others."""
        error = failure.value
        if isinstance(error, StoppedError):  # nothing is known of it: the next run asks
            return []
        request: Request = failure.request  # type: ignore[attr-defined]  # documented by Scrapy
        sweep, question = request.cb_kwargs["sweep"], request.cb_kwargs["question"]
        if not isinstance(error, AuthenticationError):  # told once, by who ends the run
            logger.error(
                "« %s » page %d abandonnée : %s",
                *(question.search.label, question.page, error or type(error).__name__),
                exc_info=None if isinstance(error, FtcrawlerError) else error,
            )
        note_unforeseen(self.crawler, error)
        more = sweep.lost(question, one_line(str(error)) or type(error).__name__)
        return self._requests(sweep, more)

    def reading(self) -> Reading:
        """Return what became of each search, for the report."""
        return Reading(
            outcomes=[outcome for sweep in self._sweeps for outcome in sweep.outcomes()],
            skipped=self._skipped,
            limits=self._limits,
            settled=self._settled,
        )

    async def _collected_today(self, search: Search) -> bool:
        today = None if self.args.force else self.crawler.get_extension(CollectedToday)
        earlier = await today.find(search.label, self._limits[search.label]) if today else None
        if earlier is None:
            return False
        self._skipped.append(search)
        self._earlier[search.label] = earlier
        return True

    def _recall(self, journal: Journal, groups: Sequence[Sequence[Search]]) -> None:
        """Enter what is to be read, and get what earlier processes of this run were answered."""
        journal.note_searches(search for group in groups for search in group)
        journal.note(limits=orjson.dumps(self._limits).decode())
        self._recorded = Recorded(journal.answers())
        self._sequence = journal.next_sequence() - 1

    def _note_announced(self, sweep: Sweep, search: Search) -> None:
        """Have the journal know the total with the first answer, before its page is on disk."""
        if search.label not in self._announced and (total := sweep.announced(search)) is not None:
            self._announced.add(search.label)
            with suppress(StorageError):  # the page that follows meets the same disk
                current_run(self.crawler).journal.note_announced(search.label, total)

    def _requests(self, sweep: Sweep, questions: Sequence[Question]) -> list[Request]:
        """Return the requests for what no earlier process of this run was answered."""
        return [self._request(sweep, left) for left in replay(sweep, questions, self._recorded)]

    def _request(self, sweep: Sweep, question: Question) -> Request:
        return Request(
            self.api.search(question.criteria),
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"sweep": sweep, "question": question},
            meta={DOUBTED: question.again} if question.again else None,
            # Two sectors may share a keyword, and each asks for its own.
            dont_filter=True,
        )


def _tell(doubt: Doubt, question: Question) -> None:
    """Say that an answer is not believed, and what is done about it."""
    where = (question.search.label, question.page)
    if doubt.for_good:
        logger.error("« %s » page %d : réponse contredite, %s", *where, doubt.reason)
    else:
        logger.warning("« %s » page %d redemandée, réponse douteuse : %s", *where, doubt.reason)
