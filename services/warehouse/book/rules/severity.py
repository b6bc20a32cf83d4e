"""How severely a supplier's lots of an item are inspected: the switching rules of ISO 2859-1:1999, 9.3 and 9.4 (WHS-4).

Only lots that are offered for the first time count; each class of defects has a standing of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.warehouse.book.rules.sampling import NUMBERS, Sample, Severity

WINDOW = 5
REJECTED_OF_WINDOW = 2
REJECTED_MAX = 5
SCORE_TO_REDUCE = 30


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether who is responsible wants good suppliers inspected less; lots further apart than this come irregularly."""

    reduced: bool = False
    steady_days: int = 60


NONE = Consent()


@dataclass(frozen=True, slots=True)
class Standing:
    """How the next lot is inspected. ``recent`` are the last lots under this severity, True for an accepted one.

    ``rejected`` counts lots of tightened inspection. ``discontinued``: no more lots are taken until the supplier has
    done something about it, and somebody says so. ``score``: the switching score of normal inspection (9.3.3.2), and
    ``last_on`` the day on which the newest lot came.
    """

    severity: Severity = "normal"
    recent: tuple[bool, ...] = ()
    rejected: int = 0
    discontinued: bool = False
    score: int = 0
    last_on: date | None = None

    def on(self, day: date | None, consent: Consent) -> Standing:
        """As a lot finds it that comes on this day: what comes irregularly or without consent is normal (9.3.4)."""
        if self.severity == "reduced" and not consent.reduced:
            return Standing(last_on=self.last_on)
        late = day and self.last_on and day - self.last_on > timedelta(days=consent.steady_days)
        if not late or self.severity == "tightened":
            return self
        return Standing(last_on=self.last_on) if self.severity == "reduced" else replace(self, score=0)

    def after(self, sample: Sample, found: int, day: date | None = None, consent: Consent = NONE) -> Standing:
        """The standing after one more lot, which came on this day."""
        now, accepted = self.on(day, consent), sample.passes(found)
        recent = (*now.recent, accepted)[-WINDOW:]
        if now.severity == "normal":
            added = points(sample, found)
            after = now._normal(recent, now.score + added if added else 0, consent)
        elif now.severity == "tightened":
            after = now._tightened(recent, accepted)
        else:
            after = replace(now, recent=recent) if accepted else Standing()
        return replace(after, last_on=max(filter(None, (self.last_on, day)), default=None))

    def resumed(self) -> Standing:
        """The supplier acted: tightened inspection begins anew (9.4)."""
        return Standing("tightened") if self.discontinued else self

    def _normal(self, recent: tuple[bool, ...], score: int, consent: Consent) -> Standing:
        """Two of five or fewer in a row not accepted: tightened (9.3.1). With consent at 30: reduced (9.3.3)."""
        if recent.count(False) >= REJECTED_OF_WINDOW:
            return Standing("tightened")
        if consent.reduced and score >= SCORE_TO_REDUCE:
            return Standing("reduced")
        return replace(self, recent=recent, score=score)

    def _tightened(self, recent: tuple[bool, ...], accepted: bool) -> Standing:
        """Five in a row accepted: normal (9.3.2). Five not accepted in all: discontinued (9.4)."""
        if recent.count(True) == WINDOW:
            return Standing()
        rejected = self.rejected + (not accepted)
        return replace(self, recent=recent, rejected=rejected, discontinued=rejected >= REJECTED_MAX)


def points(sample: Sample, found: int) -> int:
    """What a lot adds to the switching score: 3 if the next stricter AQL had accepted it too, where one bad piece more
    than 1 may be found; else 2 if it was accepted. A lot that adds nothing sets the score to 0 (9.3.3.2).
    """
    if sample.accept < 2:
        return 2 if sample.passes(found) else 0
    stricter = max(number for number in NUMBERS["normal"].values() if number < sample.accept)
    return 3 if found <= stricter else 0
