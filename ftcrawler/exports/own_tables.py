"""Relations of a schema that no other engine has: what the views are over, and what is loaded."""

from __future__ import annotations

from typing import Final

from ftcrawler.history.tables.table_columns import ID, KEPT, MADE, WHOLE, Column, Type
from ftcrawler.history.tables.table_queries import ORDER
from ftcrawler.history.tables.tables import EVENTS, FOUND_BY, OFFERS, OPEN_OFFERS, Table

_BY_NAME: Final = {
    each.name: each for each in (*EVENTS.columns, *OFFERS.columns, *OPEN_OFFERS.columns)
}
_ABSENT: Final = OPEN_OFFERS.columns[-1]
_SEEN: Final = OPEN_OFFERS.columns[-2]
_ORDER: Final = Column(ORDER, Type.INTEGER, "Le numéro de son fichier, dans `chargements`")

ORDERED_EVENTS: Final = Table(
    "evenements_ordonnes",
    f"{EVENTS.row}, et dans quel ordre : ce que montre `evenements`",
    (
        *EVENTS.columns,
        _ORDER,
        Column(
            "trouvee_par",
            Type.OBJECTS,
            "Les recherches qui l'ont trouvée, chacune depuis quelle collecte",
            tuple(each.name for each in FOUND_BY.columns[1:]),
        ),
    ),
)
LAST: Final = Table(
    "derniers_evenements",
    "Le dernier événement d'une offre, et le bilan de tous : ce que montre `offres`",
    (
        ID,
        *KEPT,
        *(_BY_NAME[name] for name in ("evenement", "ouverte_le")),
        next(each for each in EVENTS.columns if each.name == "vue_le"),
        next(each for each in EVENTS.columns if each.name == "absente_le"),
        Column(
            "jours",
            Type.INTEGER,
            "Jours des fermetures moins jours des ouvertures, comptés depuis 1970",
        ),
        *(_BY_NAME[name] for name in ("fois_modifiee", "fois_rouverte")),
    ),
)
WHOLE_OFFERS: Final = Table(
    "offres_entieres",
    f"{OPEN_OFFERS.row} : ce que montre `offres_ouvertes`",
    (*WHOLE, *MADE),
)
ABSENCES: Final = Table("absences", "Une offre ouverte qui manque à une lecture", (ID, _ABSENT))
SEEN_APART: Final = Table(
    "vues_a_part",
    "Une offre ouverte que la dernière lecture, celle de `historique`, n'a pas vue",
    (ID, _SEEN),
)
HISTORY: Final = Table(
    "historique",
    "Ce qui vaut pour tout le schéma : il n'y a qu'une ligne",
    (
        Column("version", Type.TEXT, "La forme des tables : celle de ftcrawler doit être la même"),
        Column("source", Type.TEXT, "L'API d'où viennent les offres"),
        Column("vue_le", Type.MOMENT, "Quand les offres ont été vues, hors `vues_a_part`"),
        Column("ouvertes", Type.TEXT, "SHA-256 des fichiers d'offres ouvertes, bout à bout"),
    ),
)
LOADS: Final = Table(
    "chargements",
    "Un fichier d'événements qui est dans cette base",
    (
        Column(ORDER, Type.INTEGER, "Son numéro : les fichiers se suivent"),
        Column("fichier", Type.TEXT, "Son chemin dans le dossier des données"),
        Column("collecte", Type.TEXT, "La collecte dont il vient"),
        Column("lignes", Type.INTEGER, "Combien d'événements il contient"),
        Column("sha256", Type.TEXT, "Sa somme de contrôle SHA-256"),
        Column("charge_le", Type.MOMENT, "Quand il a été chargé"),
    ),
)
STATE: Final = Table(
    "etat_ouvertes",
    "Une offre ouverte, et quand elle a été vue",
    (ID, *MADE, _SEEN),
)
