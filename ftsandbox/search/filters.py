"""What each search parameter leaves of the catalogue, as masks over a span of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ftsandbox.catalogue.offer_reading import YEARLY
from ftsandbox.catalogue.words import folded
from ftsandbox.search.distances import DEFAULT_KM, reached
from ftsandbox.search.parameters import GRAND_DOMAINS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ftsandbox.catalogue.catalogue import Catalogue, Mask
    from ftsandbox.catalogue.places import Place
    from ftsandbox.search.parameters import Criteria

_CODES: Final = {
    "codeROME": "rome", "appellation": "appellation", "codeNAF": "naf", "permis": "licence",
    "experience": "experience", "experienceExigence": "requirement", "dureeHebdo": "week",
    "origineOffre": "origin", "qualification": "qualification", "niveauFormation": "level",
}  # fmt: skip
_STARTS: Final = {"domaine": "rome", "secteurActivite": "naf"}
_FLAGS: Final = {"accesTravailleurHandicape": "handicap", "offresManqueCandidats": "shortage"}
# Within each, the API says « or ».
_UNIONS: Final = (
    {"typeContrat": "contract", "natureContrat": "nature"},
    {"entreprisesAdaptees": "adapted", "employeursHandiEngages": "engaged"},
)
_PAY: Final = {"A": "Annuel", "M": "Mensuel", "H": "Horaire", "C": "Cachet"}


def masks(catalogue: Catalogue, criteria: Criteria, span: slice) -> Iterator[Mask]:
    """Yield a mask for each criterion that leaves offers out; dates are the span's affair."""
    yield from _code_masks(catalogue, criteria, span)
    yield from _start_masks(catalogue, criteria, span)
    yield from _union_masks(catalogue, criteria, span)
    yield from _number_masks(catalogue, criteria, span)
    yield from _place_masks(catalogue, criteria, span)
    if "partenaires" in criteria and "modeSelectionPartenaires" in criteria:
        listed = catalogue.fields["partner"].among(criteria["partenaires"].split(","), span)
        yield listed if criteria["modeSelectionPartenaires"] == "INCLUS" else ~listed
    for phrase in criteria["motsCles"].split(",") if "motsCles" in criteria else ():
        yield _phrase_mask(catalogue, folded(phrase), span)


def _code_masks(catalogue: Catalogue, criteria: Criteria, span: slice) -> Iterator[Mask]:
    for name, field in _CODES.items():
        if name in criteria:
            yield catalogue.fields[field].among(criteria[name].split(","), span)
    if "tempsPlein" in criteria:
        week = "1" if criteria["tempsPlein"] == "true" else "2"
        yield catalogue.fields["week"].among([week], span)
    for name, field in _FLAGS.items():
        if criteria.get(name) == "true":
            yield catalogue.fields[field].among(["true"], span)


def _start_masks(catalogue: Catalogue, criteria: Criteria, span: slice) -> Iterator[Mask]:
    for name, field in _STARTS.items():
        if name in criteria:
            starts = tuple(criteria[name].split(","))
            values = catalogue.fields[field]
            yield values.where([value.startswith(starts) for value in values.values], span)
    if "grandDomaine" in criteria:
        domain, rome = criteria["grandDomaine"], catalogue.fields["rome"]
        yield rome.where([_grand_domain(code) == domain for code in rome.values], span)


def _grand_domain(rome: str) -> str:
    # M13 and the like are domains of their own beside M, as their labels say.
    return rome[:3] if rome[:3] in GRAND_DOMAINS else rome[:1]


def _union_masks(catalogue: Catalogue, criteria: Criteria, span: slice) -> Iterator[Mask]:
    for names in _UNIONS:
        asked = [
            catalogue.fields[field].among(criteria[name].split(","), span)
            for name, field in names.items()
            if criteria.get(name, "false") != "false"
        ]
        if asked:
            yield asked[0] if len(asked) == 1 else asked[0] | asked[1]


def _number_masks(catalogue: Catalogue, criteria: Criteria, span: slice) -> Iterator[Mask]:
    if "salaireMin" in criteria:
        yearly = YEARLY.get(_PAY[criteria["periodeSalaire"]], float("nan"))
        yield catalogue.numbers["salary"][span] >= float(criteria["salaireMin"]) * yearly
    bounds: tuple[tuple[str, str, Callable[[str], float]], ...] = (
        ("dureeHebdo", "hours", _minutes),
        ("dureeContrat", "months", float),
    )
    for name, column, read in bounds:
        values = catalogue.numbers[column][span]
        if f"{name}Min" in criteria:
            yield values >= read(criteria[f"{name}Min"])
        if f"{name}Max" in criteria:
            yield values <= read(criteria[f"{name}Max"])


def _minutes(hhmm: str) -> float:
    return int(hhmm) // 100 * 60 + int(hhmm) % 100


def _place_masks(catalogue: Catalogue, criteria: Criteria, span: slice) -> Iterator[Mask]:
    place, places = catalogue.fields["place"], catalogue.places
    if "commune" in criteria:
        km = int(criteria.get("distance", DEFAULT_KM))
        yield place.where(reached(places, criteria["commune"].split(","), km), span)
    tests: dict[str, Callable[[Place, list[str]], bool]] = {
        "departement": lambda here, codes: here.department in codes,
        "region": lambda here, codes: here.region in codes,
        # A continent's code is how its countries' codes begin.
        "paysContinent": lambda here, codes: here.country.startswith(codes[0]),
    }
    for name, test in tests.items():
        if name in criteria:
            codes = criteria[name].split(",")
            yield place.where([test(here, codes) for here in places], span)


def _phrase_mask(catalogue: Catalogue, phrase: str, span: slice) -> Mask:
    first, *others = (
        texts.where([phrase in words for words in texts.values], span) for texts in catalogue.texts
    )
    for other in others:
        first |= other
    return first
