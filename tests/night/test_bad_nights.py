"""Nights that cannot be as they should: each says why, and does what can be done."""

from __future__ import annotations

import pytest

from tests.s3.conftest import moto, moto_server
from tests.s3.variables import s3

__all__ = ["moto", "moto_server"]


def test_of_two_at_once_the_second_says_so(nights):
    with nights.sandbox.held_at(2):
        first = nights.start()
        nights.sandbox.wait_for_searches(2, first)
        second = nights.run("keywords", "keywords=serveur")
    assert second.code == 1
    said = f"Erreur: Une autre nuit est déjà en cours dans {nights.data} depuis le "
    assert second.stdout.startswith(said)
    assert "scrapy nightly all -a delay=0. Attendez qu'elle finisse" in second.stdout
    assert nights.runs("keywords") == []
    assert nights.end(first).code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("region=999",), 1, "region"),
        (("couleur=bleu",), 1, "Argument inconnu"),
        (("FT_API_URL=nulle-part",), 1, "adresse mal formée"),
    ],
)
def test_what_is_refused_ends_the_night(nights, words, code, said):
    done = nights.run(*words)
    assert done.code == code
    assert said in done.stdout + done.log
    assert "Étape 2" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith(f"Nuit REFUSÉE (code {code})")
    assert nights.sandbox.log == []


@pytest.mark.parametrize("words", [("tout",), ("all", "keywords"), ("-o", "offres.docx")])
def test_wrong_use_begins_no_night(nights, words):
    done = nights.run(*words)
    assert (done.code, nights.records) == (2, [])
    assert "Traceback" not in done.log


def failed(nights, done):
    assert done.code == 3
    steps = {"crawl": 3, "update": 0}
    assert nights.record["steps"] == steps
    assert "demandées une à une : laissée de côté, car la collecte a échoué." in done.stdout
    assert "Nuit EN ÉCHEC (code 3)" in done.stdout


def test_wrong_credentials(nights, moto):
    nights.variables = s3(moto.url)
    nights.sandbox.set_faults("token-refuse")
    failed(nights, nights.run("no_s3=1"))
    nights.sandbox.set_faults()
    again = nights.run("no_s3=1")
    assert again.code == 0, again.log
    assert moto.objects() == {}, "nor is there a step for it"
    assert "400 ouvertes" in again.stdout


def test_the_api_is_down(nights):
    nights.sandbox.stop()
    done = nights.run("-L", "CRITICAL")
    failed(nights, done)
    # The crawl was given the option; what is left is the alert of the night itself.
    assert done.log.startswith("Alerte : aucune lecture complète dans l'historique")
    assert len(done.log.splitlines()) == 1
    assert "Dernière lecture complète : aucune." in done.stdout


def test_an_incomplete_reading_asks_the_candidates_all_the_same(nights):
    nights.sandbox.set_faults("status-500:range=150-299:times=6")
    done = nights.run()
    assert done.code == 4
    others = dict.fromkeys(("update", "closed", "update_closed", "report"), 0)
    assert nights.record["steps"] == {"crawl": 4, **others}
    assert "Reste : collecte. La même commande" in done.stdout


def test_files_that_s3_did_not_take_go_with_the_next_one(nights, moto):
    """A bucket that is not there yet refuses at once, where one out of reach takes its time."""
    nights.variables = s3(moto.url)
    moto.client().delete_bucket(Bucket=nights.variables["data_lake_bucket"])
    done = nights.run()
    assert done.code == 4
    steps = {"crawl": 0, "update": 0, "closed": 0, "update_closed": 0, "report": 0, "s3": 4}
    assert nights.record["steps"] == steps
    assert "Étape 6 sur 6, envoi vers S3 : INCOMPLÈTE (code 4)" in done.stdout
    moto.client().create_bucket(Bucket=nights.variables["data_lake_bucket"])
    asked = len(nights.sandbox.log)
    again = nights.run()
    assert again.code == 0, again.stdout + again.log
    assert len(nights.sandbox.log) == asked, "only the last step was left"
    sent = {key.rpartition("/")[2] for key in moto.objects() if key.startswith("raw/")}
    assert sent == {path.name for path in again.files}


def test_closings_that_are_refused_wait_for_whoever_has_looked(nights):
    assert nights.run().code == 0
    nights.sandbox.play_day(closed=20, hidden=0.6)
    refused = nights.run("force=1")
    assert refused.code == 4
    assert "Fermetures refusées pour « all »" in refused.stdout
    assert "INCOMPLÈTE (code 4)" in refused.stdout
    assert refused.stdout.count("pour « all » : all_") == 1
    assert "fermetures toujours refusées pour « all »" in refused.stdout
    assert "relancez la même commande avec --accept-closures" in refused.stdout
    assert "Reste : " not in refused.stdout, "to do the same again would not help"
    assert nights.details == []
    asked = len(nights.sandbox.questions)
    accepted = nights.run("force=1", "--accept-closures")
    assert accepted.code == 0, accepted.stdout + accepted.log
    assert len(nights.sandbox.questions) == asked
    assert "20 fermées" in accepted.stdout, "those that are hidden answer"
