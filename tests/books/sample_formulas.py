"""A few cell formulas to wrap: they come from no product, so that tests may count on them."""
# ruff: noqa: N802 - the name of a cell formula is in capitals, as Excel's own are

import xlwings as xw


@xw.func(category="Quotepart")
@xw.arg("shares", ndim=1, doc="The shares of one project")
@xw.arg("total", doc='What they should come to, "1" for 100 %')
def SHARES_MISSING(shares: list[float], total: float = 1) -> float:
    """What the shares lack of their total.

    Args:
        shares: Fractions.
        total: Usually one.
    """
    return total - sum(shares)


@xw.func(category="Quotepart")
@xw.arg("parts", doc="Texts; é and € are in windows-1252")
def JOINED(*parts: str) -> str:
    """The texts one after the other, "quoted" (é, €)."""
    return "".join(parts)


@xw.func(category="Quotepart")
def ANSWER() -> int:
    """Forty-two."""
    return 42


@xw.sub
def no_formula() -> None:
    """A macro, which the wizard does not list."""
