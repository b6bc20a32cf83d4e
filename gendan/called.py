"""How this command was called, so that a command that it names works when it is pasted."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from shlex import join, quote

ON_A_COMPANY = re.compile(r"\bgendan (why|stuck|timeline|replay)\b")
OTHERS = re.compile(r"\bgendan (?=(?:up|contracts|token)\b)")


def called(command: str) -> str:
    """A command of gendan, to be typed here."""
    return f"{ourselves()} {command}"


def ourselves() -> str:
    """`.venv/bin/python -m gendan`, or the script by which it was called; `gendan` where that is on PATH."""
    script = Path(sys.argv[0])
    if script.name == "__main__.py" and script.parent.name == "gendan":
        return join([sys.orig_argv[0], "-m", "gendan"])
    found = shutil.which("gendan")
    return "gendan" if script.name != "gendan" or (found and script.samefile(found)) else quote(sys.argv[0])


def pasted(text: str, options: str) -> str:
    """The commands in a text as they are to be typed here, those about a company with these options."""
    about = f" {options}" if options else ""
    text = ON_A_COMPANY.sub(lambda named: f"{ourselves()} {named[1]}{about}", text)
    return OTHERS.sub(lambda _: f"{ourselves()} ", text)
