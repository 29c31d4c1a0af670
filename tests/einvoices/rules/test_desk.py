"""The program that runs the rules: minded, ended, started anew, and never waited for for ever."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from addin.einvoices.rules.desk import PROGRAM, Desk, Reply

RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<pattern><rule context="/a"><assert id="R-1" flag="fatal" test="b">[R-1]-There is no
  b.</assert><assert id="R-2" flag="warning" test="matches(@c, '^\\d+$')">No number.</assert>
</rule></pattern></schema>"""
ENDLESS = """<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform" version="2.0">
<x:template match="/">
<x:value-of select="count((for $i in 1 to 900000000 return $i mod 7)[. > 7])"/>
</x:template></x:stylesheet>"""


@contextmanager
def opened(desk: Desk) -> Iterator[Desk]:
    try:
        yield desk
    finally:
        desk.close()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.sch"
    path.write_text(RULES, "utf-8")
    return path


def found(reply: Reply) -> list[str]:
    return [one.rule for answer in reply.answers for one in answer.found]


def test_rules_are_run_and_their_breaches_told(desk: Desk, rules: Path) -> None:
    reply = desk.ask([rules, rules], b"<a c='x'/>")

    assert [len(answer.found) for answer in reply.answers] == [2, 2]
    first, second = reply.answers[0].found
    assert (first.rule, first.flag, first.text) == ("R-1", "fatal", "[R-1]-There is no b.")
    assert first.location.endswith("a") or "*:a" in first.location
    assert (second.rule, second.flag) == ("R-2", "warning")
    assert found(desk.ask([rules], b"<a c='12'><b/></a>")) == []


def test_the_program_is_started_once_for_many_documents(desk: Desk, rules: Path) -> None:
    desk.ask([rules], b"<a/>")
    before = desk.pid

    for _ in range(20):
        desk.ask([rules], b"<a/>")

    assert desk.pid == before is not None


def test_rules_that_cannot_be_run_say_why_and_leave_the_others_alone(
    desk: Desk, rules: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xslt"
    broken.write_text(ENDLESS.replace("count((", "cuont(("), "utf-8")

    reply = desk.ask([broken, tmp_path / "gone.sch", rules], b"<a/>")

    assert reply.answers[0].fault
    assert "gone.sch" in reply.answers[1].fault
    assert found(reply) == ["R-1", "R-2"]


def test_rules_read_nothing_from_a_network(desk: Desk, tmp_path: Path) -> None:
    curious = tmp_path / "curious.xslt"
    asking = "doc('http://127.0.0.1:9/a.xml')"
    curious.write_text(
        '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform" version="2.0">'
        f'<x:template match="/"><x:copy-of select="{asking}"/></x:template></x:stylesheet>',
        "utf-8",
    )

    assert "prohibited" in desk.ask([curious], b"<a/>").answers[0].fault


def test_two_threads_each_get_their_own_answer(desk: Desk, rules: Path) -> None:
    answers: dict[int, list[list[str]]] = {0: [], 1: []}
    documents = (b"<a/>", b"<a c='1'/>")

    def ask(place: int) -> None:
        answers[place] = [found(desk.ask([rules], documents[place])) for _ in range(50)]

    threads = [threading.Thread(target=ask, args=(place,)) for place in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {0: [["R-1", "R-2"]] * 50, 1: [["R-1"]] * 50}


def test_a_program_killed_at_work_is_started_again_and_that_is_told(
    tmp_path: Path, rules: Path
) -> None:
    slow = tmp_path / "slow.xslt"
    slow.write_text(ENDLESS.replace("900000000", "3000000"), "utf-8")
    with opened(Desk()) as desk:
        desk.ask([rules], b"<a/>")
        first = desk.pid
        assert first is not None
        threading.Timer(0.05, os.kill, (first, signal.SIGTERM)).start()

        reply = desk.ask([slow, rules], b"<a/>")

        assert reply.gone == 1
        assert found(reply) == ["R-1", "R-2"]
        assert desk.pid not in {first, None}


def test_a_program_that_always_ends_is_not_tried_for_ever(rules: Path) -> None:
    with opened(Desk(program=("-c", "raise SystemExit(3)"))) as desk:
        assert desk.ask([rules], b"<a/>") == Reply(gone=2)
        assert desk.pid is None


def test_a_program_that_takes_too_long_is_ended_and_the_next_document_gets_its_answer(
    tmp_path: Path, rules: Path
) -> None:
    endless = tmp_path / "endless.xslt"
    endless.write_text(ENDLESS, "utf-8")
    with opened(Desk(seconds=3)) as desk:
        desk.ask([rules], b"<a/>")

        assert desk.ask([endless], b"<a/>") == Reply(late=True)
        assert found(desk.ask([rules], b"<a/>")) == ["R-1", "R-2"]


def test_what_the_program_prints_besides_is_no_answer(rules: Path) -> None:
    noisy = (
        f"import os; from {PROGRAM} import Saxon, main; told = Saxon.answers;"
        "Saxon.answers = lambda *asked: os.write(1, b'Fatal error!') and told(*asked); main()"
    )
    with opened(Desk(program=("-c", noisy))) as desk:
        assert found(desk.ask([rules], b"<a/>")) == ["R-1", "R-2"]


def test_nothing_is_left_when_the_desk_is_closed(rules: Path) -> None:
    with opened(Desk()) as desk:
        desk.ask([rules], b"<a/>")
        pid = desk.pid
        assert pid is not None
        desk.close()

        assert is_gone(pid)
        assert desk.pid is None


def test_the_program_ends_when_the_one_that_started_it_is_killed(rules: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from addin.einvoices.rules.desk import Desk;"
        "desk = Desk(); desk.ask([Path(sys.argv[1])], b'<a/>'); print(desk.pid, flush=True);"
        "time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(rules)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()

    assert is_gone(pid, seconds=10)


def is_gone(pid: int, seconds: float = 2) -> bool:
    """Whether a process is at an end, or comes to it soon."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").is_file() and _is_zombie(pid):
            return True
        time.sleep(0.02)
    return False


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
