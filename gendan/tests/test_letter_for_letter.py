"""What people wrote is shown letter for letter."""

import re
from pathlib import Path

COMMAND = Path(__file__).parents[1]


def test_no_console_turns_a_name_between_colons_into_a_picture() -> None:
    made = [
        f"{file.relative_to(COMMAND)}: {call}"
        for file in COMMAND.rglob("*.py")
        if "tests" not in file.parts
        for call in re.findall(r"\bConsole\([^)]*\)", file.read_text(encoding="utf-8"))
        if "emoji=False" not in call
    ]
    assert made == []
