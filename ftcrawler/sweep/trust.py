"""How far the answers of a reading are to be believed, by how many others were not.

Where so many were wrong in a way that can be seen, others were wrong in a way that cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer

# One answer may be contradicted, and one more of so many, before the others are not believed.
ONE_OF: Final = 50


class Trust:
    """Counts the answers of one reading, and those that were doubted and not borne out."""

    def __init__(self) -> None:
        self.contradicted = 0
        self._answers = 0

    def note(self, answer: Answer, *, doubted: int) -> None:
        """Take in an answer that is believed, after so many to the same question that were not."""
        self._answers += 1
        # Who says « nothing » twice contradicts nobody.
        self.contradicted += max(doubted, answer.doubted) if answer.ids else 0

    def forget(self) -> None:
        """Begin anew: all is read again."""
        self.contradicted = self._answers = 0

    @property
    def lost(self) -> bool:
        """Tell whether too many were contradicted."""
        return self.contradicted > 1 + self._answers // ONE_OF

    @property
    def why(self) -> str:
        """Say in French why the others are not believed either."""
        return (
            f"{self.contradicted} réponse(s) contredite(s) sur {self._answers}, "
            "trop pour croire les autres"
        )
