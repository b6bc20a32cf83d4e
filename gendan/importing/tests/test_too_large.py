"""What is larger than an import takes is told with the bound and what is there, before it is read (ALL-5, ALL-7)."""

import csv
import zipfile
from pathlib import Path

import pytest

from contracts.texts import saying
from gendan.importing import bounds
from gendan.importing.format import Format
from gendan.importing.sheets import read_sheet
from gendan.importing.sources import Place
from gendan.language import speaking

pytestmark = pytest.mark.needs("ALL-5", "ALL-7")


def told(path: Path) -> tuple[str, str]:
    """What was expected of the file and what came, in Chinese; nothing of it is read."""
    with saying(speaking("zh")):
        sheet = read_sheet(path, Place(), Format())
    assert sheet.rows == ()
    return sheet.faults[0].expected, sheet.faults[0].came


def test_a_file_of_more_bytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "BYTES_MAX", 10)
    (tmp_path / "items.csv").write_text("code\n" + "K" * 10)
    assert told(tmp_path / "items.csv") == ("解压后至多 10 字节", "15 字节")


def test_a_small_spreadsheet_that_unpacks_to_more_is_not_opened(tmp_path: Path) -> None:
    packed = tmp_path / "items.xlsx"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book, book.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(257):
            part.write(bytes(2**20))
    assert packed.stat().st_size < 2**20
    assert told(packed) == ("解压后至多 268435456 字节", "269484032 字节")


def test_more_rows_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "ROWS_MAX", 2)
    (tmp_path / "items.csv").write_text("code\nK-1\nK-2\n")
    assert len(read_sheet(tmp_path / "items.csv", Place(), Format()).rows) == 2
    (tmp_path / "items.csv").write_text("code\nK-1\nK-2\nK-3\n")
    assert told(tmp_path / "items.csv") == ("至多 2 行；请拆分文件", "更多")


def test_a_cell_that_swallows_the_file_is_told_as_a_quote_that_may_be_missing(tmp_path: Path) -> None:
    most = csv.field_size_limit()
    (tmp_path / "items.csv").write_text('code\n"K-1\n' + "K-2\n" * most)
    assert told(tmp_path / "items.csv") == (f"单元格至多 {most} 个字符；是否缺少引号？", "更多")
