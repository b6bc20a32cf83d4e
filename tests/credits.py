"""Letters of credit and what becomes of documents under them, as banks send it: MT 700, 707, 734, 752 (LOG-7)."""

from __future__ import annotations

from datetime import date, timedelta

BUYER = "HANSE IMPORT GMBH\nOBERE STR. 57\n20457 HAMBURG, GERMANY"
SELLER = "NINGBO TOOLS CO., LTD.\nNO. 8 HAIER ROAD\nNINGBO, CHINA"


def swift_day(day: date) -> str:
    return f"{day:%y%m%d}"


def mt700(
    number: str = "LC2026-0815",
    amount: str = "USD10000,",
    *,
    today: date = date(2026, 11, 2),
    latest: date | None = None,
    expires: date | None = None,
    **fields: str,
) -> str:
    """A credit for steel bolts by sea; ``fields`` by tag, ``f43P``, stand instead of its own, or none where empty."""
    latest, expires = latest or today + timedelta(days=150), expires or today + timedelta(days=171)
    told = {
        "27": "1/1",
        "40A": "IRREVOCABLE",
        "20": number,
        "31C": swift_day(today),
        "40E": "UCP LATEST VERSION",
        "31D": f"{swift_day(expires)}CHINA",
        "50": BUYER,
        "59": f"/1234567890\n{SELLER}",
        "32B": amount,
        "39A": "05/05",
        "41D": "ANY BANK IN CHINA\nBY NEGOTIATION",
        "42C": "AT SIGHT",
        "42A": "COBADEFF",
        "43P": "ALLOWED",
        "43T": "ALLOWED",
        "44E": "NINGBO, CHINA",
        "44F": "HAMBURG, GERMANY",
        "44C": swift_day(latest),
        "45A": "1000 PCS OF STEEL BOLTS M8 AT USD10.00 PER PC",
        "46A": "+SIGNED COMMERCIAL INVOICE IN 3 FOLD\n+PACKING LIST IN 3 COPIES\n"
        "+FULL SET OF CLEAN ON BOARD OCEAN BILLS OF LADING MADE OUT TO\n"
        "ORDER AND BLANK ENDORSED, MARKED FREIGHT PREPAID, NOTIFY APPLICANT",
        "48": "021/AFTER DATE OF SHIPMENT",
        "49": "WITHOUT",
    }
    told |= {name.removeprefix("f"): text for name, text in fields.items()}
    body = "\n".join(f":{tag}:{text}" for tag, text in told.items() if text)
    return f"{{1:F01BKCHCNBJA92A0000000000}}{{2:O7001200261102COBADEFFAXXX00000000002611021200N}}{{4:\n{body}\n-}}"


def mt707(number: str = "LC2026-0815", *, amendment: int = 1, **fields: str) -> str:
    """An amendment; ``fields`` by tag: ``f44C``."""
    told = {
        "27": "1/1",
        "20": number,
        "21": "NONREF",
        "23": number,
        "26E": str(amendment),
        "30": "261120",
        "22A": "ISSU",
    }
    told |= {name.removeprefix("f"): text for name, text in fields.items()}
    body = "\r\n".join(f":{tag}:{text}" for tag, text in told.items() if text)
    return f"{{1:F01BKCHCNBJA92A0000000000}}{{2:O7071200261120COBADEFFAXXX00000000002611201200N}}{{4:\r\n{body}\r\n-}}"


def mt734(number: str = "LC2026-0815", *, sent: date = date(2026, 11, 4), **fields: str) -> str:
    """A bank refuses documents for two discrepancies; ``fields`` by tag: ``f77B``."""
    told = {
        "20": number,
        "21": "BP-4711",
        "32A": f"{swift_day(sent)}USD10000,",
        "77J": "1. LATE SHIPMENT\n2. BILL OF LADING DOES NOT SHOW THE NOTIFY PARTY\nAS PER CREDIT",
        "77B": "/HOLD/",
    }
    return _answer("734", sent, told, fields)


def mt752(number: str = "LC2026-0815", *, sent: date = date(2026, 11, 6), **fields: str) -> str:
    """A bank lets another one negotiate; ``fields`` by tag: ``f32B``."""
    told = {"20": number, "21": "BP-4711", "23": "NEGOTIATE", "30": swift_day(sent), "32B": "USD10000,"}
    return _answer("752", sent, told, fields)


def _answer(kind: str, sent: date, told: dict[str, str], fields: dict[str, str]) -> str:
    told |= {name.removeprefix("f"): text for name, text in fields.items()}
    body = "\r\n".join(f":{tag}:{text}" for tag, text in told.items() if text)
    day = swift_day(sent)
    head = f"{{1:F01BKCHCNBJA92A0000000000}}{{2:O{kind}1200{day}COBADEFFAXXX0000000000{day}1200N}}"
    return f"{head}{{4:\r\n{body}\r\n-}}"
