"""A value in the mapping that cannot be used is told by its key, before a file is read."""

from decimal import Decimal
from pathlib import Path

import pytest

from gendan.importing.figures import number
from gendan.importing.format import Format
from gendan.importing.mapping import BadMapping, read_mapping

TABLE = '[[table]]\ntarget="carriers"\nkey="x"\n[table.fields]\ncarrier="x"\nname="n"\n'


def faults_of(tmp_path: Path, toml: str) -> list[str]:
    file = tmp_path / "mapping.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(BadMapping) as bad:
        read_mapping(file)
    return bad.value.faults


ENCODING = "an encoding such as utf-8-sig, gb18030 or cp1252"
DELIMITER = "one character such as , or ; or \\t"
SAME = "{'decimal': ',', 'thousands': ','}"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('encoding = "gbk2"', f"format.encoding: expected {ENCODING}, came 'gbk2'"),
        ('encoding = "base64"', f"format.encoding: expected {ENCODING}, came 'base64'"),
        ('delimiter = ";;"', f"format.delimiter: expected {DELIMITER}, came ';;'"),
        ('delimiter = ""', f"format.delimiter: expected {DELIMITER}, came ''"),
        ('decimal = ""', "format.decimal: expected one character that is no digit, came ''"),
        ('thousands = ", "', "format.thousands: expected one character that is no digit, or none, came ', '"),
        ('decimal = ","\nthousands = ","', f"format: expected different marks as decimal and thousands, came {SAME}"),
        ("thousands = 1", "format.thousands: Input should be a valid string, came 1"),
    ],
)
def test_a_format_that_cannot_be_used_is_told_once(tmp_path: Path, line: str, told: str) -> None:
    assert faults_of(tmp_path, f"[format]\n{line}\n{TABLE}{TABLE}") == [told]


def test_a_format_of_one_table_is_told_at_the_table(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, f'{TABLE}[table.format]\nencoding = "gbk2"\n')
    assert fault.startswith("table.0.format.encoding: expected an encoding")


def test_a_scale_that_is_no_number_is_told(tmp_path: Path) -> None:
    toml = TABLE.replace('name="n"', 'name={column="n", scale="abc"}')
    (fault,) = faults_of(tmp_path, toml)
    assert fault.startswith("table.0.fields.name.scale: ")
    assert fault.endswith("came 'abc'")


@pytest.mark.parametrize("toml", ["table = 3", '[table]\ntarget = "carriers"', 'table = ["x"]', f"format = 3\n{TABLE}"])
def test_parts_of_another_shape_are_told(tmp_path: Path, toml: str) -> None:
    assert len(faults_of(tmp_path, toml)) >= 1


def test_who_names_only_a_decimal_comma_parts_thousands_by_points() -> None:
    german = Format(decimal=",")
    assert (number("1,5", german), number("1.234,5", german)) == (Decimal("1.5"), Decimal("1234.5"))
