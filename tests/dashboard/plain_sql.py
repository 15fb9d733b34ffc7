"""The report's figures asked anew, each in plain SQL over the tables.

`{here}` says what is chosen. Of an answer's row the first column names a row of the exhibit's
table, and the others are figures in it, from the left.
"""

from __future__ import annotations

from typing import Final

_CHOSEN: Final = "FROM (SELECT * FROM offres_ouvertes WHERE {here}) AS ouvertes"
_OPEN: Final = f"{_CHOSEN} GROUP BY ALL"
_BY_JOB: Final = f"{_CHOSEN} JOIN metiers ON metiers.code = rome_code GROUP BY ALL"
_BY_DEPARTMENT: Final = f"{_CHOSEN} JOIN departements ON code = departement GROUP BY ALL"
_PAY: Final = """
    count(*),
    NULL,  -- the share that states one
    quantile_cont(salaire_mensuel_min, 0.25),
    quantile_cont(salaire_mensuel_min, 0.5),
    quantile_cont(salaire_mensuel_min, 0.75)"""
_DAY: Final = "strftime({}, '%-d oct. %Y')"

BREAKDOWNS: Final = {
    "horaires": f"""
        SELECT coalesce(duree_travail_libelle_converti, 'Non précisé'), count(*) {_OPEN}""",
    "experience": f"""
        SELECT
            CASE experience_exige
                WHEN 'D' THEN 'Débutant accepté' WHEN 'S' THEN 'Expérience souhaitée'
                WHEN 'E' THEN 'Expérience exigée' ELSE 'Non précisé' END,
            count(*)
        {_OPEN}""",
    "qualification": f"SELECT coalesce(qualification_libelle, 'Non précisé'), count(*) {_OPEN}",
}
QUESTIONS: Final = {
    **BREAKDOWNS,
    "metiers": f"SELECT metiers.libelle, count(*) {_BY_JOB}",
    "salaires_metiers": f"SELECT metiers.libelle, {_PAY} {_BY_JOB}",
    "salaires_departements": f"SELECT libelle, {_PAY} {_BY_DEPARTMENT}",
    "competences": f"""
        SELECT demandees.libelle, count(DISTINCT id)
        {_CHOSEN} JOIN competences AS demandees USING (id) GROUP BY ALL""",
    "stock": f"""
        SELECT {_DAY.format("jour")}, count(*)
        FROM (SELECT DISTINCT jour FROM evenements), versions
        WHERE du <= jour AND (au IS NULL OR au > jour) AND {{here}}
        GROUP BY jour""",
    "flux": f"""
        WITH constats AS (
            SELECT evenement, CASE
                WHEN evenement = 'fermee' THEN CAST(absente_le AT TIME ZONE 'Europe/Paris' AS DATE)
                ELSE jour END AS le
            FROM evenements WHERE {{here}}
        )
        SELECT
            {_DAY.format("le")}, count(*) FILTER (evenement = 'ouverte'),
            count(*) FILTER (evenement = 'fermee'), count(*) FILTER (evenement = 'rouverte'),
            count(*) FILTER (evenement = 'modifiee')
        FROM constats GROUP BY le""",
}
