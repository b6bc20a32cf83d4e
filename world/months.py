"""Months: when sales and finance were compared, both managers sign, and the month is closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from world.cast import Cast
from world.client import Body

SIGNERS = {"sales": "sales manager", "finance": "finance manager"}
NOTE = "looked into: to be cleared in the month after"


class Months:
    """Who signs the books of each month that is over (FIN-6)."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    async def act(self, _today: date) -> None:
        for month in await self._cast.somebody("finance manager").listed("finance", "/months"):
            if month["state"] in ("compared", "signed"):
                await self._sign(month)

    async def _sign(self, month: dict[str, Any]) -> None:
        """Each side once; with a note where nobody knows why something differs."""
        signed = {one["step"] for one in month["signatures"]}
        body: Body = {"note": NOTE} if month["unexplained"] else {}
        for side in [side for side in SIGNERS if side not in signed]:
            who, key = self._cast.somebody(SIGNERS[side]), f"sign:{month['month']}:{side}"
            await who.post("finance", f"/months/{month['month']}/sign", body, key=key)
