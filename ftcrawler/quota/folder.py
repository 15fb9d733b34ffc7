"""Where the processes of a machine meet: a folder that is local, and no other user's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ftcrawler.exceptions import QuotaError


def quota_folder(chosen: str | None) -> Path:
    """Return the folder of the shared quota, made if need be; raise QuotaError if it cannot be.

    By default one for each user, in the system's temporary folder: it outlives a crawl, every
    account has it, and it is local. A home may be on a network, where other machines have other
    clocks. A folder that was *chosen* may belong to anybody.
    """
    if chosen:
        return _made(Path(chosen).expanduser(), mode=0o777)
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    folder = _made(Path(tempfile.gettempdir()) / f"ftcrawler-quota-{user}", mode=0o700)
    # Another user may have made it first, or a link, to have us write elsewhere.
    if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
        raise QuotaError(
            f"Le dossier du quota partagé appartient à un autre utilisateur : {folder}. "
            "Supprimez-le, ou indiquez un autre dossier dans FT_QUOTA_DIR."
        )
    return folder


def _made(folder: Path, *, mode: int) -> Path:
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as exc:
        raise QuotaError(
            f"Impossible de créer le dossier du quota partagé {folder} : {exc.strerror}. "
            "Indiquez un autre dossier dans FT_QUOTA_DIR."
        ) from exc
    return folder
