"""What a label says: element strings of GS1, a GTIN or an SSCC, or a name of ours (NOT-17). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from iso3166 import countries_by_numeric

if TYPE_CHECKING:
    from biip.gs1_element_strings import GS1ElementString

GTIN_DIGITS, SSCC_DIGITS = (8, 12, 13, 14), 18
SEPARATORS = re.compile(r"\x1d|\{GS\}|<GS>|[|~^]")
"""What a scanner types for FNC1: no value of GS1 has these signs, and most fields of browsers lose the sign itself."""
SYMBOLOGY = re.compile(r"\][A-Za-z]\d")
BEGINS = re.compile(r"(01|02)\d{14}|00\d{18}")
NAMES = ("400", "241", "240")
"""Our order, and our code of the item, as its supplier prints them."""
FIELDS = {"00": "sscc", "10": "lot", "21": "serial", "30": "quantity", "37": "quantity"}
"""By application identifier; beside them the days of ``LAST_DAY`` and the country of ``MADE_IN``."""
LAST_DAY = ("15", "17")
MADE_IN = "422"


@dataclass(frozen=True)
class Wrong:
    """A check digit that is not right; without ``number`` it is no label of GS1 that can be read."""

    number: str = ""
    value: str = ""
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Label:
    """``names``: what it may call something here by, the surest first; ``fields``: what forms are filled with."""

    names: tuple[str, ...]
    gtin: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    wrong: Wrong | None = None
    """Why it says nothing as a label of GS1; a code of ours may look like one."""


def read(scanned: str) -> Label:
    """A text that is nothing of GS1 is a name."""
    text = scanned.strip()
    own = () if _is_marked(text) else (text,)
    from biip import ParseError

    try:
        elements = _elements(text)
    except ParseError:
        return Label(own, wrong=Wrong(found=text) if _is_marked(text) or BEGINS.match(text) else None)
    if wrong := _wrong_digit(elements):
        return Label(own, wrong=wrong)
    return _told(own, elements)


def _is_marked(text: str) -> bool:
    """Whether it says itself that it is of GS1."""
    return bool(text.startswith(("(", "http://", "https://")) or SYMBOLOGY.match(text) or SEPARATORS.search(text))


def _elements(text: str) -> Sequence[GS1ElementString]:
    from biip import ParseConfig
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI
    from biip.gs1_messages import GS1Message

    if text.startswith("("):
        return GS1Message.parse_hri(text).element_strings
    if text.startswith("http"):
        return GS1DigitalLinkURI.parse(text).element_strings
    bare = SEPARATORS.sub("\x1d", SYMBOLOGY.sub("", text, count=1) if SYMBOLOGY.match(text) else text)
    if bare.isascii() and bare.isdecimal() and len(bare) in (*GTIN_DIGITS, SSCC_DIGITS):
        bare = f"00{bare}" if len(bare) == SSCC_DIGITS else f"01{bare.zfill(14)}"
    elif not (_is_marked(text) or BEGINS.match(bare)):
        return ()
    return GS1Message.parse(bare.lstrip("\x1d"), config=ParseConfig()).element_strings


def _wrong_digit(elements: Sequence[GS1ElementString]) -> Wrong | None:
    """The first number whose last digit is not what the others come to."""
    from biip.checksums import gs1_standard_check_digit

    for one in elements:
        number = next((name for name in ("gtin", "sscc", "gln") if getattr(one, f"{name}_error")), None)
        if number:
            expected, found = str(gs1_standard_check_digit(one.value[:-1])), one.value[-1]
            printed = one.value.lstrip("0") if number == "gtin" else one.value
            return Wrong(number.upper(), printed, expected, found) if expected != found else Wrong(found=one.value)
    return None


def _told(own: tuple[str, ...], elements: Sequence[GS1ElementString]) -> Label:
    said = {one.ai.ai: one for one in elements}
    fields = {name: said[ai].value for ai, name in FIELDS.items() if ai in said}
    if "quantity" in fields:
        fields["quantity"] = str(int(fields["quantity"]))
    for ai in LAST_DAY:
        if ai in said:
            fields["expires_on"] = str(said[ai].date)
    if country := countries_by_numeric.get(said[MADE_IN].value) if MADE_IN in said else None:
        fields["origin"] = country.alpha2
    gtin = next((said[ai].value for ai in ("01", "02") if ai in said), "")
    names = [said[ai].value for ai in NAMES if ai in said]
    last = [fields[name] for name in ("lot", "sscc", "serial") if name in fields]
    return Label(tuple(dict.fromkeys([*own, *names, *last])), gtin, fields)
