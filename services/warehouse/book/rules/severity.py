"""How severely a supplier's lots of an item are inspected: the switching rules of ISO 2859-1:1999, 9.3 and 9.4 (WHS-4).

Only lots that are offered for the first time count; each class of defects has a standing of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.warehouse.book.rules.sampling import Severity

WINDOW = 5
REJECTED_OF_WINDOW = 2
REJECTED_MAX = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """How the next lot is inspected. ``recent`` are the last lots under this severity, True for an accepted one.

    ``rejected`` counts lots of tightened inspection. ``discontinued``: no more lots are taken until the supplier has
    done something about it, and somebody says so.
    """

    severity: Severity = "normal"
    recent: tuple[bool, ...] = ()
    rejected: int = 0
    discontinued: bool = False

    def after(self, accepted: bool) -> Standing:
        """The standing after one more lot."""
        recent = (*self.recent, accepted)[-WINDOW:]
        return self._normal(recent) if self.severity == "normal" else self._tightened(recent, accepted)

    def resumed(self) -> Standing:
        """The supplier acted: tightened inspection begins anew (9.4)."""
        return Standing("tightened") if self.discontinued else self

    def _normal(self, recent: tuple[bool, ...]) -> Standing:
        """Two of five or fewer in a row not accepted: tightened (9.3.1)."""
        return Standing("tightened") if recent.count(False) >= REJECTED_OF_WINDOW else replace(self, recent=recent)

    def _tightened(self, recent: tuple[bool, ...], accepted: bool) -> Standing:
        """Five in a row accepted: normal (9.3.2). Five not accepted in all: discontinued (9.4)."""
        if recent.count(True) == WINDOW:
            return Standing()
        rejected = self.rejected + (not accepted)
        return replace(self, recent=recent, rejected=rejected, discontinued=rejected >= REJECTED_MAX)
