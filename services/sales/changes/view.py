"""What became of the changes in a file (SAL-9)."""

from __future__ import annotations

from chassis.http.batch import Answers
from services.sales.order.view import OrderState


class ChangesTaken(Answers[OrderState]):
    """``passed_over``: what the file says besides, of which nothing was made."""

    passed_over: tuple[str, ...]
