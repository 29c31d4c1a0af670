"""LibreOffice Calc in the place of Excel: an xlwings engine over UNO.

After ``addin.books.calc.engine.activate()`` the code written for Excel runs on Linux, in a real
spreadsheet program: ``xlwings.Book``, its sheets, tables, ranges and names, and the functions of
``addin/udfs.py`` in the cells. LibreOffice loses parts of a workbook made for Excel when it saves
it; it reads and shows such a file, and never writes the user's.
"""
