"""Where the official rules are asked for: starts the program that runs them, and minds it."""

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from addin import config
from addin.einvoices.rules.frames import ClosedPipeError, receive, send

SECONDS = 60
"""A document may take so long, the rules' own compiling included; it takes a hundredth of one."""

PROGRAM = "addin.einvoices.rules.worker"


@dataclass(frozen=True, slots=True)
class Found:
    """A breach as the rules report it; see ``Breach``."""

    rule: str
    flag: str
    text: str
    location: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one file of rules says.

    Attributes:
        fault: Why it could not be run; empty where it was.
    """

    found: tuple[Found, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request.

    Attributes:
        answers: One for each file of rules; empty where there is no reply.
        late: The program took too long and was ended.
        gone: How often the program ended by itself, once or twice.
    """

    answers: tuple[Answer, ...] = ()
    late: bool = False
    gone: int = 0


class Desk:
    """One program that runs the rules: started when first asked, ended with Quotepart.

    Threads may ask at the same time; they are served one after the other. A program that ends by
    itself is started anew, once for a document.
    """

    def __init__(self, seconds: float = SECONDS, program: Sequence[str] = ("-m", PROGRAM)) -> None:
        """``program`` is what Python is to run; its time for a document is ``seconds``."""
        self._seconds = seconds
        self._program = tuple(program)
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def ask(self, rules: Sequence[Path], document: bytes) -> Reply:
        """Run files of rules on a document, which is XML in UTF-8 without a document type."""
        request = json.dumps({"rules": [str(one) for one in rules], "seconds": self._seconds})
        with self._turn:
            for gone in range(2):
                try:
                    return Reply(_answers(self._exchanged(request.encode(), document)), gone=gone)
                except _LateError:
                    return Reply(late=True, gone=gone)
                except ClosedPipeError:
                    continue
        return Reply(gone=2)

    def close(self) -> None:
        """End the program, if it runs; it is started again when it is asked again."""
        with self._turn:
            self._end()

    @property
    def pid(self) -> int | None:
        """The number of the process that runs the rules; None while there is none."""
        return None if self._process is None else self._process.pid

    def _exchanged(self, request: bytes, document: bytes) -> bytes:
        process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with _limit(process, self._seconds):
                send(_binary(process.stdin), request, document)
                return receive(_binary(process.stdout))
        except (ClosedPipeError, _LateError):
            self._end()
            raise

    def _started(self) -> subprocess.Popen[bytes]:
        """The program, in this Python; what it prints besides is for the log of nobody."""
        paths = [str(config.PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            # Nothing that lies in the folder at work is taken for a module of ours.
            [sys.executable, "-P", *self._program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
            # Excel's Python has no window, and this one is to open none either.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        atexit.register(self.close)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        atexit.unregister(self.close)
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _binary(pipe).close()
        process.wait()


class _LateError(Exception):
    """The time is over."""


@contextlib.contextmanager
def _limit(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """End a process that is still at work after some seconds."""
    over = threading.Event()

    def end() -> None:
        over.set()
        process.kill()

    clock = threading.Timer(seconds, end)
    clock.daemon = True
    clock.start()
    try:
        yield
    except ClosedPipeError:
        if over.is_set():
            raise _LateError from None
        raise
    finally:
        clock.cancel()
        clock.join()


def _binary(pipe: Any) -> BinaryIO:  # noqa: ANN401 - subprocess says no more of its pipes
    assert pipe is not None
    opened: BinaryIO = pipe
    return opened


def _answers(message: bytes) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            found=tuple(Found(*breach) for breach in one.get("breaches", ())),
            fault=one.get("fault", ""),
        )
        for one in json.loads(message)
    )
