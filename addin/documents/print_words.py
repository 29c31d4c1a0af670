"""The few words of an invoice that depend on its figures; all others stand in the template."""

from collections.abc import Mapping
from types import MappingProxyType

from addin.billing.choices import VatCategory
from addin.words import Words, words

# Instead of a rate, in the narrow column of a line (first) and in the VAT table (second). What the
# law wants said besides is a mention of the invoice. "Btw verlegd" and "Autoliquidation" are the
# words of article 20 of the Belgian royal decree no. 1, "Steuerschuldnerschaft des
# Leistungsempfängers" those of directive 2006/112/EC, article 226 (11a).
VAT_REASONS: Mapping[VatCategory, tuple[Words, Words]] = MappingProxyType(
    {
        VatCategory.Z: (
            words("Zero rate | Taux zéro | Nultarief | Nullsatz"),
            words("Zero rate | Taux zéro | Nultarief | Nullsatz"),
        ),
        VatCategory.E: (
            words("Exempt | Exonéré | Vrijgesteld | Steuerfrei"),
            words("Exempt | Exonération de TVA | Vrijgesteld van btw | Steuerbefreit"),
        ),
        VatCategory.AE: (
            words("Reverse charge | Autoliquidation | Btw verlegd | Reverse-Charge"),
            words(
                "Reverse charge | Autoliquidation | Btw verlegd"
                " | Steuerschuldnerschaft des Leistungsempfängers"
            ),
        ),
        VatCategory.K: (
            words("Intra-EU | Intracom. | Intracom. | Innergem."),
            words(
                "Intra-Community supply | Livraison intracommunautaire"
                " | Intracommunautaire levering | Innergemeinschaftliche Lieferung"
            ),
        ),
        VatCategory.G: (
            words("Export | Exportation | Uitvoer | Ausfuhr"),
            words("Export outside the EU | Exportation hors UE | Uitvoer buiten de EU | Ausfuhr"),
        ),
        VatCategory.O: (
            words("No VAT | Hors TVA | Buiten btw | Ohne MwSt."),
            words(
                "Outside the scope of VAT | Hors champ de la TVA"
                " | Buiten toepassingsgebied btw | Nicht steuerbar"
            ),
        ),
    }
)

# How the number of the register of companies is called in its country.
REGISTER: Mapping[str, Words] = MappingProxyType(
    {
        "BE": words("Company no. | N° d'entreprise | Ondernemingsnr. | Unternehmensnr."),
        "FR": words("SIREN | SIREN | SIREN | SIREN"),
        "NL": words("KVK | KVK | KVK | KVK"),
        "LU": words("RCS | RCS | RCS | RCS"),
    }
)
OTHER_REGISTER = words("Company no. | N° d'immatriculation | Ondernemingsnr. | Registernr.")

# The discount of an invoice that does not say what each of its discounts is for.
USUAL_DISCOUNT = words("Discount | Remise | Korting | Rabatt")

# What a buyer who pays early must know of the VAT, by whether VAT is on the whole amount. Directive
# 2006/112/EC, articles 79 (a) and 90; Belgium: VAT code, article 28, 1°; France: Code général des
# impôts, articles 267, II, 1° and 272, 1.
EARLY_NOTES: Mapping[bool, Words] = MappingProxyType(
    {
        True: words(
            "If you pay early, reduce the VAT that you deduct by {vat}."
            " | En cas d'escompte, la TVA que vous déduisez est à diminuer de {vat}."
            " | Bij betaling met korting vermindert u de btw die u aftrekt met {vat}."
            " | Bei Abzug von Skonto ist Ihr Vorsteuerabzug um {vat} zu mindern."
        ),
        False: words(
            "VAT is on the amount after this discount, whether it is taken or not."
            " | La TVA est calculée après déduction de cet escompte, qu'il soit pris ou non."
            " | De btw is berekend na aftrek van deze korting, of ze nu genomen wordt of niet."
            " | Die MwSt. ist nach Abzug dieses Skontos berechnet, ob es genutzt wird oder nicht."
        ),
    }
)

# What a Belgian credit note with VAT says. Royal decree no. 4, article 4.
VAT_TO_GIVE_BACK = words(
    "VAT to be repaid to the State in so far as it was initially deducted."
    " | TVA à reverser à l'État dans la mesure où elle a été initialement déduite."
    " | Btw terug te storten aan de Staat in de mate waarin ze oorspronkelijk in aftrek werd"
    " gebracht."
    " | MwSt. an den Staat zurückzuzahlen, soweit sie ursprünglich abgezogen wurde."
)

# What changes what a client owes, before the number of its invoice.
MOVEMENTS: Mapping[str, Words] = MappingProxyType(
    {
        "invoice": words("Invoice | Facture | Factuur | Rechnung"),
        "credit": words("Credit note | Note de crédit | Creditnota | Gutschrift"),
        "avoir": words("Credit note | Avoir | Creditnota | Gutschrift"),  # of a firm in France
        "payment": words("Payment of | Paiement de | Betaling van | Zahlung zu"),
        "refund": words("Paid back on | Remboursé sur | Terugbetaald op | Erstattet auf"),
    }
)
