"""Install a list of the lock into an image's environment: `python install.py LIST`, without what nobody reads there.

Run by the Dockerfile before any package is there, so it imports nothing but the standard library.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from struct import unpack_from

ENVIRONMENT = Path("/opt/gendan")
PIP = ("-m", "pip", "--python", str(ENVIRONMENT), "install", "--no-cache-dir", "--disable-pip-version-check")
LOCKED = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "-r")
LANGUAGES = ("root", "en", "zh")
"""Those that the suite speaks, and what Babel's locales stand on."""
SOURCES = (".c", ".h", ".pxd", ".pyi", ".pyx")
"""Of no use to who only runs them."""
LOCALES, TESTS = "locale-data", "tests"
PROGRAM_HEADER = 0x20
"""Where an ELF file of 64 bits says where its program headers are; all that is loaded stands in those."""
SECTIONS = ((0x28, 8), (0x3C, 4))
"""Where it says where its sections are, and how many: for linkers and debuggers alone."""


def install(listed: Path) -> None:
    """Hashes are checked, nothing is built."""
    subprocess.run([sys.executable, *PIP, *LOCKED, str(listed)], check=True)
    for file in [file for file in ENVIRONMENT.rglob("*") if file.is_file() and not file.is_symlink()]:
        if is_unread(file):
            file.unlink()
        elif ".so" in file.suffixes:
            without_symbols(file)


def is_unread(file: Path) -> bool:
    """Sources of what is compiled, the packages' own tests, and what Babel knows of other languages."""
    if file.parent.name == LOCALES:
        return file.stem.partition("_")[0] not in LANGUAGES
    return file.suffix in SOURCES or TESTS in file.relative_to(ENVIRONMENT).parts


def without_symbols(library: Path) -> None:
    """Cut off what stands behind all that is loaded: names for debuggers, of which typst has 16 MB."""
    content = library.read_bytes()
    end = max(loaded(content), default=len(content))
    if end < len(content):
        head = bytearray(content[:end])
        for at, length in SECTIONS:
            head[at : at + length] = bytes(length)
        library.write_bytes(head)


def loaded(content: bytes) -> Iterator[int]:
    """Where each program header's part of the file ends; nothing for a file that is no ELF of 64 bits."""
    if content[:5] != b"\x7fELF\x02":
        return
    (begin,), (size, count) = unpack_from("<Q", content, PROGRAM_HEADER), unpack_from("<HH", content, 0x36)
    for at in range(begin, begin + size * count, size):
        offset, length = unpack_from("<Q", content, at + 8)[0], unpack_from("<Q", content, at + 32)[0]
        yield offset + length


if __name__ == "__main__":
    install(Path(sys.argv[1]))
