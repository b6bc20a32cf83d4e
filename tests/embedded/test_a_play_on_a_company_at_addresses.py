"""`gendan demo --against FILE`: the sample company is played on one that runs by itself, where a file says (ALL-7)."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from gendan.embedded import remove
from tests.bench.company import Company, up
from tests.bench.trees import CHECKOUT, Tree
from tests.needs import needs

pytestmark = [needs("ALL-7", "LOG-7"), pytest.mark.filterwarnings("ignore::ResourceWarning")]

HERE = Tree("this", "", CHECKOUT, sys.executable)
A_DAY_A_SECOND = "86400"
ORDERS = 2


@pytest.fixture(scope="module")
async def company(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Company]:
    data = tmp_path_factory.mktemp("played") / "data"
    try:
        async with up(HERE, data, False, "--rate", A_DAY_A_SECOND) as company:
            yield company
    finally:
        if data.exists():
            remove(data)


async def demo(*asked: str) -> tuple[int, str]:
    """Without a word about the clock: the company's folder tells it."""
    environment = {name: told for name, told in os.environ.items() if not name.startswith("GENDAN_CLOCK")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gendan", "demo", "--orders", str(ORDERS), "--once", *asked,
        cwd=CHECKOUT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    return process.returncode or 0, told.decode()


async def test_the_sample_company_is_played_where_the_file_says_and_every_order_is_explained(
    company: Company, tmp_path: Path
) -> None:
    (tmp_path / "there.json").write_text(json.dumps(company.urls))
    summary_file = tmp_path / "summary.json"
    asked = ("--against", str(tmp_path / "there.json"), "--data", str(company.data), "--json", str(summary_file))
    status, told = await demo(*asked)
    assert status == 0, told
    summary: dict[str, Any] = json.loads(summary_file.read_text())
    assert (summary["orders"], summary["unexplained"], summary["not_arrived"]) == (ORDERS, [], 0)
    assert summary["ledger_ok"]
    assert summary["stock_ok"]
    paid_by_credit(summary["credit"], company.urls["notify"])


def paid_by_credit(credit: dict[str, Any], desk: str) -> None:
    """Of the first order: its bill of lading had two faults, which came to light before the bank saw it (LOG-7)."""
    assert credit["number"] == f"LC{credit['order'].removeprefix('SO-')}"
    assert [one["verdict"] for one in credit["examined"]] == ["discrepant", "conform"]
    found = [(one["field"], one["article"]) for one in credit["examined"][0]["findings"]]
    assert found == [("transports.0.freight", "ISBP 745 E27; 46A"), ("transports.0.notify", "ISBP 745 E14; 46A")]
    kinds = [one["kind"] for one in credit["papers"]]
    assert kinds == ["invoices", "packing_lists", "transports", "origins", "drafts"]
    assert all(one["number"] for one in credit["papers"])
    assert (credit["state"], credit["page"].startswith(f"{desk}/desk/orders/")) == ("closed", True)


async def test_where_the_clock_of_the_company_runs_in_real_time_it_is_told_and_nothing_played(
    company: Company, tmp_path: Path
) -> None:
    shutil.copytree(company.data / "identity", tmp_path / "identity")
    (tmp_path / "addresses.json").write_text(json.dumps(company.urls))
    kept = json.loads((company.data / "clock.json").read_text())
    (tmp_path / "clock.json").write_text(json.dumps(kept | {"rate": 1.0}))
    status, told = await demo("--against", str(tmp_path / "addresses.json"))
    assert status == 1
    assert "runs in real time" in told
    assert f"up --data {tmp_path} --rate" in told
