"""Make ``.venv``, the environment that ``uv.lock`` describes, from a Python and nothing else.

It runs before anything is installed, so it imports the standard library only. uv does the work;
where the machine has none, it goes into ``.uv``, in the version that the lock file names. Some
Pythons refuse pip, some come without venv, some without both: each way to get uv is tried in turn.
"""

import argparse
import hashlib
import io
import os
import platform
import shutil
import ssl
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)


class WayClosedError(Exception):
    """A way to get uv does not work on this machine; the text says why."""


def locked_uv(root: Path) -> dict[str, Any]:
    """The entry of uv in the lock file: its version, and a wheel per kind of machine."""
    packages = tomllib.loads((root / "uv.lock").read_text("utf-8"))["package"]
    return next(package for package in packages if package["name"] == "uv")


def run(*command: str | Path) -> None:
    """Run a command without showing what it prints.

    Raises:
        WayClosedError: It cannot be run, or it failed; with the last line it printed.
    """
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 # our own
    except OSError as error:
        raise WayClosedError(str(error)) from error
    except subprocess.CalledProcessError as error:
        printed = (error.stdout + error.stderr).strip().splitlines()
        raise WayClosedError(printed[-1] if printed else f"status {error.returncode}") from error


def pip_install(python: str | Path, root: Path, *options: str) -> None:
    """Install uv with the pip of ``python``, from wherever that pip is set up to look."""
    quiet = ("--quiet", "--disable-pip-version-check")
    wanted = f"uv=={locked_uv(root)['version']}"
    run(python, "-m", "pip", "install", *quiet, *options, wanted)


def by_venv(root: Path) -> None:
    """Into a virtual environment of its own: what works on most machines."""
    run(sys.executable, "-m", "venv", "--clear", root / ".uv")
    pip_install(root / ".uv" / "bin" / "python", root)


def by_pip(root: Path) -> None:
    """Into a plain folder: for a Python without venv, even one that refuses pip (PEP 668)."""
    pip_install(sys.executable, root, "--upgrade", "--target", str(root / ".uv"))


def by_download(root: Path) -> None:
    """From the address in the lock file: for a Python with neither venv nor pip."""
    wheel = wheel_for_this_machine(locked_uv(root)["wheels"])
    try:
        # the address and the digest are those of the committed lock file
        with urlopen(wheel["url"]) as answer:  # noqa: S310
            content: bytes = answer.read()
    except OSError as error:
        raise WayClosedError(str(error)) from error
    if hashlib.sha256(content).hexdigest() != wheel["hash"].removeprefix("sha256:"):
        raise WayClosedError("what was downloaded is not what the lock file names")
    unpack(content, root / ".uv" / "bin" / "uv")


def wheel_for_this_machine(wheels: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The wheel for this system and processor, by its file name.

    Raises:
        WayClosedError: There is none.
    """
    system = "macosx"
    if sys.platform.startswith("linux"):
        system = "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    for wheel in wheels:
        name = wheel["url"].rsplit("/", 1)[-1]
        if system in name and name.endswith(f"_{platform.machine()}.whl"):
            return wheel
    raise WayClosedError(f"uv is not made for {system} on {platform.machine()}")


def unpack(wheel: bytes, target: Path) -> None:
    """Write the program that a wheel of uv carries."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        program = next(name for name in archive.namelist() if name.endswith("/scripts/uv"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(program))
    target.chmod(0o755)


WAYS: tuple[Callable[[Path], None], ...] = (by_venv, by_pip, by_download)


def find_uv(root: Path) -> Path | None:
    """The uv of the machine, else the one in ``.uv``; None where neither runs."""
    on_path = shutil.which("uv")
    for uv in (Path(on_path) if on_path else None, root / ".uv" / "bin" / "uv"):
        try:
            if uv:
                run(uv, "--version")
                return uv
        except WayClosedError:
            continue
    return None


def get_uv(root: Path, ways: Sequence[Callable[[Path], None]] = WAYS) -> Path:
    """The uv of this machine, put into ``.uv`` first where there is none.

    Raises:
        SystemExit: No way is open; with what each one met, and the remedy.
    """
    met = []
    for way in ways:
        if uv := find_uv(root):
            return uv
        shutil.rmtree(root / ".uv", ignore_errors=True)
        try:
            way(root)
        except WayClosedError as error:
            met.append(f"  {way.__name__.replace('_', ' ')}: {error}")
    if uv := find_uv(root):
        return uv
    sys.exit(
        "uv, which installs what Quotepart needs, could not be had:\n"
        + "\n".join(met)
        + "\nConnect this machine to the internet, or install uv or venv yourself"
        " (Debian, Ubuntu: apt-get install python3-venv), and run make again."
    )


def python_for(root: Path) -> str:
    """The Python of ``.venv`` where it still runs and is recent enough, else the one running."""
    kept = root / ".venv" / "bin" / "python"
    try:
        run(kept, "-c", f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})")
    except WayClosedError:
        return sys.executable
    return str(kept)


def trusts_certificates_of_its_own() -> bool:
    """Whether the machine has certificates: those of an office's proxy are among them."""
    paths = ssl.get_default_verify_paths()
    folder = Path(paths.capath or "/nowhere")
    return (
        sys.platform == "darwin"
        or paths.cafile is not None
        or (folder.is_dir() and any(folder.iterdir()))
    )


def sync(uv: Path, root: Path, *, tests: bool) -> int:
    """Bring ``.venv`` to what the lock file says; the exit status of uv.

    Args:
        uv: The program.
        root: The checkout.
        tests: Whether what the tests and checks need is installed too. Without it, what an
            earlier call installed stays.
    """
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    environment |= {
        "UV_PROJECT_ENVIRONMENT": ".venv",
        "UV_PYTHON": python_for(root),
        "UV_PYTHON_DOWNLOADS": "never",
    }
    if trusts_certificates_of_its_own():
        environment.setdefault("UV_SYSTEM_CERTS", "1")
    if not (root / ".venv").is_dir():
        sys.stdout.write("Making the environment in .venv: once, some ten seconds to a minute.\n")
        sys.stdout.flush()
    options = [] if tests else ["--no-dev", "--inexact"]
    command = [str(uv), "sync", "--frozen", "--quiet", *options]
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode  # noqa: S603


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the environment; 0, or 1 after a sentence on what is missing."""
    parser = argparse.ArgumentParser(description="Make .venv from uv.lock.")
    parser.add_argument("--no-dev", action="store_true", help="leave out what only tests need")
    wanted = parser.parse_args(arguments)
    if sync(get_uv(ROOT), ROOT, tests=not wanted.no_dev) == 0:
        return 0
    sys.stderr.write(
        "The environment could not be made; uv says why above. If it met the network, run make"
        " again when it is back; if .venv is damaged, remove that folder first.\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
