"""A sheet as a PDF: one template of typst, given the sheet as data, in fonts of a package (decision 0032)."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from chassis.language import catalogue
from chassis.papers import factur_x
from chassis.papers.sheet import Sheet
from contracts.codec import shown
from contracts.texts import Text, saying
from contracts.value import Value

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
TEMPLATE = HERE / "sheet.typ"
FONTS = "manimgx_fonts_cjk"
"""Noto Sans CJK, which has Latin too; its package has no code that is needed."""
ARCHIVAL: typst.PDFStandard = "a-2a"
"""PDF/A: tagged, fonts inside, to be read in many years (ISO 19005-2)."""
WITH_A_FILE: typst.PDFStandard = "a-3a"
"""The same, and it may hold files of any kind (ISO 19005-3)."""


class Page(Value):
    """What the template is given."""

    sheet: Sheet
    language: str
    version: Text


async def printed(
    sheet: Sheet, version: int, language: str, at: datetime, house: Path | None, inside: bytes = b""
) -> bytes:
    """The PDF in a language, dated as issued; the same values are the same bytes. Not drawn in the event loop.

    ``inside``: an invoice as CII that stands in it, which makes it one of Factur-X.
    """
    with saying(catalogue(language, house)):
        page = shown(Page(sheet=sheet, language=language, version=Text("version {version}", version=version)))
    return await asyncio.to_thread(_drawn, page.decode(), at, inside)


def _drawn(page: str, at: datetime, inside: bytes) -> bytes:
    import typst  # 7 MB, for who draws a paper

    pdf = typst.compile(
        TEMPLATE,
        root=HERE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"page": page, "inside": inside.decode(), "file": factur_x.FILE},
        pdf_standards=WITH_A_FILE if inside else ARCHIVAL,
        timestamp=at.replace(microsecond=0),
    )
    return factur_x.declared(pdf) if inside else pdf


@cache
def _fonts() -> typst.Fonts:
    """Only those that came with packages: what a machine has besides would change the bytes."""
    import typst  # as above

    return typst.Fonts(include_system_fonts=False, font_paths=[str(files(FONTS))])
