"""Numbers by which tax authorities know a trader, held against the form and the check digit that his country publishes
(SAL-15). Whether a number is given to somebody only the authority knows."""

from __future__ import annotations

import re
from typing import Any

from stdnum import get_cc_module
from stdnum.eu import vat
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from contracts.texts import Expected

BETWEEN = re.compile(r"[\s./-]")
LETTER_FIRST = {"AT", "ES", "FR"}
"""Their VAT numbers may begin with a letter after the country."""
UNIONS = {country.upper() for country in vat.MEMBER_STATES} - {"GR"} | {"EL"}
"""Before a VAT number: the EU's states, Greece as EL, and XI for Northern Ireland (directive 2006/112/EC, art. 215)."""
ONE_NUMBER = {"AU", "CH", "CN", "GB", "IN", "KR", "NO", "RU", "TR"}
"""Countries in which a company has one number for its taxes; CN: the unified social credit code (GB 32100-2015)."""


def tax_number(told: str, country: str) -> str:
    """As it is kept: a number that was checked without what is between its characters, any other as it came.

    A VAT number of the EU is known by its first letters, wherever the customer is; another number of a customer in
    the EU, as of a trade register, is not checked. Raises ValueError, saying which part is wrong.
    """
    plain = BETWEEN.sub("", told).upper()
    if _is_of_union(plain):
        _hold(vat, plain, plain[:2])
        return str(vat.compact(plain))
    module = get_cc_module(country, "vat") if plain and country in ONE_NUMBER else None
    if module is None:
        return told
    _hold(module, plain, country)
    return plain


def _is_of_union(plain: str) -> bool:
    """HRB 4711 is of a German trade register, and no VAT number of Croatia."""
    return plain[:2] in UNIONS and (plain[2:3].isdigit() or plain[:2] in LETTER_FIRST)


def _hold(module: Any, number: str, country: str) -> None:
    try:
        module.validate(number)
    except InvalidLength as fault:
        raise Expected("a tax number of {country} with as many characters as it has", country=country) from fault
    except InvalidChecksum as fault:
        raise Expected("a tax number of {country} whose check digit is right", country=country) from fault
    except ValidationError as fault:
        raise Expected("a tax number of {country} in the form that is published", country=country) from fault
