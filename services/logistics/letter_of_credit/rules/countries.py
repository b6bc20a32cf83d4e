"""Which country a place in a credit lies in, as far as its words tell (UCP 600 art. 14 j, 29 a)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from iso3166 import countries

USUAL = {
    "USA": "US", "U.S.A.": "US", "UNITED STATES": "US", "UK": "GB", "U.K.": "GB", "UNITED KINGDOM": "GB",
    "ENGLAND": "GB", "GREAT BRITAIN": "GB", "KOREA": "KR", "SOUTH KOREA": "KR", "VIETNAM": "VN", "TAIWAN": "TW",
    "RUSSIA": "RU", "TURKEY": "TR", "TURKIYE": "TR", "UAE": "AE", "U.A.E.": "AE", "HOLLAND": "NL", "NETHERLANDS": "NL",
    "P.R. CHINA": "CN", "PR CHINA": "CN", "P.R.CHINA": "CN", "IRAN": "IR", "CZECH REPUBLIC": "CZ", "MACAU": "MO",
    "HONGKONG": "HK", "TANZANIA": "TZ", "BOLIVIA": "BO", "VENEZUELA": "VE", "PHILIPPINES": "PH", "DEUTSCHLAND": "DE",
}  # fmt: skip
NAMES: Mapping[str, str] = {country.name.upper(): country.alpha2 for country in countries} | USUAL
IN_TEXT = re.compile(rf"(?<![A-Z])(?:{'|'.join(re.escape(n) for n in sorted(NAMES, key=len, reverse=True))})(?![A-Z])")


def country_in(text: str) -> str | None:
    """The country that the text names last, as an address does; None where it names none."""
    found = IN_TEXT.findall(text.upper())
    return NAMES[found[-1]] if found else None
