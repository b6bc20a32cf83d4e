"""What banks write of letters of credit, as SWIFT messages: MT 700, 734, 752 (LOG-7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

PORTS = {
    "AE": "DUBAI, UAE", "AU": "BRISBANE, AUSTRALIA", "BR": "SANTOS, BRAZIL", "CA": "VANCOUVER, CANADA",
    "DE": "HAMBURG, GERMANY", "ES": "VALENCIA, SPAIN", "FR": "LE HAVRE, FRANCE", "GB": "FELIXSTOWE, UNITED KINGDOM",
    "IT": "GENOVA, ITALY", "JP": "YOKOHAMA, JAPAN", "KR": "BUSAN, KOREA", "US": "LONG BEACH, USA",
}  # fmt: skip
"""Where goods come in, by country."""
HOME_PORT, CHAMBER = "NINGBO, CHINA", "CHINA COUNCIL FOR THE PROMOTION OF INTERNATIONAL TRADE"
PREPAID = ("CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
"""Terms under which the seller pays the freight."""
PLURALS = {"BOX": "BOXES"}
LATER_DAYS, PRESENTATION_DAYS = 14, 21
"""So long after the promised day the goods may leave; so long after that documents may be presented."""
Confirmation = Mapping[str, Any]
"""Of an order, as sales drew it: what a customer brings to his bank."""


def port_of(country: str) -> str:
    return PORTS.get(country, f"ANY PORT IN {country}")


def bank_of(country: str) -> str:
    """The BIC of a bank that does not exist."""
    return f"GLBK{country}2X"


def number_of(order: str) -> str:
    return f"LC{order.partition('-')[2]}"


def freight_of(incoterm: str) -> str:
    """As the bill is marked."""
    return "prepaid" if incoterm[:3].upper() in PREPAID else "collect"


def mt700(order: Confirmation, today: date) -> str:
    """The credit that the customer's bank issues for an order, at sight, by sea."""
    country, currency = order["deliver_to"]["country"], order["currency"]
    latest = date.fromisoformat(order["promised"] or order["wanted"]) + timedelta(days=LATER_DAYS)
    seller, bank = order["seller"], bank_of(country)
    told = {
        "27": "1/1",
        "40A": "IRREVOCABLE",
        "20": number_of(order["number"]),
        "31C": _day(today),
        "40E": "UCP LATEST VERSION",
        "31D": f"{_day(latest + timedelta(days=PRESENTATION_DAYS))}CHINA",
        "52A": bank,
        "50": "\n".join(_applicant(order, country)),
        "59": f"{seller['name']}\n{seller['address'] or HOME_PORT}".upper(),
        "32B": amount_of(currency, order["total"]),
        "41D": "ANY BANK IN CHINA\nBY NEGOTIATION",
        "42C": "AT SIGHT",
        "42A": bank,
        "43P": "ALLOWED" if order["partial"] else "NOT ALLOWED",
        "43T": "ALLOWED",
        "44E": HOME_PORT,
        "44F": port_of(country),
        "44C": _day(latest),
        "45A": "\n".join(_goods(order)),
        "46A": "\n".join(f"+{one}" for one in _documents(order["incoterm"])),
        "48": f"{PRESENTATION_DAYS:03}/AFTER DATE OF SHIPMENT",
        "49": "WITHOUT",
    }
    return _message(told)


def _applicant(order: Confirmation, country: str) -> Iterable[str]:
    address = order["deliver_to"]
    yield order["customer_name"].upper()
    yield address["street"].upper()
    town = " ".join(filter(None, (address.get("postal_code"), address["city"]))).upper()
    yield f"{town}, {port_of(country).rpartition(', ')[2]}"


def _goods(order: Confirmation) -> Iterable[str]:
    """In English as far as their names are; the article's number beside it."""
    for line in order["lines"]:
        unit = line["unit"].upper().removesuffix("S")
        name = " ".join(word for word in line["name"].upper().split() if word.isascii() and word.isalpha())
        price = f"{order['currency']}{line['unit_price']}"
        yield f"+{line['quantity']} {PLURALS.get(unit, f'{unit}S')} OF {name} {line['item']} AT {price} PER {unit}"
    if order["incoterm"]:
        yield f"+{order['incoterm'].upper()}, INCOTERMS 2020"


def _documents(incoterm: str) -> Iterable[str]:
    yield "SIGNED COMMERCIAL INVOICE IN 3 ORIGINALS"
    yield "PACKING LIST IN 1 ORIGINAL AND 2 COPIES"
    freight = freight_of(incoterm).upper()
    bill = "FULL SET OF CLEAN ON BOARD OCEAN BILLS OF LADING MADE OUT TO ORDER AND BLANK ENDORSED,"
    yield f"{bill} MARKED FREIGHT {freight} AND NOTIFY APPLICANT"
    yield f"CERTIFICATE OF ORIGIN ISSUED BY {CHAMBER}"


def mt734(number: str, today: date, amount: str, discrepancies: Iterable[str]) -> str:
    """The bank refuses, and holds the documents until the customer waives what it found."""
    listed = "\n".join(f"{at}. {one}" for at, one in enumerate(discrepancies, start=1))
    told = {"20": number, "21": "NONREF", "32A": f"{_day(today)}{amount}", "77J": listed, "77B": "/NOTIFY/"}
    return _message(told)


def mt752(number: str, today: date, amount: str) -> str:
    """The issuing bank lets the negotiating one pay."""
    return _message({"20": number, "21": "NONREF", "23": "NEGOTIATE", "30": _day(today), "32B": amount})


def amount_of(currency: str, amount: str) -> str:
    """USD6266,60."""
    whole, _, part = amount.partition(".")
    return f"{currency}{whole},{part}"


def _day(day: date) -> str:
    return f"{day:%y%m%d}"


def _message(told: Mapping[str, str]) -> str:
    return "\n".join(f":{tag}:{text}" for tag, text in told.items())
