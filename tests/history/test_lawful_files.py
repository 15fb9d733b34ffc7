"""Personal data of every form in every field: none of it is below history/, but in history/open/.

Nor there, once the offer is closed.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import orjson
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.offers.field_types import TEXT, Objects, Record, Texts
from ftcrawler.offers.fields import OFFER
from tests.effort import examples
from tests.history.made_runs import History, offer, offers

DIGITS = st.lists(st.integers(0, 99).map("{:02}".format), min_size=4, max_size=4)
TELEPHONES = st.builds(
    lambda first, rest, joint: joint.join([first, *rest]),
    st.sampled_from(["01", "06", "07", "09", "+33 6", "+33 (0)6", "0033 1", "+590 690", "+262 6"]),
    DIGITS,
    st.sampled_from(["", " ", ".", "-", "/", "\u00a0"]),
)
NAMES = st.text("abcdefghij", min_size=3, max_size=8)
ADDRESSES = st.builds("{}.{}@{}.fr".format, NAMES, NAMES, NAMES)
LINKS = st.builds(
    "{}{}.{}/{}".format,
    st.sampled_from(["https://", "http://", "www.", "https://www."]),
    NAMES,
    st.sampled_from(["fr", "com", "gouv.fr"]),
    NAMES,
)
DATA = st.one_of(TELEPHONES, ADDRESSES, LINKS)
# Letters of no French word.
WORDS = st.text("jkqwxz", min_size=4, max_size=8)
# Employer and contact as the API gives them, and how a text names them.
CALLED = (
    ("{firm} SARL", "{firm} - M. {first} {last}"),
    ("GROUPE {firm} FRANCE", "Mme {first} {last}"),
    ("ENT {last} {first}", "{firm}"),
    ("{last} {first}", "S.A.S. {firm}"),
)
WRITTEN = ("{firm}, {first} {last}", "chez {firm} ({last} {first})", "{firm} - {first} {last}")
# A field that goes holds this besides; nothing of it may stay.
SECRET = "Zygomatique"


def filled(fields, datum):
    """Return an offer with the datum in each text, and SECRET in those that are not kept."""
    found = {}
    for name, field in fields.items():
        text = f"Libellé {datum}" if field.is_kept else f"{SECRET} {datum}"
        match field.kind:
            case Record(inner):
                found[name] = filled(inner, datum)
            case Objects(inner):
                found[name] = [filled(inner, datum)]
            case Texts():
                found[name] = [text]
            case kind if kind is TEXT and name != "id":
                found[name] = text
    return found


def texts_below(folder):
    """Return all that files hold, as one text, those of open offers apart."""
    said = []
    for path in Path(folder).rglob("*"):
        if path.is_file():
            said.append(path.name)
            if path.suffix == ".parquet":
                rows = pq.read_table(path, partitioning=None).to_pylist()
                said.append(orjson.dumps(rows, default=str).decode())
            else:
                said.append(path.read_text())
    return "\n".join(said)


@examples(12)
@given(st.lists(DATA, min_size=2, max_size=2, unique=True))
def test_nothing_of_it_stays(data):
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        others = offers(f"{number}" for number in range(9))
        history.run("20261124_020000", [*others, {**offer("A"), **filled(OFFER, data[0])}])
        history.run("20261125_020000", [*others, {**offer("A"), **filled(OFFER, data[1])}])
        history.run("20261126_020000", others)
        history.update()
        below = history.root / "history"
        assert SECRET in texts_below(below / "open")
        history.ask("20261126_030000", {each["id"]: each for each in others})
        history.update()
        assert [kind for kind, name in history.told() if name == "A"] == [
            "fermee",
            "modifiee",
            "ouverte",
        ]
        kept = texts_below(below)
        assert "Libellé" in kept
        assert not [each for each in (SECRET, *data) if each in kept]


@examples(12)
@given(WORDS, WORDS, WORDS, st.sampled_from(CALLED), st.sampled_from(WRITTEN))
def test_no_name_of_the_offer_s_own_stays(firm, first, last, called, written):
    names = {"firm": firm, "first": first.title(), "last": last.upper(), "initial": first[0]}
    employer, contact = (each.format(**names) for each in called)
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        planted = filled(OFFER, written.format(**names))
        people = {"entreprise": {"nom": employer}, "contact": {"nom": contact}}
        history.run("20261124_020000", [{**offer("A"), **planted, **people}])
        history.update()
        shutil.rmtree(history.root / "history/open")
        kept = texts_below(history.root / "history")
        assert "Libellé" in kept
        assert not [each for each in (firm, last) if each in kept.casefold()]


def test_an_employer_and_a_contact_go_from_titles():
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        people = {"entreprise": {"nom": "ACME SARL"}, "contact": {"nom": "ACME - Mme Léa DURAND"}}
        history.run(
            "20261124_020000", [offer("A", intitule="Vendeur chez Acme, Léa Durand", **people)]
        )
        history.update()
        kept = texts_below(history.root / "history/events").casefold()
        assert "acme" not in kept
        assert "durand" not in kept
