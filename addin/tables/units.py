"""Names of units: those that come with Quotepart have a code, and a name in each language."""

from functools import cache

from addin.words import Language, catalogue, words


@cache
def _codes() -> dict[str, str]:
    """Code of each unit, by its name in any language."""
    codes: dict[str, str] = {}
    for code, said in catalogue("lists")["unit"].items():
        codes |= {name.lower(): code for name in (code, *words(said).all())}
    return codes


def unit_code(unit: str) -> str:
    """The code of a unit; one that does not come with Quotepart is its own.

    >>> unit_code("heure"), unit_code("pallet")
    ('hour', 'pallet')
    """
    return _codes().get(unit.lower(), unit)


def unit_shown(code: str, language: Language) -> str:
    """What the sheet shows for a unit.

    >>> unit_shown("hour", Language.FR)
    'heure'
    """
    said = catalogue("lists")["unit"].get(code)
    return code if said is None else words(said)[language]
