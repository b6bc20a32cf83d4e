"""What would bring an order to another stage now, with the form of each command (NOT-1)."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from chassis.http.router import Router
from contracts.stages import STAGES
from services.notify.desk.doing.actions import actions_about
from services.notify.desk.drawing import page
from services.notify.desk.session import SignedIn
from services.notify.desk.trace import trace_of

router = Router()


@router.get("/moves/{order_id}")
async def get_moves(request: Request, session: SignedIn, order_id: UUID) -> Response:
    """A part of the board; by stage, as the departments tell what their commands would do."""
    actions = await actions_about(request.app.state.departments, session, trace_of(request), order_id)
    ones = [(document, command) for document in actions.documents for command in document.possible]
    moves = {stage: [one for one in ones if one[1].stage == stage] for stage in STAGES}
    found = {stage: those for stage, those in moves.items() if those}
    return page(request, "moves.html", session, moves=found, away=actions.away, order_id=order_id)
