"""What is wrong with a run, as sentences in French; the thresholds say from where on."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, Final

from ftcrawler import endings
from ftcrawler.endings import Status
from ftcrawler.quoting import LONGEST_MESSAGE, one_line
from ftcrawler.reporting.closing_lines import verdict_of
from ftcrawler.reporting.french import count, number
from ftcrawler.reporting.past_runs import ENDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ftcrawler.monitors.thresholds import Thresholds
    from ftcrawler.runs.report import Report, SearchReport

# Earlier runs that a search is compared with, and the fewest that make a median.
COMPARED: Final = 7
FEWEST: Final = 3
ERRORS: Final = "log_count/ERROR"  # Scrapy's own statistic


def status_alerts(report: Report, limits: Thresholds) -> Iterator[str]:
    """Tell a run that did not come to its end, and why.

    Not of a command that was under way already: nothing is lost, and the other run will tell.
    """
    if report.reason == endings.ALREADY_RUNNING.reason:
        return
    if report.status in limits.statuses:
        told = report.message or f"motif : {report.reason}"
        yield f"{verdict_of(report)} ({one_line(told, most=LONGEST_MESSAGE)})"
        for search in report.searches:
            if search.missing and search.status is Status.INCOMPLETE:
                label = one_line(search.label)
                yield f"« {label} » : {count(search.missing, 'offre')} manquante(s)"
        if report.details is not None and report.details.left:
            yield f"{count(report.details.left, 'offre')} encore à vérifier"


def offers_alerts(report: Report, past: Iterable[Report], limits: Thresholds) -> Iterator[str]:
    """Tell each search that found far fewer offers than it used to; *past* is newest first."""
    read = [each for each in report.searches if each.status is not Status.SKIPPED]
    earlier = _collected_before(read, past)
    for search in read:
        counts = earlier[search.label]
        usual = median(counts) if len(counts) >= FEWEST else 0
        if search.collected < usual * limits.offers_percent / 100:
            yield (
                f"« {one_line(search.label)} » : {count(search.collected, 'offre')}, moins de "
                f"{limits.offers_percent:g} % de la médiane des {len(counts)} dernières collectes "
                f"({number(round(usual))})"
            )


def error_alerts(values: Mapping[str, Any], limits: Thresholds) -> Iterator[str]:
    """Tell errors in the log; *values* are Scrapy's statistics."""
    errors = values.get(ERRORS, 0)
    if errors > limits.errors:
        yield f"{count(errors, 'erreur')} dans le journal de Scrapy"


def throttle_alerts(report: Report, limits: Thresholds) -> Iterator[str]:
    """Tell answers 429: somebody else uses the quota, or it has changed."""
    refused = report.requests.get("by_status", {}).get("429", 0)
    if refused > limits.throttled:
        yield f"{count(refused, 'réponse')} 429 : le quota de l'API a été dépassé"


def pending_alerts(report: Report, limits: Thresholds) -> Iterator[str]:
    """Tell files that S3 lacks."""
    pending = report.s3.get("pending", 0)
    if pending > limits.pending:
        yield f"{count(pending, 'fichier')} à envoyer vers S3 par « scrapy s3-sync »"


def _collected_before(
    searches: Iterable[SearchReport], past: Iterable[Report]
) -> dict[str, list[int]]:
    """Return what each label collected in its last runs that ended under the same limit."""
    limits = {each.label: each.max_pages for each in searches}
    found: dict[str, list[int]] = {label: [] for label in limits}
    for report in past:
        for search in report.searches:
            counts = found.get(search.label)
            if counts is None or len(counts) == COMPARED or search.status not in ENDED:
                continue
            if search.max_pages == limits[search.label]:
                counts.append(search.collected)
        if all(len(counts) == COMPARED for counts in found.values()):
            break
    return found
