"""The command line: arguments in, one job, a report out.

Every command ends with 0 when all is done, 1 when it is done but something was found, and 2 when
it was refused and nothing was written.
"""

from addin.starting import unsearched

with unsearched():
    from addin.cli.catalogue import app
    from addin.cli.process import main

__all__ = ["app", "main"]
