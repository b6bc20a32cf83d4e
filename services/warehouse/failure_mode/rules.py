"""A failure mode with its effect, cause and control, its ratings and improvement actions (WHS-9; IEC 60812). Pure."""

from __future__ import annotations

from datetime import date
from typing import Literal

from contracts.value import Value

Source = Literal["rejected lot", "complaint"]


class Rating(Value):
    """Three figures from 1, the best, to 10, the worst (IEC 60812, AIAG-VDA FMEA), which a person gives.

    ``severity``: 1 nobody notices the effect, 10 it endangers somebody. ``occurrence``: 1 the cause is ruled out,
    10 it comes again and again. ``detection``: 1 the control finds it always, 10 nothing finds it before it is used.
    """

    severity: int
    occurrence: int
    detection: int
    rated_on: date
    rated_by: str

    @property
    def risk(self) -> int:
        """The risk priority number, 1 to 1000."""
        return self.severity * self.occurrence * self.detection


class Improvement(Value):
    """What is done about it, by whom (person code) and until when; it is open until its result is told."""

    what: str
    owner: str
    due_on: date
    result: str = ""
    done_on: date | None = None


class Case(Value):
    """A rejected lot or a complaint that a person confirmed to be this failure; ``number`` is INS- or CP-."""

    source: Source
    number: str
    confirmed_on: date
    confirmed_by: str


class FailureMode(Value):
    """The document, under the ``code`` that the department gives it."""

    code: str
    item: str
    process: str
    """Where it comes to be: casting, packing, transport."""
    mode: str
    """How it fails."""
    effect: str
    cause: str
    control: str
    """What prevents the cause, or finds the failure, today."""
    kept_by: str
    ratings: tuple[Rating, ...] = ()
    """The newest one last."""
    improvements: tuple[Improvement, ...] = ()
    """The newest one last; no other is open."""
    cases: tuple[Case, ...] = ()

    @property
    def risk(self) -> int | None:
        """Of the last rating; None while nobody rated it."""
        return self.ratings[-1].risk if self.ratings else None

    @property
    def open_improvement(self) -> Improvement | None:
        last = self.improvements[-1] if self.improvements else None
        return last if last and last.done_on is None else None

    @property
    def due_on(self) -> date | None:
        return self.open_improvement.due_on if self.open_improvement else None

    def rated(self, rating: Rating, result: str) -> FailureMode:
        """Rated anew; ``result`` closes the open improvement, if it is told."""
        last = self.open_improvement
        if last and result:
            done = last.but(result=result, done_on=rating.rated_on)
            return self.but(ratings=(*self.ratings, rating), improvements=(*self.improvements[:-1], done))
        return self.but(ratings=(*self.ratings, rating))
