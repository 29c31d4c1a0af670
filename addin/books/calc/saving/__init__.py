"""Saving what was done in LibreOffice: the file is patched by us, never written by LibreOffice.

What the document held when it was loaded is compared with what it holds now; the difference goes
into the closed file cell by cell and row by row, and what cannot go there is told.
"""
