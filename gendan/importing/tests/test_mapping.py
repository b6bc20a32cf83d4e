"""What a mapping file may say."""

from pathlib import Path

import pytest

from gendan.importing.checks import check_mapping
from gendan.importing.mapping import BadMapping, Mapping, read_mapping

pytestmark = pytest.mark.needs("ALL-7")


def checked(tmp_path: Path, toml: str) -> Mapping:
    file = tmp_path / "mapping.toml"
    file.write_text(toml, encoding="utf-8")
    mapping = read_mapping(file)
    check_mapping(file, mapping)
    return mapping


def test_all_mistakes_of_a_mapping_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadMapping) as bad:
        checked(
            tmp_path,
            """
            [[table]]
            target = "item"
            key = "x"
            fields = {}
            [[table]]
            target = "suppliers"
            key = "x"
            [table.fields]
            supplier = "x"
            name = "n"
            nation = "l"
            country = { column = "l", map = "lands" }
            """,
        )
    said = "\n".join(bad.value.faults)
    assert "unknown target 'item'" in said
    assert "unknown field 'nation'" in said
    assert "there is no map 'lands'" in said
    assert "the field currency is needed" in said


def test_a_value_has_one_origin(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="exactly one of column, text, value"):
        checked(
            tmp_path,
            '[[table]]\ntarget="carriers"\nkey="x"\n[table.fields]\ncarrier={column="x", value="y"}\nname="n"',
        )


def test_a_misspelt_option_is_no_silence(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="colum"):
        checked(tmp_path, '[[table]]\ntarget="carriers"\nkey="x"\n[table.fields]\ncarrier={colum="x"}\nname="n"')


def test_what_is_no_toml_is_a_bad_mapping(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="line 1"):
        checked(tmp_path, "[[table]")


def test_a_table_overrides_a_part_of_the_common_format(tmp_path: Path) -> None:
    mapping = checked(
        tmp_path,
        """
        [format]
        decimal = ","
        null = ["-"]
        [[table]]
        target = "carriers"
        key = "x"
        format = { null = ["NULL"] }
        [table.fields]
        carrier = "x"
        name = "n"
        """,
    )
    form = mapping.tables[0].format
    assert (form.decimal, form.null) == (",", ("NULL",))
