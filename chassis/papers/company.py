"""Who issues the company's papers."""

from __future__ import annotations

from functools import cache

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


class Issuer(Value):
    """The company on a paper, as it was when the paper was issued."""

    name: str
    address: str = ""
    tax_number: str = ""
    bank: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Name and address."""
        return tuple(line for line in (self.name, self.address, self.tax_number) if line)


@cache
def issuer() -> Issuer:
    """The company as this process knows it."""
    return Issuer(**Company().model_dump())
