"""Kinds of values of the spiders' own arguments, refused in French."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from ftcrawler.api.parameter_checks import boolean, decimal, keywords
from ftcrawler.api.search_parameters import CRITERIA


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(f"Nombre entier attendu, 0 ou plus. Reçu : « {text} ».")
    return int(text)


def _flag(text: str) -> bool:
    try:
        return boolean("", text) == "true"
    except ValueError:
        raise ValueError(f"0 ou 1 attendu. Reçu : « {text} ».") from None


def _seconds(text: str) -> float:
    try:
        return float(decimal(0, None, "")("", text))
    except ValueError:
        raise ValueError(
            f"Nombre de secondes attendu, 0 ou plus, comme 0.5. Reçu : « {text} »."
        ) from None


def _keywords(text: str) -> str:
    return keywords("keywords", text)


Count = Annotated[int, BeforeValidator(_count)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Seconds = Annotated[float, BeforeValidator(_seconds)]
Keywords = Annotated[str, BeforeValidator(_keywords)]
Distance = Annotated[str, AfterValidator(CRITERIA["distance"].checked)]
