"""Ctrl-C while the command is still being loaded."""

import subprocess
import sys
from pathlib import Path

LOADED_UNTIL_INTERRUPTED = """
import runpy, sys

class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "gendan.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
runpy.run_module("gendan", run_name="__main__")
"""


def test_an_interrupt_in_the_first_seconds_ends_without_a_traceback() -> None:
    command = [sys.executable, "-c", LOADED_UNTIL_INTERRUPTED]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, "")
