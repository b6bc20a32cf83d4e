"""The README's order by hand, on the company that the README starts: every line of it works (SAL-2, FIN-2)."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gendan.switches import IN_A_PLAY
from tests.needs import needs

pytestmark = needs("SAL-2", "FIN-2")

CHECKOUT = Path(__file__).parents[2]
READY = b"Ctrl-C stops all"
READY_WITHIN_S, PLAYED_WITHIN_S = 180, 120


def as_a_user() -> dict[str, str]:
    """Without the switches that let tests play by themselves."""
    return {name: value for name, value in os.environ.items() if name not in IN_A_PLAY}


@asynccontextmanager
async def up(data: Path) -> AsyncIterator[str]:
    """`gendan up`, and what it has told until it is ready."""
    command = (sys.executable, "-m", "gendan", "up", "--data", str(data))
    company = await asyncio.create_subprocess_exec(
        *command, cwd=CHECKOUT, env=as_a_user(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert company.stdout
    reading = asyncio.create_task(company.stdout.readuntil(READY))
    try:
        yield (await asyncio.wait_for(reading, READY_WITHIN_S)).decode()
    finally:
        company.terminate()
        await company.communicate()


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="the example asks with curl, in bash")
async def test_an_order_by_hand_goes_from_the_customer_to_his_payment(run_folder: Path) -> None:
    data = run_folder / "by-hand"
    async with up(data) as told:
        assert "by hand:" in told
        example = await asyncio.create_subprocess_exec(
            "bash", "examples/by-hand.sh", cwd=CHECKOUT, env=as_a_user() | {"DATA": str(data)},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        async with asyncio.timeout(PLAYED_WITHIN_S):
            output, _ = await example.communicate()
        assert example.returncode == 0, output.decode()
        assert '"tracking":"SF1234567890"' in output.decode()
        assert "done at sales: the order has ended: order.closed" in output.decode(), output.decode()
