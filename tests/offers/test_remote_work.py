from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftcrawler.offers.remote_work import remote_work

YES = """
2 jours de télétravail par semaine
Télétravail possible
TÉLÉTRAVAIL PARTIEL
Teletravail 3j/semaine
Télé-travail envisageable
Poste en télétravail, CSE, navigo 100%
un rythme de télétravail de 50% (présentiel les mardis)
jusqu'à 2 jours de télétravail par semaine, 20 jours à placer
Vous pourrez télétravailler
Poste télétravaillable
Télétravail : oui
Le télétravail n'est pas obligatoire
Télétravail non obligatoire
Vous travaillez en full remote
Full Remote
Poste en remote
Remote possible
Remote : 3 jours
pas de full remote, mais 2 jours de télétravail
Travail à distance deux jours par semaine
Pas de télétravail pendant la période d'essai. Ensuite, 2 jours de télétravail par semaine
Pas d'horaires fixes. Télétravail le vendredi
Télétravail. Pas de déplacement
""".strip().splitlines()

NO = """
Télétravail : non
Pas de télétravail
PAS DE TÉLÉTRAVAIL
pas de télétravail sur ce poste
Télétravail non possible
Télétravail impossible
Le télétravail n'est pas possible
le télétravail sur ce poste n’est pas envisageable
Poste non éligible au télétravail
Ce poste n'est pas ouvert au télétravail
Ce poste n'est pas compatible avec le télétravail
Poste non télétravaillable
Aucun télétravail
Sans télétravail
ne permet pas le télétravail
Pas de possibilité de télétravail
Télétravail : aucun
Télétravail (non)
Télétravail : 0 jour
Télétravail exclu
No remote work
""".strip().splitlines()

NOTHING = """
Comptable (H/F)
Travail en journée
Maintenance de serveurs remote et de capteurs
Remote sensing engineer
pas de full remote
Promote our brand
Télévente
""".strip().splitlines()


@pytest.mark.parametrize("text", YES)
def test_it_is_allowed(text):
    assert remote_work("Comptable (H/F)", f"Nous cherchons un comptable.\n{text}\nEnvoyez un CV.")
    assert remote_work(text, None)


@pytest.mark.parametrize("text", NO)
def test_it_is_denied(text):
    assert remote_work("Comptable", f"Nous cherchons un comptable.\n{text}\nMerci.") is False
    assert remote_work(None, "", text) is False


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_said_of_it(text):
    assert remote_work(text, text) is None


def test_a_denial_outweighs_what_else_is_said():
    """As in a real offer: the place is named with it, and the employer's benefits further on."""
    place, benefits = (
        "Lieu : Toulouse, pas de télétravail",
        "des horaires flexibles, du télétravail",
    )
    assert remote_work("Acheteur (H/F)", f"{place}. {benefits}") is False
    assert remote_work("Télétravail possible", "Télétravail non possible") is False


def test_the_real_offers(real_offers):
    """Those that deny it, and what is around the doubtful ones, were read one by one."""
    said = {each["id"]: remote_work(each["intitule"], each["description"]) for each in real_offers}
    assert [each for each, allowed in said.items() if allowed is False] == DENIED
    assert 210 < sum(allowed is True for allowed in said.values()) < 235


DENIED = ["204FVKD", "8419054"]


@given(st.lists(st.none() | st.text() | st.text("télravi -pdsno0:.\n"), max_size=3))
def test_any_text_will_do(texts):
    assert remote_work(*texts) in {True, False, None}
