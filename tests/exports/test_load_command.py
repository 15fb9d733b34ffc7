"""`scrapy load`: what it says, what stops it, and what of that shows in the database."""

from __future__ import annotations

import signal
import subprocess
import time

import psycopg
import pytest

from tests.postgres_server import PASSWORD

from .both_engines import differences, in_postgres
from .loading import load, start_load, two_nights


def ended(process):
    stdout, log = process.communicate(timeout=60)
    assert PASSWORD not in stdout + log
    return process.returncode, stdout, log


def test_what_it_says(history, database):
    two_nights(history)
    code, said, log = ended(start_load(history, database))
    assert (code, log) == (0, "")
    assert said == "Base à jour : 15 événements de 2 fichiers chargés ; 14 offres ouvertes.\n"
    code, said, log = ended(start_load(history, "--schema", "b", FT_POSTGRES_URL=database))
    assert (code, log) == (0, "")
    assert differences(database, history.root, "b") == {}
    code, said, _ = ended(start_load(history, "--schema", "b", FT_POSTGRES_URL=database))
    assert said == "Base à jour : aucun événement nouveau ; 14 offres ouvertes.\n"


def test_a_password_from_its_file(history, database, tmp_path):
    two_nights(history)
    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:*:{PASSWORD}\n")
    file.chmod(0o600)
    bare = database.replace(f":{PASSWORD}", "")
    assert ended(start_load(history, bare, PGPASSFILE=str(file)))[0] == 0
    code, _, log = ended(start_load(history, bare, PGPASSFILE="/dev/null"))
    assert code == 1
    assert "PostgreSQL refuse l'utilisateur ou son mot de passe" in log


def test_what_it_refuses(history, database):
    two_nights(history)
    wrong = database.replace(PASSWORD, "an0ther-s3cret")
    code, said, log = ended(start_load(history, wrong))
    assert (code, said) == (1, "")
    assert "an0ther-s3cret" not in log
    code, _, log = ended(start_load(history))
    assert code == 1
    assert log == (
        "Erreur: Aucune base n'est donnée : renseignez FT_POSTGRES_URL, ou donnez son adresse, "
        "« scrapy load postgresql://utilisateur:mot-de-passe@serveur:5432/base ».\n"
    )
    assert ended(start_load(history, "postgresql://127.0.0.1:1/"))[0] == 3
    assert ended(start_load(history, database, "b"))[0] == 2


def waiting(url):
    """Return how many sessions of a database wait for a lock."""
    with psycopg.connect(url) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone() or (0,)
    return count


def wait_for(true, process=None):
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_stopped_or_killed_in_the_middle(loaded, database, by, code):
    """Events, offers and versions are written by then; `absences` are not to be had."""
    before = in_postgres(database)
    with psycopg.connect(database) as other:
        other.execute("LOCK TABLE ftcrawler.absences IN EXCLUSIVE MODE")
        process = start_load(loaded, database)
        wait_for(lambda: waiting(database), process)
        process.send_signal(by)
        if by == signal.SIGKILL:
            process.communicate()
        else:
            assert ended(process) == (code, "", "Interrompu : la base est comme avant.\n")
        assert process.returncode == code
        assert in_postgres(database) == before
    wait_for(lambda: not waiting(database))
    load(loaded, database)
    assert differences(database, loaded.root) == {}


@pytest.mark.parametrize("isolation", ["read committed", "serializable"])
def test_two_at_once(loaded, postgres_server, database, isolation):
    name = database.rpartition("/")[2]
    postgres_server.execute(
        f"ALTER DATABASE {name} SET default_transaction_isolation = '{isolation}'"
    )
    before = in_postgres(database)
    with psycopg.connect(database) as other:
        other.execute("LOCK TABLE ftcrawler.absences IN EXCLUSIVE MODE")
        first = start_load(loaded, database)
        wait_for(lambda: waiting(database), first)
        second = start_load(loaded, database)
        assert second.stdout is not None
        line = second.stdout.readline()
        assert line.startswith("Un autre chargement du schéma « ftcrawler » est en cours : ")
        assert "utilisateur postgres depuis 127.0.0.1, commencé à " in line
        third = start_load(loaded, database)
        wait_for(lambda: waiting(database) == 3, third)
        third.send_signal(signal.SIGINT)
        assert ended(third)[0] == 130
        assert in_postgres(database) == before
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(timeout=0.2)
    assert "1 événement de 1 fichier" in ended(first)[1]
    assert "aucun événement nouveau" in ended(second)[1]
    assert differences(database, loaded.root) == {}
