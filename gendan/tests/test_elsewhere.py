"""A play on a company that runs elsewhere: what it needs to be told, and what it says when nobody answers."""

import json
from pathlib import Path

import pytest

from contracts.departments import DEPARTMENTS
from gendan import elsewhere
from gendan.elsewhere import NoClock, NotAnswering, begun, clock_of, company_elsewhere
from gendan.embedded.folder import free_port


def test_the_world_reads_the_clock_that_the_departments_were_given() -> None:
    told = begun(21_600.0)
    assert clock_of(told) == clock_of(told | {"GENDAN_COMPANY_ZONE": "Asia/Shanghai"})
    assert clock_of(told).rate == 21_600.0


def test_without_the_departments_clock_nothing_is_played_and_the_missing_setting_is_named() -> None:
    told = begun(21_600.0)
    del told["GENDAN_CLOCK_WALL"]
    with pytest.raises(NoClock, match="GENDAN_CLOCK_WALL is missing"):
        clock_of(told)


async def test_a_company_that_does_not_answer_is_named_with_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "ANSWERS_WITHIN_S", 0.2)
    url = f"http://127.0.0.1:{free_port(set())}"
    (tmp_path / "there.json").write_text(json.dumps(dict.fromkeys(DEPARTMENTS, url)))
    with pytest.raises(NotAnswering, match=f"does not answer at {url} within 0.2 s"):
        async with company_elsewhere(tmp_path, tmp_path / "there.json"):
            pass
