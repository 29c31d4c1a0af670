"""The program that runs the official rules: a process of its own, for as long as it is needed.

Saxon aborts the whole process that makes a second processor in a short-lived thread, and an abort
must never take Excel along; so this process has one processor, in its main thread, and no other
work. It reads requests from its standard input and answers on its standard output until its parent
closes the pipe, or dies, which closes it too.

A request is two messages: JSON ``{"rules": [path, ...], "seconds": n}`` and an XML document. The
answer is one: a JSON list with, for each path, ``{"fault": reason}`` or ``{"breaches": [...]}``,
where a breach is a list of rule, flag, text and location.
"""

import faulthandler
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree
from saxonche import (  # type: ignore[import-not-found] # it says nothing of its types
    PySaxonApiError,
    PySaxonProcessor,
)

from addin.einvoices.rules.frames import ClosedPipeError, receive, send
from addin.einvoices.rules.rule_files import runnable

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_BREACHES = (f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
_GRACE_SECONDS = 5
"""The parent ends a program that is late; without one, the program ends itself so much later."""

Answer = dict[str, Any]


class Saxon:
    """The one processor of this process, and the rules that it has compiled."""

    def __init__(self) -> None:
        self._processor = PySaxonProcessor(license=False)
        # Rules read their own code lists and nothing from a network.
        self._processor.set_configuration_property(
            "http://saxon.sf.net/feature/allowedProtocols", "file"
        )
        self._xslt = self._processor.new_xslt30_processor()
        self._compiled: dict[str, Callable[[Any], str]] = {}

    def answers(self, rules: list[str], document: bytes) -> list[Answer]:
        """What each file of rules says of a document."""
        node = self._processor.parse_xml(xml_text=document.decode("utf-8"))
        return [self._answer(path, node) for path in rules]

    def _answer(self, path: str, node: Any) -> Answer:  # noqa: ANN401 - a node of Saxon's
        try:
            return {"breaches": breaches(self._rules(path)(node))}
        except (PySaxonApiError, OSError, etree.XMLSyntaxError) as fault:
            return {"fault": str(fault)}

    def _rules(self, path: str) -> Callable[[Any], str]:
        if path not in self._compiled:
            file = Path(path)
            stylesheet = runnable(file.read_bytes(), file.as_uri())
            executable = self._xslt.compile_stylesheet(stylesheet_text=stylesheet)
            self._compiled[path] = lambda node: _transformed(executable, node)
        return self._compiled[path]


def _transformed(executable: Any, node: Any) -> str:  # noqa: ANN401 - objects of Saxon's
    executable.set_global_context_item(xdm_item=node)
    report: str | None = executable.transform_to_string(xdm_node=node)
    if report is None:
        raise PySaxonApiError(executable.error_message)
    return report


def breaches(report: str) -> list[list[str]]:
    """The rule, flag, text and location of each breach in a report of Schematron (SVRL)."""
    root = etree.fromstring(report.encode("utf-8"))
    return [
        [
            found.get("id", ""),
            found.get("flag") or found.get("role") or "fatal",
            " ".join("".join(str(text) for text in found.itertext()).split()),
            found.get("location", ""),
        ]
        for found in root.iter(*_BREACHES)
    ]


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    saxon = Saxon()
    while True:
        try:
            request = json.loads(receive(requests))
            document = receive(requests)
            # Works although Saxon holds the interpreter: the clock is a thread of its own in C.
            faulthandler.dump_traceback_later(request["seconds"] + _GRACE_SECONDS, exit=True)
            answer = saxon.answers(request["rules"], document)
            faulthandler.cancel_dump_traceback_later()
            send(answers, json.dumps(answer).encode())
        except ClosedPipeError:
            return


def main() -> None:
    """Keep the pipe to oneself: whatever else is printed goes where errors go."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with answers:
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
