"""Who sells, buys, is paid, stands for the seller, and where it is delivered."""

from addin.einvoices.model import Address, Contact, Delivery, Payee, TaxRepresentative, TradingParty
from addin.einvoices.reading.cii.parts import DATE, CiiParts
from addin.einvoices.reading.elements import Element, identifier_of

VAT_NUMBER, TAX_NUMBER = "VA", "FC"


class CiiParties(CiiParts):
    """Reads the parties."""

    def _party(self, party: Element, term: str) -> TradingParty:
        legal = "ram:SpecifiedLegalOrganization/ram:"
        registered = self._registered(party)
        return TradingParty(
            name=self.required(party, "ram:Name", term),
            address=self._address(self.one(party, "ram:PostalTradeAddress")),
            trading_name=self.text(party, f"{legal}TradingBusinessName"),
            identifiers=tuple(self._identifiers(party)),
            legal_registration=self.identifier(party, f"{legal}ID"),
            vat_identifier=registered.get(VAT_NUMBER, ""),
            tax_registration=registered.get(TAX_NUMBER, ""),
            legal_information=self.text(party, "ram:Description"),
            endpoint=self.identifier(party, "ram:URIUniversalCommunication/ram:URIID"),
            contact=self._contact(self.one(party, "ram:DefinedTradeContact")),
        )

    def _registered(self, party: Element) -> dict[str, str]:
        """The numbers by which a party is registered for taxes, by their kind."""
        numbers = map(identifier_of, self.all(party, "ram:SpecifiedTaxRegistration/ram:ID"))
        return {one.scheme: one.value for one in numbers if one}

    def _contact(self, found: Element | None) -> Contact | None:
        if found is None:
            return None
        person, department = (
            self.text(found, f"ram:{name}Name") for name in ("Person", "Department")
        )
        contact = Contact(
            ", ".join(filter(None, (person, department))),
            self.text(found, "ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
            self.text(found, "ram:EmailURIUniversalCommunication/ram:URIID"),
        )
        return contact if contact != Contact() else None

    def _address(self, found: Element | None) -> Address | None:
        if found is None:
            return None
        return Address(
            street=self.text(found, "ram:LineOne"),
            additional=self.text(found, "ram:LineTwo"),
            third=self.text(found, "ram:LineThree"),
            city=self.text(found, "ram:CityName"),
            postcode=self.text(found, "ram:PostcodeCode"),
            subdivision=self.text(found, "ram:CountrySubDivisionName"),
            country=self.text(found, "ram:CountryID"),
        )

    def _payee(self, settlement: Element) -> Payee | None:
        found = self.one(settlement, "ram:PayeeTradeParty")
        if found is None:
            return None
        return Payee(
            name=self.required(found, "ram:Name", "BT-59"),
            identifier=next(self._identifiers(found), None),
            legal_registration=self.identifier(found, "ram:SpecifiedLegalOrganization/ram:ID"),
        )

    def _representative(self, agreement: Element) -> TaxRepresentative | None:
        found = self.one(agreement, "ram:SellerTaxRepresentativeTradeParty")
        if found is None:
            return None
        return TaxRepresentative(
            name=self.required(found, "ram:Name", "BT-62"),
            vat_identifier=self.required(found, "ram:SpecifiedTaxRegistration/ram:ID", "BT-63"),
            address=self._address(self.one(found, "ram:PostalTradeAddress")),
        )

    def _delivery(self, delivery: Element) -> Delivery | None:
        path = f"ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/{DATE}"
        day, to = self.day(delivery, path, "BT-72"), self.one(delivery, "ram:ShipToTradeParty")
        if to is None:
            return Delivery(day=day) if day else None
        return Delivery(
            name=self.text(to, "ram:Name"),
            location=next(self._identifiers(to), None),
            day=day,
            address=self._address(self.one(to, "ram:PostalTradeAddress")),
        )
