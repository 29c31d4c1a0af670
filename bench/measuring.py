"""What one way of doing a job costs, measured inside the process that does it."""

import json
import resource
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Lap:
    """What one stage took.

    Attributes:
        wall: Seconds by the clock; other work on the machine lengthens them.
        cpu: Seconds of processor time of this process.
    """

    wall: float
    cpu: float


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


@dataclass
class Laps:
    """A stopwatch: each ``lap`` ends the stage that began with the one before.

    Attributes:
        facts: What the way says about its result.
        start_seconds: Processor time from the start of the process: Python itself and its imports.
    """

    laps: dict[str, Lap] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    start_seconds: float = field(default_factory=time.process_time)
    _since: tuple[float, float] = field(default_factory=_now)

    def start(self) -> None:
        """Begin a stage; what came since the last lap counts for nothing."""
        self._since = _now()

    def lap(self, stage: str) -> None:
        """End a stage, and begin the next."""
        wall, cpu = _now()
        self.laps[stage] = Lap(wall - self._since[0], cpu - self._since[1])
        self.start()

    def tell(self) -> None:
        """Hand everything to the process that asked, as one line of JSON."""
        laps = {stage: asdict(lap) for stage, lap in self.laps.items()}
        told = {
            "start_seconds": self.start_seconds,
            "laps": laps,
            "peak_megabytes": peak_megabytes(),
            "facts": self.facts,
        }
        sys.stdout.write(json.dumps(told) + "\n")


def peak_megabytes() -> int:
    """The most memory that this process has had."""
    if _STATUS.is_file():
        # Linux counts what the parent had before the start in ru_maxrss, but not here.
        lines = (line.split() for line in _STATUS.read_text("ascii").splitlines())
        return next(int(line[1]) for line in lines if line[0] == "VmHWM:") >> 10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> (20 if sys.platform == "darwin" else 10)
