"""Who sells, buys, is paid, stands for the seller, and where it is delivered."""

from addin.einvoices.model import Address, Contact, Delivery, Payee, TaxRepresentative, TradingParty
from addin.einvoices.reading.elements import Element, identifier_of
from addin.einvoices.reading.ubl.parts import SEPA, UblParts

VAT = "VAT"


class UblParties(UblParts):
    """Reads the parties."""

    def _party(self, party: Element, term: str) -> TradingParty:
        legal = "cac:PartyLegalEntity/cbc:RegistrationName"
        endpoint = self.identifier(party, "cbc:EndpointID")
        identifiers = map(identifier_of, self.all(party, "cac:PartyIdentification/cbc:ID"))
        registered = self._registered(party)
        return TradingParty(
            name=self.required(party, legal, term),
            address=self._address(self.one(party, "cac:PostalAddress")),
            trading_name=self.text(party, "cac:PartyName/cbc:Name"),
            identifiers=tuple(one for one in identifiers if one and one.scheme != SEPA),
            legal_registration=self.identifier(party, "cac:PartyLegalEntity/cbc:CompanyID"),
            vat_identifier=registered.get(VAT, ""),
            tax_registration=next((id_ for tax, id_ in registered.items() if tax != VAT), ""),
            legal_information=self.text(party, "cac:PartyLegalEntity/cbc:CompanyLegalForm"),
            endpoint=endpoint,
            contact=self._contact(self.one(party, "cac:Contact")),
        )

    def _registered(self, party: Element) -> dict[str, str]:
        """The numbers by which a party is registered for taxes, by the name of the tax."""
        return {
            self.text(one, "cac:TaxScheme/cbc:ID"): self.text(one, "cbc:CompanyID")
            for one in self.all(party, "cac:PartyTaxScheme")
        }

    def _contact(self, found: Element | None) -> Contact | None:
        if found is None:
            return None
        contact = Contact(
            self.text(found, "cbc:Name"),
            self.text(found, "cbc:Telephone"),
            self.text(found, "cbc:ElectronicMail"),
        )
        return contact if contact != Contact() else None

    def _address(self, found: Element | None) -> Address | None:
        if found is None:
            return None
        return Address(
            street=self.text(found, "cbc:StreetName"),
            additional=self.text(found, "cbc:AdditionalStreetName"),
            third=self.text(found, "cac:AddressLine/cbc:Line"),
            city=self.text(found, "cbc:CityName"),
            postcode=self.text(found, "cbc:PostalZone"),
            subdivision=self.text(found, "cbc:CountrySubentity"),
            country=self.text(found, "cac:Country/cbc:IdentificationCode"),
        )

    def _payee(self, root: Element) -> Payee | None:
        found = self.one(root, "cac:PayeeParty")
        if found is None:
            return None
        known = map(identifier_of, self.all(found, "cac:PartyIdentification/cbc:ID"))
        return Payee(
            name=self.required(found, "cac:PartyName/cbc:Name", "BT-59"),
            identifier=next((one for one in known if one and one.scheme != SEPA), None),
            legal_registration=self.identifier(found, "cac:PartyLegalEntity/cbc:CompanyID"),
        )

    def _representative(self, root: Element) -> TaxRepresentative | None:
        found = self.one(root, "cac:TaxRepresentativeParty")
        if found is None:
            return None
        return TaxRepresentative(
            name=self.required(found, "cac:PartyName/cbc:Name", "BT-62"),
            vat_identifier=self.required(found, "cac:PartyTaxScheme/cbc:CompanyID", "BT-63"),
            address=self._address(self.one(found, "cac:PostalAddress")),
        )

    def _delivery(self, root: Element) -> Delivery | None:
        found = self.one(root, "cac:Delivery")
        if found is None:
            return None
        return Delivery(
            name=self.text(found, "cac:DeliveryParty/cac:PartyName/cbc:Name"),
            location=self.identifier(found, "cac:DeliveryLocation/cbc:ID"),
            day=self.day(found, "cbc:ActualDeliveryDate", "BT-72"),
            address=self._address(self.one(found, "cac:DeliveryLocation/cac:Address")),
        )
