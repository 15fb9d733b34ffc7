"""scrapyd, but not without a login nor beside a second ftcrawler: copied next to scrapyd.conf.

scrapyd 1.6 serves everybody when user or password is missing, and says so at INFO only.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scrapyd.app
from scrapyd.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

USERNAME, PASSWORD = "SCRAPYD_USERNAME", "SCRAPYD_PASSWORD"


def application(config: Any) -> Any:  # noqa: ANN401 (scrapyd has no types)
    """Return scrapyd's application; end the process, status 1, if it would be open or mixed up."""
    refusal = shadow_refusal() or login_refusal(os.environ)
    if refusal:
        raise ConfigError(f"scrapyd ne démarre pas. {refusal}")  # printed, status 1
    app = scrapyd.app.application(config)
    # Jobs inherit the environment, and have no use for it.
    del os.environ[PASSWORD]
    return app


def login_refusal(environment: Mapping[str, str]) -> str | None:
    """Return, in French, what is wrong with the login; None if nothing is."""
    missing = [name for name in (USERNAME, PASSWORD) if not environment.get(name, "").strip()]
    if missing:
        return (
            f"Il manque {' et '.join(missing)} : sans l'un des deux, n'importe quel programme de "
            "cette machine pourrait lancer des collectes. Définissez ces variables dans "
            "l'environnement de scrapyd, puis relancez-le (docs/scrapyd.md)."
        )
    if ":" in environment[USERNAME]:
        return f"{USERNAME} ne peut pas contenir « : ». Choisissez un autre nom."
    return None


def shadow_refusal() -> str | None:
    """Return, in French, where an ftcrawler is that jobs would run instead of what is deployed.

    Jobs look in the working folder and among installed packages before they look in the egg. A
    folder without `__init__.py` does not count: it gives way to the egg.
    """
    sys.path.insert(0, str(Path.cwd()))
    try:
        spec = find_spec("ftcrawler")
    finally:
        sys.path.pop(0)
    if spec is None or spec.origin is None:
        return None
    return (
        f"ftcrawler est déjà dans {Path(spec.origin).parent} : les collectes prendraient ce "
        "code-là et non celui que vous déployez. Démarrez scrapyd dans un dossier à part, hors du "
        "projet, et désinstallez ce paquet s'il est installé : python -m pip uninstall ftcrawler"
    )
