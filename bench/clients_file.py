"""A list of clients as an office manager has it, of any size: invented, and right to the digit."""

from pathlib import Path
from random import Random

import xlsxwriter

HEADINGS = (
    "Client",
    "Nom",
    "Numéro de TVA",
    "Numéro d'entreprise",
    "Périodicité TVA",
    "Adresse",
    "Code postal",
    "Ville",
    "Pays",
    "Langue",
    "Contact",
    "E-mail",
    "Mobile",
    "Abonnement",
    "Délai de paiement (jours)",
    "Suivi depuis le",
    "Comptes bancaires",
)
_TOWNS = (("1000", "Bruxelles"), ("5000", "Namur"), ("9000", "Gent"), ("4000", "Liège"))
_FILINGS = ("mensuelle", "trimestrielle", "annuelle")
_MODES = ("suivi", "remise des documents seulement", "interne")


def client_rows(count: int) -> list[tuple[str | float, ...]]:
    """Rows under ``HEADINGS``; the same every time, all of them sound."""
    chance = Random(7)  # noqa: S311 - nothing is secret
    return [_row(number, chance) for number in range(1, count + 1)]


def _row(number: int, chance: Random) -> tuple[str | float, ...]:
    base = 1_000_000 + number * 89
    enterprise = f"{base:08}{97 - base % 97:02}"
    postcode, city = chance.choice(_TOWNS)
    return (
        f"C{number:06}",
        f"Client {number} SRL",
        f"BE {enterprise[:4]}.{enterprise[4:7]}.{enterprise[7:]}" if number % 2 else enterprise,
        enterprise,
        chance.choice(_FILINGS),
        f"Rue de la Loi {number % 300 + 1}",
        postcode,
        city,
        "BE",
        "français" if number % 3 else "néerlandais",
        f"Marie Dupont {number}",
        f"client{number}@example.be ",
        f"+32 470 {number // 10_000 % 100:02} {number // 100 % 100:02} {number % 100:02}",
        chance.choice(_MODES),
        "14,0" if number % 2 else 30,
        f"{number % 28 + 1:02}/{number % 12 + 1:02}/2026",
        _iban(number),
    )


def _iban(number: int) -> str:
    """A Belgian account of a bank that exists, both of its checks right."""
    national = 5_390_000_000 + number
    account = f"{national:010}{national % 97 or 97:02}"
    return f"BE{98 - int(account + '111400') % 97:02}{account}"


def write_clients(path: Path, count: int) -> None:
    """Write them as an Excel file."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Clients")
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(client_rows(count), 1):
            sheet.write_row(number, 0, row)
