"""xlwings' real converters without a spreadsheet program: cell formulas called as Excel calls them.

``udf_module("addin.udfs")`` gives the module under the real decorators, and ``call_udf`` calls one
of its functions as xlwings' COM server does::

    udfs = udf_module("addin.udfs")
    assert call_udf(udfs.SPLIT_CHECK, [[0.6], [0.4]]) == "OK"

How the real decorators are had on a system without pywin32 is told, and done, in
``addin/books/calc/udfs.py`` alone; importing this module changes nothing for other tests.
"""

from addin.books.calc.udfs import MISSING, call_udf, udf_module
from addin.books.calc.values import ERROR_NUMBERS

__all__ = ["ERROR_NUMBERS", "MISSING", "call_udf", "udf_module"]
