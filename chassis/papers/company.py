"""Who issues the company's papers."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.value import Value


class Company(BaseSettings):
    """As the environment says, GENDAN_COMPANY_<NAME>; the same for all departments."""

    model_config = SettingsConfigDict(env_prefix="GENDAN_COMPANY_", frozen=True, use_attribute_docstrings=True)

    name: str = "gendan"
    """The company's name as its papers and its bank have it."""
    address: str = ""
    """Its address on papers, in one line."""
    tax_number: str = ""
    """Its tax or VAT number on papers."""
    bank: str = ""
    """Where customers pay: bank, account, SWIFT code, in one line."""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    """Its country (ISO 3166-1 alpha-2); invoices as data need it (FIN-1)."""
    iban: Annotated[str, Field(pattern=r"^([A-Z]{2}\d{2}[A-Z0-9]{11,30})?$")] = ""
    """The account where customers pay, without spaces, in invoices as data."""
    bic: Annotated[str, Field(pattern=r"^([A-Z0-9]{8}([A-Z0-9]{3})?)?$")] = ""
    """The SWIFT code of its bank, in invoices as data."""
    untaxed: Literal["", "Z", "E", "AE", "O"] = ""
    """Why a sale at home without tax has none (UNCL 5305): zero rate, exempt, reverse charge, not taxable."""
    exempted_by: str = ""
    """The law by which an exempt sale is so, in its words; with E above."""


class Issuer(Value):
    """The company on a paper, as it was when the paper was issued."""

    name: str
    address: str = ""
    tax_number: str = ""
    bank: str = ""
    country: str = ""
    iban: str = ""
    bic: str = ""
    untaxed: str = ""
    exempted_by: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Name and address."""
        return tuple(line for line in (self.name, self.address, self.tax_number) if line)


@cache
def issuer() -> Issuer:
    """The company as this process knows it."""
    return Issuer(**Company().model_dump())
