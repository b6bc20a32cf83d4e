"""HTTP of purchasing's papers."""

from __future__ import annotations

from chassis.papers.api import paper_routes
from services.purchasing.papers.view import CLAIM, CONFIRMATION, ORDER, REQUEST

router = paper_routes(CONFIRMATION, REQUEST, ORDER, CLAIM)
