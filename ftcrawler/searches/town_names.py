"""How people and lists write a town's name: one key for all the ways."""

from __future__ import annotations

import re

from slugify import slugify

_SHORT = {"st": "saint", "ste": "sainte", "s": "sur", "ss": "sous"}
_ARTICLE = re.compile(r"(?:le|la|les|l)-(?=.)")
_ARTICLE_LAST = re.compile(r"(.+?)\s*\(\s*(le|la|les|l['’])\s*\)", re.IGNORECASE)
_HINT = re.compile(r"(.+?)\s*\(([^()]+)\)")


def town_key(name: str) -> str:
    """Return what names of one town have in common.

    >>> town_key("ST DENIS S/ SEINE"), town_key("Saint-Denis-sur-Seine")
    ('saint-denis-sur-seine', 'saint-denis-sur-seine')
    >>> town_key("Havre (Le)"), town_key("L'Haÿ-les-Roses")
    ('le-havre', 'l-hay-les-roses')
    """
    if moved := _ARTICLE_LAST.fullmatch(name.strip()):
        name = f"{moved[2]} {moved[1]}"
    words = slugify(name.replace("’", "'")).split("-")
    return "-".join(_SHORT.get(word, word) for word in words)


def without_article(key: str) -> str:
    """Return a town's key without its leading article.

    >>> without_article("le-havre"), without_article("lehon")
    ('havre', 'lehon')
    """
    return _ARTICLE.sub("", key, count=1) if _ARTICLE.match(key) else key


def split_department(text: str) -> tuple[str, str | None]:
    """Return a town's name, and the department given between brackets to choose a namesake.

    >>> split_department("Saint-Denis (93)"), split_department("Havre (Le)")
    (('Saint-Denis', '93'), ('Havre (Le)', None))
    """
    if not _ARTICLE_LAST.fullmatch(text) and (match := _HINT.fullmatch(text)):
        return match[1], match[2].strip()
    return text, None
