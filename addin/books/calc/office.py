"""A private LibreOffice: its own profile, its own pipe, its own process group.

Nothing is shared with a LibreOffice that the user has open, and nothing is left behind when the
program ends.
"""

import atexit
import builtins
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from addin.errors import BillingError

# Where Debian and Ubuntu put `uno`, for their own Python.
SYSTEM_PACKAGES = "/usr/lib/python3/dist-packages"
START_SECONDS = 60
STOP_SECONDS = 10
# Ends a process group when this process has ended, however that came about.
WATCH = 'read -r line; kill -9 "-$0"'

# A LibreOffice object: UNO publishes no types.
UnoObject = Any


class OfficeMissingError(BillingError):
    """LibreOffice or its bridge to Python is not installed; takes ``part``."""

    code = "CALC-01"


class OfficeFailedError(BillingError):
    """LibreOffice ended or does not answer; takes ``reason``."""

    code = "CALC-02"


@cache
def bridge() -> ModuleType:
    """LibreOffice's module ``uno``.

    Its import replaces Python's own ``__import__`` by one that changes the errors of every later
    import, and needs a folder of the system's packages on the path; both are taken back.

    Raises:
        OfficeMissingError: The module is not installed, or is made for another Python.
    """
    own_import, own_path = builtins.__import__, sys.path[:]
    # At the end, so that nothing of ours is shadowed by a package of the system.
    sys.path.append(SYSTEM_PACKAGES)
    try:
        import uno  # noqa: PLC0415 - where LibreOffice is absent the module must load all the same
        import unohelper  # noqa: F401, PLC0415 - needs the import of UNO's own, so now or never
    except ImportError as error:
        raise OfficeMissingError(part="python3-uno") from error
    finally:
        builtins.__import__ = own_import
        sys.path[:] = own_path
    module: ModuleType = uno
    return module


def office_command() -> str:
    """The path of the program.

    Raises:
        OfficeMissingError: It is not installed.
    """
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise OfficeMissingError(part="LibreOffice Calc")
    return found


def properties(**values: object) -> tuple[UnoObject, ...]:
    """Named arguments, as UNO takes them."""
    uno = bridge()
    made = []
    for name, value in values.items():
        argument = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        argument.Name, argument.Value = name, value
        made.append(argument)
    return tuple(made)


class Office:
    """One running LibreOffice.

    Attributes:
        started: How many this process has started; the bridge's threads stay when all have ended.
        context: UNO's component context on the other side of the pipe.
        desktop: What documents are opened with.
        folder: Its profile, removed at the end.
        held: The files it has open, beside which it has put a lock.
    """

    started: ClassVar[int] = 0

    def __init__(self, *, visible: bool = False) -> None:
        uno = bridge()
        command = office_command()
        Office.started += 1
        self.held: set[Path] = set()
        self.folder = Path(tempfile.mkdtemp(prefix="quotepart-calc-"))
        self._pipe = f"quotepart-{os.getpid()}-{Office.started}"
        self._process = self._launch(command, visible=visible)
        self._watch = self._watched()
        atexit.register(self.kill)
        try:
            self.context = self._connect(uno)
        except BaseException:
            self.kill()
            raise
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def _launch(self, command: str, *, visible: bool) -> "subprocess.Popen[bytes]":
        options = ["--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
        if not visible:
            options.append("--headless")
        return subprocess.Popen(  # noqa: S603 - our own arguments
            [
                command,
                *options,
                f"-env:UserInstallation={self.folder.as_uri()}",
                f"--accept=pipe,name={self._pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # The command is a script that starts the program: the group is what can be ended.
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Number of the process that leads the group."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the program has not ended."""
        return self._process.poll() is None

    def _watched(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own arguments
            ["/bin/sh", "-c", WATCH, str(self.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # What ends this process, such as Ctrl+C, is not to end the watch before.
            start_new_session=True,
        )

    def _connect(self, uno: ModuleType) -> UnoObject:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        no_connection = uno.getClass("com.sun.star.connection.NoConnectException")
        address = f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext"
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            try:
                return resolver.resolve(address)
            except no_connection:
                if not self.running:
                    status = self._process.returncode
                    raise OfficeFailedError(reason=f"exit status {status}") from None
                time.sleep(0.05)
        raise OfficeFailedError(reason=f"{START_SECONDS} s")

    def service(self, name: str) -> UnoObject:
        """A service of the running program."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def configure(self, path: str, **values: object) -> None:
        """Set values of the throw-away profile.

        Args:
            path: Of their group, such as ``/org.openoffice.Office.Calc/Formula/Load``.
            values: By name.
        """
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        group = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess", properties(nodepath=path)
        )
        for name, value in values.items():
            group.setPropertyValue(name, value)
        group.commitChanges()

    def stop(self) -> None:
        """Ask the program to end, then make sure."""
        # The bridge goes down while the program answers, each time in another way.
        with contextlib.suppress(Exception):
            self.desktop.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self.kill()

    def _unlock(self, path: Path) -> None:
        """Remove the lock of a file; it names the profile it was made by."""
        lock = path.with_name(f".~lock.{path.name}#")
        with contextlib.suppress(OSError):
            if self.folder.name in lock.read_text("utf-8", "replace"):
                lock.unlink()

    def kill(self) -> None:
        """End the whole process group and remove the profile; done twice, it does nothing."""
        atexit.unregister(self.kill)
        self._end_group()
        for path in self.held:
            self._unlock(path)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end_group(self) -> None:
        """End the program and the process that watches over it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._watch.pid, signal.SIGKILL)
        self._watch.wait()
        assert self._watch.stdin is not None
        self._watch.stdin.close()
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
