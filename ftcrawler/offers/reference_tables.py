"""The reference lists as tables, by the names that analysts see: what the codes of offers mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ftcrawler.api.code_labels import labels, regions_by_department
from ftcrawler.offers.workplace import COLLECTIVITIES

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """All columns are texts; a row has one value a column, None where there is none."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


def reference_tables() -> Mapping[str, ReferenceTable]:
    """Return each table by its name.

    `naf` holds divisions (`62`, as `secteurActivite`) and sub-classes (`62.02A`, as `codeNAF`).

    >>> reference_tables()["metiers"].columns, reference_tables()["metiers"].rows[0]
    ... # doctest: +NORMALIZE_WHITESPACE
    (('code', 'libelle', 'domaine'),
     ('A1101', "Conducteur / Conductrice d'engins agricoles", 'A11'))
    """
    naf = {**labels("secteursActivites"), **labels("nafs")}
    regions = regions_by_department()
    departments = {**labels("departements"), **COLLECTIVITIES}
    plain = ("code", "libelle")
    return {
        "metiers": ReferenceTable(
            (*plain, "domaine"),
            tuple((code, label, code[:3]) for code, label in labels("metiers").items()),
        ),
        "domaines": ReferenceTable(plain, tuple(labels("domaines").items())),
        "naf": ReferenceTable(
            (*plain, "division"), tuple((code, label, code[:2]) for code, label in naf.items())
        ),
        "departements": ReferenceTable(
            (*plain, "region"),
            tuple((code, label, regions.get(code)) for code, label in departments.items()),
        ),
        "regions": ReferenceTable(plain, tuple(labels("regions").items())),
    }
