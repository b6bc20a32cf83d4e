"""HTTP of purchasing's papers."""

from __future__ import annotations

from chassis.papers.api import paper_routes
from services.purchasing.papers.view import CONFIRMATION

router = paper_routes(CONFIRMATION)
