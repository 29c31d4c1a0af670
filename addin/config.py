"""Where the files that travel with Quotepart lie, and where it writes its own."""

import logging
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """The path of a template or of a source of the workbook.

    An installed wheel carries them in ``addin/resources``; a checkout has them beside the package.
    """
    installed = PACKAGE / "resources"
    root = installed if installed.is_dir() else PACKAGE.parent
    return root.joinpath(*parts)


def log_file() -> Path:
    """Where the details of a failure go; its folder is made."""
    path = Path.home() / ".quotepart" / "quotepart.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def logged(failure: BaseException, what: str) -> Path:
    """Put the details of a failure into the log.

    Args:
        failure: What went wrong.
        what: What was being done.

    Returns:
        Where the log is: among the temporary files where the home folder takes none.
    """
    try:
        log = log_file()
    except OSError:
        log = Path(tempfile.gettempdir()) / "quotepart.log"
    handler = logging.FileHandler(log, encoding="utf-8")
    logger = logging.getLogger("quotepart")
    logger.addHandler(handler)
    logger.error("%s", what, exc_info=failure)
    logger.removeHandler(handler)
    handler.close()
    return log
