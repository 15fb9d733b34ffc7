"""docs/depannage.md: what it quotes is said, and what is said is in it."""

from __future__ import annotations

import ast
import re

import pytest

from ftcrawler.s3.causes import S3Cause

from .reading import page, parsed, quoted, rows, said, sources, text_of

FIXED = (
    "Erreur: Impossible d'obtenir un token d'accès",
    "Erreur lors du téléchargement vers S3",
    "Des données ont déjà été collectées aujourd'hui",
)
TROUBLES = page("docs/depannage.md")
# « … suivi de `HTTP 401` » is the end of a message that another row begins.
QUOTED = [
    fragment
    for cell, *_ in rows(TROUBLES)
    for line in cell.split("<br>")
    if line.startswith("`")
    for fragment in quoted(line)
]
FRENCH = re.compile(r"[àâçéèêëîïôùûœ«]|\b(?:le|la|les|un|une|aucun)\b", re.IGNORECASE)
# Prefixes, and messages whose matter is another that is explained.
MADE_OF_OTHERS = {"« %s » page %d : %s"}


def matches(fragment: str, text: str) -> bool:
    """Tell whether *text* holds the fragment; « … » is anything.

    >>> matches("page … abandonnée", "« %s » page %d abandonnée : %s")
    True
    """
    return bool(re.search(".*".join(map(re.escape, fragment.split("…"))), text, re.DOTALL))


def messages() -> set[str]:
    """Return what is raised, or logged as a warning or an error, in French."""
    found = set()
    for path in sources():
        if "ftsandbox" in path.parts:
            continue
        for node in ast.walk(parsed(path)):
            match node:
                case ast.Raise(exc=ast.Call(args=[first, *_])):
                    text = text_of(first)
                case ast.Call(func=ast.Attribute(attr="warning" | "error"), args=[first, *_]):
                    text = text_of(first)
                case _:
                    continue
            if text and FRENCH.search(text):
                found.add(text)
    return found


@pytest.mark.parametrize("sentence", FIXED)
def test_the_sentences_that_scripts_rely_on(sentence):
    assert any(sentence in text for text in said())
    assert sentence in TROUBLES


@pytest.mark.parametrize("fragment", QUOTED)
def test_what_the_guide_quotes_is_said(fragment):
    assert any(matches(fragment, text) for text in said())


@pytest.mark.parametrize("message", sorted(messages() - MADE_OF_OTHERS))
def test_what_is_said_is_in_the_guide(message):
    assert any(matches(fragment, message) for fragment in QUOTED)


@pytest.mark.parametrize("cause", S3Cause)
def test_causes_of_s3(cause):
    what, _ = cause.text
    assert any(matches(fragment, what) for fragment in QUOTED)


def test_the_heading_that_messages_refer_to():
    assert any("« Obtenir ses identifiants »" in text for text in said())
    assert "\n## Obtenir ses identifiants\n" in page("LISEZMOI.md")
