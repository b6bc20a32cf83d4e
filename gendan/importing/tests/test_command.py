"""The command `gendan import`, as somebody at a terminal sees it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from contracts.catalogue import DEPARTMENTS
from gendan.cli import app
from gendan.embedded.folder import free_port
from gendan.importing.tests.test_import import SUPPLIERS, write

SQUARE = "[/x] and [bold] of a supplier whose name is rather longer than the eighty columns of a terminal"


@pytest.fixture(autouse=True)
def source(tmp_path: Path) -> None:
    write(tmp_path, "mapping.toml", SUPPLIERS)
    write(tmp_path, "suppliers.csv", f"nr,Name,Land,Ziel\n1,A,China,30\n2,B,{SQUARE},30\n")


def run(folder: Path, *options: str) -> Result:
    mapping = ["--mapping", str(folder / "mapping.toml"), "--data", str(folder / "data")]
    return CliRunner().invoke(app, ["import", str(folder), *mapping, *options])


def test_a_fault_is_told_letter_for_letter_on_one_line(tmp_path: Path) -> None:
    result = run(tmp_path, "--dry-run")
    (fault,) = (line for line in result.output.splitlines() if "suppliers.csv:3" in line)
    assert (result.exit_code, fault) == (
        1,
        f"suppliers.csv:3 Land: expected one of China, Deutschland, came {SQUARE!r:.80}",
    )


def test_a_place_in_a_file_is_no_picture(tmp_path: Path) -> None:
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n" + "1,A,China,30\n" * 98 + "2,B,:smile:,30\n")
    result = run(tmp_path, "--dry-run")
    assert "suppliers.csv:100 Land: expected one of China, Deutschland, came ':smile:'" in result.output


def test_a_dry_run_needs_no_company_and_says_what_it_checked(tmp_path: Path) -> None:
    write(tmp_path, "suppliers.csv", "nr,Name,Land,Ziel\n1,A,China,30\n")
    result = run(tmp_path, "--dry-run")
    assert (result.exit_code, result.output) == (
        0,
        "1 suppliers read without a fault; nothing was posted, and no department was asked\n",
    )
    assert not (tmp_path / "data").exists()


def test_a_fault_of_the_mapping_is_told_letter_for_letter(tmp_path: Path) -> None:
    write(tmp_path, "mapping.toml", SUPPLIERS.replace('"suppliers"', '"[/x]"'))
    result = run(tmp_path, "--dry-run")
    assert result.exit_code == 1
    assert "unknown target '[/x]'; one of people, " in result.output


def test_a_company_that_was_killed_is_told_before_a_row_is_posted(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    urls = {name: f"http://127.0.0.1:{free_port(taken=set())}" for name in DEPARTMENTS}
    (tmp_path / "data" / "addresses.json").write_text(json.dumps(urls))
    result = run(tmp_path)
    assert (result.exit_code, "suppliers.csv" in result.output) == (1, False)
    assert f"no company runs on {tmp_path / 'data'}: " in result.output
