"""What PostgreSQL says of a load that fails, told in French with what to do."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import psycopg

from ftcrawler.exceptions import ConfigurationError, DatabaseError, FtcrawlerError
from ftcrawler.exports.schema_shape import another_shape
from ftcrawler.quoting import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

# It warns of what it raises as well.
_LOGGER: Final = logging.getLogger("psycopg")
# What a server that answers says, in English or French, of one that it does not let in.
_PASSWORD: Final = re.compile(r"password|mot de passe", re.IGNORECASE)
_ABSENT: Final = re.compile(r"database .* does not exist|base de données .* n'existe pas")
_ANSWERED: Final = "FATAL"
# What libpq says, always in English, before it asks a server, or when it does not trust it.
_OPTION: Final = re.compile(r"invalid .*(value|option|port)|bad value for|definition of service")
_ENCRYPTION: Final = re.compile(r"\b(SSL|TLS|certificate|channel binding)\b")
# Of statements that find other relations, columns, keys or rows than they expect.
_OF_ANOTHER_SHAPE: Final = {
    *("42P07", "42710", "42P01", "42703", "42809", "42P10", "3F000", "23503", "23505"),
}
_AS_BEFORE: Final = "La base est comme avant ce chargement"


@contextmanager
def connecting() -> Iterator[None]:
    """Raise ConfigurationError or DatabaseError for what psycopg raises while it connects."""
    try:
        yield
    except psycopg.Error as error:
        raise _unconnected(_said(str(error))) from None


@contextmanager
def loading(schema: str) -> Iterator[None]:
    """Raise DatabaseError for what psycopg raises during a load of *schema*."""
    _LOGGER.setLevel(logging.CRITICAL)
    try:
        yield
    except psycopg.Error as error:
        raise _unloaded(error, schema) from None


def _said(text: str) -> str:
    """Return what is quoted, on one line, for a sentence that goes on."""
    return one_line(text).rstrip(".?")


def _unconnected(said: str) -> FtcrawlerError:
    if _PASSWORD.search(said):
        return ConfigurationError(
            f"PostgreSQL refuse l'utilisateur ou son mot de passe : {said}. Corrigez "
            "FT_POSTGRES_URL, ou le fichier que nomme PGPASSFILE ; « ALTER ROLE … PASSWORD … » "
            "change un mot de passe."
        )
    if _ABSENT.search(said):
        return ConfigurationError(
            f"Cette base n'existe pas : {said}. Corrigez son nom dans FT_POSTGRES_URL, ou "
            "créez-la (createdb)."
        )
    if _ANSWERED in said:
        return DatabaseError(
            f"PostgreSQL refuse la connexion : {said}. Corrigez FT_POSTGRES_URL, ou, sur le "
            "serveur, les droits de l'utilisateur (pg_hba.conf, CONNECT)."
        )
    if _ENCRYPTION.search(said):
        return ConfigurationError(
            f"La connexion à PostgreSQL ne peut être chiffrée comme demandé : {said}. Corrigez "
            "sslmode et sslrootcert dans FT_POSTGRES_URL (ou PGSSLMODE, PGSSLROOTCERT), ou le "
            "certificat du serveur."
        )
    if _OPTION.search(said):
        return ConfigurationError(
            f"Une option de l'adresse de la base est fausse : {said}. Corrigez FT_POSTGRES_URL, "
            "ou le fichier que nomme PGSERVICEFILE."
        )
    return DatabaseError(
        f"Aucun serveur PostgreSQL ne répond : {said}. Démarrez-le, ou corrigez le nom et le port "
        "dans FT_POSTGRES_URL ; un pare-feu, ou listen_addresses, peut l'isoler."
    )


def _unloaded(error: psycopg.Error, schema: str) -> DatabaseError:
    said, code = _said(error.diag.message_primary or str(error)), error.sqlstate or ""
    match code:
        case _ if code in _OF_ANOTHER_SHAPE:
            return another_shape(schema, said)
        case "42501" | "25006":
            text = (
                f"Droits insuffisants dans la base : {said}. Avec un utilisateur qui les a : "
                "« GRANT CREATE, TEMPORARY ON DATABASE … TO … » pour créer le schéma "
                f"« {one_line(schema)} » et des tables temporaires ; s'il existe, « GRANT USAGE, "
                "CREATE ON SCHEMA … TO … », et celui qui a chargé ses tables. Une base en lecture "
                "seule, ou une copie, ne convient pas."
            )
        case "53100" | "53400":
            text = (
                f"Le serveur PostgreSQL n'a plus de place : {said}. Faites-en sur son disque, ou "
                f"relevez la limite (temp_file_limit). {_AS_BEFORE} : relancez « scrapy load »."
            )
        case "55P03" | "40P01":
            text = (
                "Une autre session tient des lignes ou des tables du schéma "
                f"« {one_line(schema)} » : {said}. {_AS_BEFORE}. Quand elle aura fini "
                "(pg_stat_activity la montre), relancez « scrapy load »."
            )
        case "57014" | "25P03" | "25P04":
            text = (
                f"Le chargement a été interrompu par le serveur : {said}. {_AS_BEFORE}. Relevez "
                "transaction_timeout, ou demandez qui l'a annulé, puis relancez « scrapy load »."
            )
        case _ if code[:2] in {"57", "08"} or (
            not code and isinstance(error, psycopg.OperationalError)
        ):
            text = (
                f"La connexion à PostgreSQL est perdue : {said}. {_AS_BEFORE} : relancez "
                "« scrapy load » quand le serveur répond. S'il s'est arrêté, son journal dit "
                "pourquoi : un disque plein, par exemple."
            )
        case _:
            text = (
                f"PostgreSQL refuse ce chargement : {said} ({code or type(error).__name__}). "
                f"{_AS_BEFORE}."
            )
    return DatabaseError(text)
