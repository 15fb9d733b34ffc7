"""A made offer, as the API shows it: keys in the API's order, absent when there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ftsandbox.catalogue.vocabulary import vocabulary
from ftsandbox.made.jobs import jobs, titles
from ftsandbox.made.made_places import spot_contents
from ftsandbox.made.offer_ids import id_of
from ftsandbox.made.prose import description
from ftsandbox.made.render_asked import asked_of_candidate
from ftsandbox.made.render_employer import employer, origin, recruiter
from ftsandbox.made.render_terms import contract, hours, pay, qualification
from ftsandbox.wall_clock import DAY, HOUR, SECOND, to_text

if TYPE_CHECKING:
    from ftsandbox.catalogue.catalogue import Offer
    from ftsandbox.made.draw import Row


def render_offer(row: Row, start: int) -> Offer:
    """Return the offer of *row*; *start* (milliseconds) is when the sandbox started."""
    offer_id, own = id_of(row["number"], own=row["own"]), row["own"]
    code, label = jobs()[row["rome"]]
    title = titles()[row["title"]]
    place = spot_contents()[row["place"]]
    town = place["libelle"].split(" - ")[-1]
    return {
        "id": offer_id,
        "intitule": title,
        "description": description(title, town, row),
        "dateCreation": to_text(row["created"]),
        **_updated(row, start),
        "lieuTravail": place,
        "romeCode": code,
        "romeLibelle": label,
        "appellationlibelle": label,
        "entreprise": employer(row),
        **contract(row),
        **asked_of_candidate(row),
        "salaire": pay(row),
        **hours(row),
        **recruiter(row, offer_id),
        "nombrePostes": 1 + (row["luck"][0] % 12 == 0) * (row["luck"][1] % 5),
        "accessibleTH": bool(row["handicap"]),
        **_travels(row),
        **qualification(row),
        **_sector(row),
        "origineOffre": origin(row, offer_id),
        **({"offresManqueCandidats": bool(row["shortage"])} if own else {}),
        "entrepriseAdaptee": bool(row["adapted"]),
        "employeurHandiEngage": bool(row["engaged"]),
    }


def _updated(row: Row, start: int) -> dict[str, str]:
    luck, created, own = row["luck"][2], row["created"], row["own"]
    if row["updated"]:
        return {"dateActualisation": _date(row["updated"], own=own)}
    if not own and luck % 30 == 0:
        return {}
    # Half of the partners' offers are never touched; others are within hours, some after weeks.
    lag = 0 if not own and luck % 2 else luck % (40 * HOUR) if luck % 5 else luck % (25 * DAY)
    updated = max(created, min(created + lag, start))
    return {"dateActualisation": _date(updated, own=own)}


def _date(ms: int, *, own: bool) -> str:
    # Partners' dates are whole seconds.
    return to_text(ms if own else ms // SECOND * SECOND)


def _travels(row: Row) -> dict[str, str]:
    luck = row["luck"][3]
    if not row["own"] or luck % 2:
        return {}
    code, label, _ = vocabulary()["travels"][(luck // 2) % 4]
    return {"deplacementCode": code, "deplacementLibelle": label}


def _sector(row: Row) -> dict[str, Any]:
    if row["nafs"] < 0:
        return {}
    code, label = vocabulary()["nafs"][row["nafs"]]
    sizes = vocabulary()["sizes"]
    luck = row["luck"][4]
    return {
        "codeNAF": code,
        "secteurActivite": code[:2],
        "secteurActiviteLibelle": label,
        **({"trancheEffectifEtab": sizes[luck // 5 % len(sizes)]} if luck % 5 == 0 else {}),
    }
