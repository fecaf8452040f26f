"""What a person asks about what is held of them, and who answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from zicha.core import access
from zicha.core.access import Actor, Installation, Place
from zicha.core.findings import Refusal

Wish = Literal["correct", "erase"]
LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A wish, and its answer.

    Attributes:
        about: number of the record it is about; 0 for everything that is held about the person.
        field: which value of that record.
        granted: ``None`` until it is answered.
    """

    id: int
    person: str
    wish: Wish
    about: int
    field: str
    text: str
    asked_at: datetime
    granted: bool | None = None
    reason: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether the person asks to have everything erased."""
        return self.wish == "erase" and not self.about


def admit(*, wish: str, about: int, field: str, text: str, places: Iterable[tuple[int, str]]) -> Wish:
    """Return the wish of a request that can be kept.

    Takes the places (record, field) that name the person. Raises ``Refusal`` ``erasure.…`` for an unknown wish, a
    value that does not name the person, and a correction that does not say what is right.
    """
    found: Wish | None = next((each for each in get_args(Wish) if each == wish), None)
    if found is None:
        raise Refusal("erasure.wish")
    if about and (about, field) not in set(places):
        raise Refusal("erasure.not_mine", seq=about)
    if found == "correct" and not text.strip():
        raise Refusal("erasure.what_is_right")
    if len(text) > LONGEST_TEXT:
        raise Refusal("erasure.text_long", longest=LONGEST_TEXT)
    return found


def may_answer(actor: Actor, *, asker: str, paths: Iterable[tuple[str, ...]], on: date) -> bool:
    """Return whether ``actor`` answers what ``asker`` asks: who runs the installation, and who leads a unit of theirs.

    Takes the paths of the units in which the asker holds a post, root first. Nobody answers the own request.
    """
    if actor.person and actor.person == asker:
        return False
    if access.may(actor, "manage", Installation(), on):
        return True
    return any(access.may(actor, "answer_suggestion", Place(path), on) for path in paths)
