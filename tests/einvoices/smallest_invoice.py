"""The least that an invoice in UBL has."""

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
SMALLEST = f"""<Invoice xmlns="{UBL}Invoice-2" xmlns:cac="{UBL}CommonAggregateComponents-2"
    xmlns:cbc="{UBL}CommonBasicComponents-2">
  <cbc:ID>2026-00042</cbc:ID>
  <cbc:IssueDate>2026-10-31</cbc:IssueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:Note>Thank you.</cbc:Note>
  <cbc:Note>#PMT#40 EUR for late payment.</cbc:Note>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>
    <cbc:RegistrationName>Alder SRL</cbc:RegistrationName>
  </cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity>
    <cbc:RegistrationName>Birch SA</cbc:RegistrationName>
  </cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="EUR">0.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">0.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">0.00</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="EUR">0.00</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
</Invoice>"""
