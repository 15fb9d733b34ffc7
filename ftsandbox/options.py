"""The command line of `scrapy sandbox`: its options, and the configuration they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ftsandbox.config import MAX_OFFERS, SandboxConfig
from ftsandbox.ordered_faults import parse_fault

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

# Option, what stands for its value, default, help. Values are read by `sandbox_config`.
_VALUES: Final = (
    ("port", "N", "8080", "port d'écoute, 0 pour un port libre"),
    ("offers-count", "N", "20000", "nombre d'offres inventées"),
    ("seed", "N", "1", "graine des offres inventées"),
    ("quota", "N", "10", "requêtes par seconde et par client, 0 pour ne pas limiter"),
    ("latency", "MIN:MAX", "0:0", "attente avant chaque réponse, en millisecondes"),
    ("token-lifetime", "S", "1499", "durée de vie d'un token, en secondes"),
    ("offers", "FICHIER", "", "servir les offres réelles d'un fichier JSON"),
    ("client-id", "ID", "", "seul identifiant accepté"),
    ("client-secret", "SECRET", "", "seul secret accepté"),
    (
        "date-shift",
        "H",
        "0",
        "heures de l'horloge des bornes à celle des dates, de -2 à 2",
    ),
    ("burst-second", "N", "0", "offres de plus, créées dans une même seconde"),
    ("vanish", "PAR_S", "0", "offres qui disparaissent, par seconde"),
    ("appear", "PAR_S", "0", "offres qui apparaissent, par seconde"),
)
_CHOICES: Final[Mapping[str, tuple[tuple[str, str], str]]] = {
    "date-precision": (("second", "millisecond"), "précision des bornes de dates"),
    "upper-bound": (("inclusive", "exclusive"), "borne haute des dates comprise ou non"),
    "sort1": (("newest", "own-first"), "ordre de sort=1"),
}


def add_sandbox_options(parser: argparse.ArgumentParser) -> None:
    """Add the options to *parser*; all are strings, to be read by `sandbox_config`."""
    group = parser.add_argument_group("Bac à sable")
    for name, metavar, default, text in _VALUES:
        shown = f"{text} (par défaut {default})" if default else text
        group.add_argument(f"--{name}", metavar=metavar, default=default, help=shown)
    for name, (choices, text) in _CHOICES.items():
        shown = f"{text}, {' ou '.join(choices)} (par défaut {choices[0]})"
        group.add_argument(f"--{name}", metavar="CHOIX", default=choices[0], help=shown)
    group.add_argument(
        "--fault",
        metavar="PANNE",
        action="append",
        default=[],
        help="panne[:times=N][:from=N][:range=150-299][:retry-after=N] ; à répéter si besoin",
    )


def sandbox_config(options: argparse.Namespace) -> SandboxConfig:
    """Read *options*; raise ValueError, in French, naming the option at fault."""
    texts: dict[str, str] = vars(options)
    made = {name: _number(name, texts) for name in ("burst-second", "appear")}
    for name, value in made.items():
        if texts["offers"] and value:
            raise ValueError(f"--{name} invente des offres : il ne va pas avec --offers.")
    chosen = {name: _choice(name, texts) for name in _CHOICES}
    return SandboxConfig(
        port=_whole("port", texts, 0, 65535),
        offers_count=_whole("offers-count", texts, 0, MAX_OFFERS),
        seed=_whole("seed", texts, 0, 2**31),
        quota=_whole("quota", texts, 0, 100_000),
        latency=_latency(texts["latency"]),
        token_lifetime=_number("token-lifetime", texts),
        offers=Path(texts["offers"]) if texts["offers"] else None,
        client_id=texts["client_id"] or None,
        client_secret=texts["client_secret"] or None,
        faults=tuple(parse_fault(spec) for spec in options.fault),
        date_precision="millisecond" if chosen["date-precision"] == "millisecond" else "second",
        date_shift=_whole("date-shift", texts, -2, 2),
        upper_bound="exclusive" if chosen["upper-bound"] == "exclusive" else "inclusive",
        sort1="own-first" if chosen["sort1"] == "own-first" else "newest",
        burst_second=_whole("burst-second", texts, 0, MAX_OFFERS),
        vanish=_number("vanish", texts),
        appear=made["appear"],
    )


def _whole(name: str, texts: Mapping[str, str], least: int, most: int) -> int:
    text = texts[name.replace("-", "_")]
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise ValueError(f"--{name} : entier de {least} à {most} attendu. Reçu : « {text} ».")
    return value


def _number(name: str, texts: Mapping[str, str]) -> float:
    text = texts[name.replace("-", "_")]
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    # Also refuses NaN and infinity.
    if not 0 <= value <= 1e9:  # noqa: PLR2004 (no rate or lifetime is more)
        raise ValueError(f"--{name} : nombre positif attendu. Reçu : « {text} ».")
    return value


def _latency(text: str) -> tuple[float, float]:
    least, colon, most = text.partition(":")
    try:
        bounds = (float(least), float(most if colon else least))
    except ValueError:
        bounds = (-1.0, -1.0)
    if not 0 <= bounds[0] <= bounds[1] <= 1e6:  # noqa: PLR2004 (a quarter of an hour)
        raise ValueError(f"--latency : MIN:MAX attendu, en millisecondes. Reçu : « {text} ».")
    return bounds


def _choice(name: str, texts: Mapping[str, str]) -> str:
    choices, _ = _CHOICES[name]
    text = texts[name.replace("-", "_")]
    if text not in choices:
        raise ValueError(f"--{name} : {' ou '.join(choices)} attendu. Reçu : « {text} ».")
    return text
