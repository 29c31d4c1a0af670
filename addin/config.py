"""Where the files that travel with Quotepart lie, and where it writes its own."""

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
