"""A PDF/A-3 that holds an invoice as CII says so in its metadata: Factur-X 1.0, which is ZUGFeRD 2 (FIN-1).

typst attaches the file, but writes no metadata of others (its issue 5667). So they are put into its own, by pypdf.
"""

from __future__ import annotations

from io import BytesIO

FILE = "factur-x.xml"
PROPERTIES = {
    "DocumentFileName": ("The name of the embedded XML document", FILE),
    "DocumentType": ("The type of the hybrid document in capital letters", "INVOICE"),
    "Version": ("The version of the standard of the embedded XML document", "1.0"),
    "ConformanceLevel": ("The conformance level of the embedded XML document", "EN 16931"),
}
"""Each with what it means, as PDF/A wants it described; of a credit note too, the type is INVOICE."""
NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
DESCRIBED = (
    '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
    f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
)
PROPERTY = (
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:category>external</pdfaProperty:category>'
    "<pdfaProperty:description>{meaning}</pdfaProperty:description><pdfaProperty:name>{name}</pdfaProperty:name>"
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
)
END_OF_SCHEMAS, END_OF_ALL = "</rdf:Bag></pdfaExtension:schemas>", "</rdf:RDF>"
"""Where typst's metadata take in another schema, and what it says of this document."""
HEADER = "%PDF-1.7"
"""As typst writes it; pypdf would write another."""


def declared(pdf: bytes) -> bytes:
    """The PDF of typst with the metadata; the same in is the same out."""
    from pypdf import PdfWriter  # brings Pillow along, which no department needs at its start
    from pypdf.generic import StreamObject

    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.pdf_header = HEADER
    metadata = writer.root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    metadata.set_data(_told(metadata.get_data().decode()).encode())
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _told(metadata: str) -> str:
    assert metadata.count(END_OF_SCHEMAS) == metadata.count(END_OF_ALL) == 1
    properties = "".join(PROPERTY.format(name=name, meaning=meaning) for name, (meaning, _) in PROPERTIES.items())
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, (_, value) in PROPERTIES.items())
    description = f'<rdf:Description rdf:about="" xmlns:fx="{NAMESPACE}">{values}</rdf:Description>'
    schemas = DESCRIBED.format(properties=properties) + END_OF_SCHEMAS
    return metadata.replace(END_OF_SCHEMAS, schemas).replace(END_OF_ALL, description + END_OF_ALL)
