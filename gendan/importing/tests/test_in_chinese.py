"""What an import found is told to a merchandiser who reads Chinese in his language (ALL-5)."""

from datetime import date
from pathlib import Path

import pytest

from contracts.texts import saying
from gendan.importing.run import try_import
from gendan.language import speaking

MAPPING = """
[[table]]
target = "items"
file = "items.csv"
key = "code"
[table.fields]
item = "code"
name = "name"
unit = "unit"
weight_kg = "weight"
"""


@pytest.mark.needs("ALL-5")
def test_the_faults_of_a_file_are_told_in_the_readers_language(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("code,name,unit,weight\nK-1,Kettle,EA,heavy\nK-2,Kettle,EA,-1\n,Cup,EA,1\n")
    (tmp_path / "mapping.toml").write_text(MAPPING)
    with saying(speaking("zh")):
        told = try_import(tmp_path, tmp_path / "mapping.toml", today=date(2026, 11, 28)).text()
    assert told.splitlines() == [
        "已读且无误：无；未提交任何内容，未询问任何部门",
        "items.csv:2 weight：应为形如 1,234.56 的数，实为 'heavy'",
        "items.csv:3 weight：应为不小于零的数，实为 '-1'",
        "items.csv:4 code：应为有键，实为 无",
    ]
