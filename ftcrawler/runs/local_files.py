"""Keep files whole or not at all: temporary name, sync, rename, sync of the folder."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from ftcrawler.exceptions import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ftcrawler.runs.layout import DataLayout

PARTIAL_SUFFIX = ".part"
# Offers hold names and telephone numbers: the umask says what the group may, others may nothing.
FILE_MODE = 0o660
FOLDER_MODE = 0o770


def make_folder(folder: Path) -> None:
    """Make a folder for data, and those above it that lack; no others may look into them."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


@contextmanager
def writable(layout: DataLayout) -> Iterator[None]:
    """Make the folder of journals; whatever the data folder refuses then is a StorageError."""
    try:
        make_folder(layout.state)
        yield
    except OSError as exc:
        raise StorageError(
            f"Impossible d'écrire dans {layout.root} : {exc.strerror or exc}. "
            "Vérifiez FT_DATA_DIR, l'espace disque et les droits."
        ) from exc


def open_closed(path: str, flags: int) -> int:
    """Open a file for data, as the `opener` of `open`; others may not read it."""
    return os.open(path, flags, FILE_MODE)


class LocalStore:
    """Files below one folder, addressed by their relative path. Every method may block."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, key: str) -> Path:
        """Return where *key* is kept."""
        return self._root / key

    def write(self, key: str, body: bytes) -> None:
        """Keep *body* under *key*; when this returns, a power cut does not undo it.

        Raises StorageError; then the file is as it was before.
        """
        with self._whole(key) as file:
            file.write(body)

    def write_lines(self, key: str, lines: Iterable[bytes]) -> int:
        """Keep *lines*, each with its line feed, as `write` does; return the size in bytes."""
        with self._whole(key) as file:
            file.writelines(lines)
            return file.tell()

    @contextmanager
    def _whole(self, key: str) -> Iterator[BinaryIO]:
        target = self.path(key)
        partial = target.with_name(f".{target.name}{PARTIAL_SUFFIX}")
        try:
            make_folder(target.parent)
            with open(partial, "wb", opener=open_closed) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
            sync_folder(target.parent)
        except OSError as exc:
            raise StorageError(
                f"Impossible d'écrire {target} : {exc.strerror or exc}. "
                "Vérifiez l'espace disque et les droits, puis relancez la même commande."
            ) from exc
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder outlive a power cut."""
    if os.name == "nt":  # Windows opens no folder; NTFS journals its renames
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
