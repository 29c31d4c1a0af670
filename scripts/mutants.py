"""Faults put into the core on purpose, and those that no test finds.

``python -m scripts.mutants addin.billing.split`` has mutmut change that module in a copy under
``mutants/``, one place at a time (a mutant), and run the tests of the core on each. A mutant that
they let through wants a test, or an entry in ``tests/billing/mutants.toml`` that says why it
changes no result. Without a module, all of the core is examined. Ends with status 1 while a mutant
is unexplained, or an entry explains none any more.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "mutants"
EXPLAINED = ROOT / "tests" / "billing" / "mutants.toml"
CORE = "addin.billing"

MUTMUT = str(Path(sys.executable).with_name("mutmut"))
COPIED = ("addin", "templates", "tests", "workbook", "pyproject.toml", "uv.lock")

# One that never ends was noticed as surely as one that failed a test.
NOTICED = frozenset({"timeout"})
# x_name, or xǁClassǁname for a method
NAME = re.compile(r"(?P<module>[\w.]+)\.x(?:_|ǁ(?P<owner>\w+)ǁ)(?P<function>\w+)__mutmut_\d+")


@dataclass(frozen=True, order=True)
class Mutant:
    """A fault that mutmut put into the core.

    Attributes:
        module: ``addin.billing.split``.
        function: ``split_cents``, or ``Class.method``.
        line: The line as we wrote it, without what stands around it.
        mutant: The line in its place; empty where it was taken out.
    """

    module: str
    function: str
    line: str
    mutant: str

    def __str__(self) -> str:
        """Give it as a diff, under its place."""
        return f"{self.module}, {self.function}\n  - {self.line}\n  + {self.mutant}"


def copy_checkout(root: Path, copy: Path) -> None:
    """Lay what the tests of the core need into a new folder.

    What an earlier run left there goes: mutmut forgets which tests meet which function of a module
    that has not changed since, and takes its mutants for untested.
    """
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, copy / name)


def mutmut(copy: Path, *arguments: str) -> str:
    """What mutmut prints, run in the copy.

    Raises:
        SystemExit: It failed; with the last lines it printed.
    """
    # The first example that fails is enough; there is nobody to read the smallest.
    environment = os.environ | {"PYTEST_ADDOPTS": "--hypothesis-profile=mutants"}
    done = subprocess.run(  # noqa: S603 # our own
        [MUTMUT, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        printed = (done.stdout + done.stderr).splitlines()
        sys.exit("\n".join(["mutmut could not be run:", *printed[-20:]]))
    return done.stdout


def unnoticed(results: str, modules: Iterable[str]) -> list[str]:
    """Name, in the words of mutmut, the mutants of some modules that no test noticed.

    Args:
        results: What ``mutmut results`` prints: a name and an outcome per line, those that a test
            killed left out.
        modules: What was examined; of the others nothing is known.
    """
    examined = tuple(f"{module}." for module in modules)
    outcomes = (line.strip().rpartition(": ") for line in results.splitlines())
    return [
        name
        for name, _, outcome in outcomes
        if name.startswith(examined) and outcome not in NOTICED
    ]


def read_mutant(name: str, shown: str) -> Mutant:
    """Give a mutant by its name for mutmut and the diff that ``mutmut show`` prints of it."""
    named = NAME.fullmatch(name)
    assert named, name
    function = ".".join(filter(None, (named["owner"], named["function"])))
    diff = shown.partition("@@")[2].splitlines()[1:]
    line, mutant = (
        " ".join(text[1:].strip() for text in diff if text.startswith(sign)) for sign in "-+"
    )
    return Mutant(named["module"], function, line, mutant)


@dataclass(frozen=True, slots=True)
class Explained:
    """The mutants that change no result.

    Attributes:
        reasons: Why, by mutant.
        everywhere: Texts, and what may stand in their place in any line of the core.
    """

    reasons: Mapping[Mutant, str]
    everywhere: Collection[tuple[str, str]] = ()

    def covers(self, mutant: Mutant) -> bool:
        """Whether a mutant is explained, by itself or by what holds everywhere."""
        return mutant in self.reasons or any(
            text in mutant.line and mutant.line.replace(text, other) == mutant.mutant
            for text, other in self.everywhere
        )


def read_explained(path: Path) -> Explained:
    """What the kept list explains."""
    kept = tomllib.loads(path.read_text("utf-8"))
    reasons = {
        Mutant(entry["module"], entry["function"], entry["line"], mutant): entry["reason"]
        for entry in kept.get("equivalent", [])
        for mutant in entry["mutants"]
    }
    everywhere = [
        (entry["text"], other) for entry in kept.get("everywhere", []) for other in entry["mutants"]
    ]
    return Explained(reasons, everywhere)


def verdict(
    survivors: Iterable[Mutant], explained: Explained, modules: Collection[str]
) -> Iterator[str]:
    """What is to be mended, a paragraph each: nothing where every survivor is explained."""
    found = set(survivors)
    for mutant in sorted(found):
        if not explained.covers(mutant):
            yield f"No test notices: {mutant}"
    for mutant in sorted(set(explained.reasons) - found):
        if mutant.module in modules:
            yield f"Explained, but a test notices it or it is gone: {mutant}"


def modules_of_the_core(root: Path) -> list[str]:
    """The dotted names of the modules of the core, in the order of the alphabet."""
    found = root.joinpath(*CORE.split(".")).glob("*.py")
    return sorted(f"{CORE}.{path.stem}" for path in found if path.stem != "__init__")


def main(arguments: Sequence[str] | None = None) -> int:
    """Examine modules; 0, or 1 after what is to be mended."""
    parser = argparse.ArgumentParser(description="Name the faults in the core that no test finds.")
    known = modules_of_the_core(ROOT)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as addin.billing.split")
    modules = parser.parse_args(arguments).modules or known
    if unknown := sorted(set(modules) - set(known)):
        parser.error(f"{', '.join(unknown)}: not a module of {CORE}")
    copy_checkout(ROOT, COPY)
    mutmut(COPY, "run", *(f"{module}.*" for module in modules))
    names = unnoticed(mutmut(COPY, "results"), modules)
    survivors = [read_mutant(name, mutmut(COPY, "show", name)) for name in names]
    faults = list(verdict(survivors, read_explained(EXPLAINED), modules))
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{len(modules)} modules examined, {len(faults)} mutants to look at.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
