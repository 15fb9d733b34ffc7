"""What a person reads in an offer as it is shown: slow, short, independent of the sandbox."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from math import acos, cos, radians, sin
from typing import TYPE_CHECKING, Any

from ftsandbox.catalogue.places import towns

if TYPE_CHECKING:
    Offer = dict[str, Any]

YEAR = {"Annuel": 1, "Mensuel": 12, "Horaire": 35 * 52}


@cache
def entries(name: str) -> list[dict[str, Any]]:
    source = files("ftsandbox").joinpath("data", "referentiels", f"{name}.json")
    return list(json.loads(source.read_text("utf-8")))


def labels(name: str) -> dict[str, str]:
    return {entry["code"]: entry["libelle"] for entry in entries(name)}


def region_of(department: str) -> str:
    return str(
        next(e["region"]["code"] for e in entries("departements") if e["code"] == department)
    )


def department(offer: Offer) -> str | None:
    match = re.match(r"(\d{2,3}|2[AB]) - ", offer["lieuTravail"]["libelle"])
    return match[1] if match else None


@cache
def words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.lower())
    return re.findall(r"[a-z0-9+#]+", "".join(c for c in plain if ord(c) < 128))


def phrase_in(offer: Offer, phrase: str) -> bool:
    texts = [offer["intitule"], offer["romeCode"], offer["romeLibelle"]]
    texts += [x["libelle"] for k in ("competences", "permis", "langues") for x in offer.get(k, [])]
    texts += [x["domaineLibelle"] for x in offer.get("formations", [])]
    wanted = words(phrase)
    return any(
        words(text)[start : start + len(wanted)] == wanted
        for text in texts
        for start in range(len(words(text)))
    )


def experience(offer: Offer) -> str:
    if offer["experienceExige"] == "D":
        return "4"
    number, _, unit = offer["experienceLibelle"].partition(" ")
    if not number.isdigit():
        return "0"
    years = int(number) / 12 if unit == "Mois" else int(number)
    return "1" if years < 1 else "2" if years <= 3 else "3"


def pay(offer: Offer, period: str, least: str) -> bool:
    match = re.match(r"(\w+) de ([\d.]+)", offer["salaire"].get("libelle", ""))
    unit = {"A": "Annuel", "M": "Mensuel", "H": "Horaire"}[period]
    return match is not None and float(match[2]) * YEAR[match[1]] >= float(least) * YEAR[unit]


def minutes(offer: Offer) -> int | None:
    match = re.search(r"(\d+)H(\d*)", offer.get("dureeTravailLibelle", ""))
    return int(match[1]) * 60 + int(match[2] or 0) if match else None


def months(offer: Offer) -> int | None:
    match = re.search(r"(\d+) Mois", offer["typeContratLibelle"])
    return int(match[1]) if match else None


def near(offer: Offer, code: str, km: int) -> bool:
    where = offer["lieuTravail"]
    if "commune" not in where:
        return False
    if code == "75056" and where["commune"].startswith("75"):
        return True
    if code == "69123" and where["commune"].startswith(("69123", "6938")):
        return True
    if where["commune"] == code:
        return True
    town = towns()[code]
    a, b = radians(town.latitude), radians(where["latitude"])
    turn = cos(radians(town.longitude - where["longitude"]))
    return 6371 * acos(min(1, sin(a) * sin(b) + cos(a) * cos(b) * turn)) <= km


def created(offer: Offer) -> datetime:
    return datetime.fromisoformat(offer["dateCreation"].removesuffix("Z"))


def published_for(offer: Offer, days: float, now: datetime) -> bool:
    return created(offer) >= now - timedelta(days=days)


def week(offer: Offer) -> str:
    converted = offer.get("dureeTravailLibelleConverti")
    return {None: "0", "Temps plein": "1", "Temps partiel": "2"}[converted]


def qualification(offer: Offer) -> str:
    code = offer.get("qualificationCode", "X")
    return code if code in "9X" else "0"
