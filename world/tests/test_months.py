"""The managers of sales and finance sign a month that was compared."""

from datetime import date
from typing import Any

import pytest

from world.cast import Cast
from world.months import NOTE, Months
from world.tests.counters import Counters

CAST = {"sales manager": "zhou.ting", "finance manager": "han.xue"}


def month(state: str, *signed: str, unexplained: int = 0) -> dict[str, Any]:
    signatures = [{"step": side, "person": "x"} for side in signed]
    return {"month": "2026-03", "state": state, "unexplained": unexplained, "signatures": signatures}


@pytest.mark.needs("FIN-6")
@pytest.mark.parametrize(
    ("shown", "signers", "body"),
    [
        (month("stating"), [], {}),
        (month("compared"), ["zhou.ting:sales manager", "han.xue:finance manager"], {}),
        (month("signed", "sales", unexplained=2), ["han.xue:finance manager"], {"note": NOTE}),
        (month("closed", "sales", "finance"), [], {}),
    ],
)
async def test_each_side_signs_a_month_once_that_was_compared(
    shown: dict[str, Any], signers: list[str], body: dict[str, Any]
) -> None:
    counters = Counters(shown={"finance/months": [shown]})
    async with counters.api() as api:
        await Months(Cast(api, CAST)).act(date(2026, 4, 1))
    assert [(one.person, one.path, one.body) for one in counters.asked] == [
        (signer, "/months/2026-03/sign", body) for signer in signers
    ]
