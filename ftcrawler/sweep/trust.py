"""How far the answers of a reading are to be believed, by how many others were not.

Where so many were wrong in a way that can be seen, others were wrong in a way that cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ftcrawler.sweep.answer import Answer
    from ftcrawler.sweep.paged_reading import PagedReading

# One answer may be contradicted, and one more of so many, before the others are not believed.
ONE_OF: Final = 50


class Trust:
    """Counts the answers of one reading, and those that were doubted and not borne out."""

    def __init__(self) -> None:
        self.contradicted = 0
        self._answers = 0

    def note(self, answer: Answer, *, doubted: int) -> None:
        """Take in an answer that is believed, after so many to the same question that were not.

        Of those without offers none counts: who says « nothing » where there is something is seen
        to be wrong each time.
        """
        self._answers += 1
        # Who says « nothing » twice contradicts nobody.
        self.contradicted += max(doubted, answer.doubted) if answer.ids else 0

    def forget(self) -> None:
        """Begin anew: all is read again."""
        self.contradicted = self._answers = 0

    def wants_links(self, part: PagedReading, *, recorded: bool) -> bool:
        """Tell whether what is known of the pages of *part* does not prove that they hold all.

        *recorded*: some of them an earlier process was given, with doubts that nobody knows of.
        """
        if part.doubtful or part.restless or self.contradicted > 1:
            return True
        return bool(part.moved and (self.contradicted or recorded))

    def reproach(self, part: PagedReading, *, linked: bool) -> str | None:
        """Say in French why it is not to be believed, though nothing is known to be lacking.

        *linked*: after *part*, lanes read it again.
        """
        if self.contradicted > 1 + self._answers // ONE_OF:
            told = f"{self.contradicted} réponse(s) contredite(s) sur {self._answers}"
            return f"{told}, trop pour croire les autres"
        if self.contradicted and not linked and (part.doubtful or part.restless):
            return "réponse contredite, et liste qui changeait : lecture à refaire"
        return None
