"""``quotepart undo``: the workbook as it was before the last job, byte for byte, or a refusal."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from quotepart_command import Make, column_of, files_of, quotepart, type_into

from addin.books.closed import open_book
from addin.books.restore_points import RestorePoints
from addin.words import Language

MONTH = "2026-10"


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def generated(workbook: Make) -> tuple[Path, str]:
    """A workbook with the month generated, and its digest from before."""
    path = workbook()
    before = digest(path)
    assert quotepart("generate", path, "--month", MONTH).status == 0
    assert digest(path) != before
    return path, before


def test_undo_brings_back_the_workbook_from_before_the_last_job(
    generated: tuple[Path, str],
) -> None:
    path, before = generated

    ended = quotepart("undo", path)

    assert (ended.status, digest(path)) == (0, before)
    assert "before generate" in ended.said


def test_undoing_twice_takes_the_undoing_back(generated: tuple[Path, str]) -> None:
    path, before = generated
    after = digest(path)

    found = []
    for _ in range(4):
        assert quotepart("undo", path).status == 0
        found.append(digest(path))

    assert found == [before, after, before, after]


def test_every_job_that_writes_can_be_undone(workbook: Make, tmp_path: Path) -> None:
    path = workbook()
    staff = tmp_path / "staff.csv"
    staff.write_text("person,name\nZZ,Zoé\n", "utf-8")
    jobs = [
        ["import", "staff", path, staff],
        ["plan", path, "--year", 2026],
        ["generate", path, "--month", MONTH],
        ["approve", path, "--month", MONTH],
    ]
    states = [digest(path)]
    for job in jobs:
        assert quotepart(*job).status == 0
        states.append(digest(path))
    assert len(set(states)) == len(jobs) + 1

    # number 1 is the newest: the undoing itself after the first round
    assert [point.job for point in RestorePoints(path).all()] == [str(job[0]) for job in jobs]
    for back in range(len(jobs)):
        assert quotepart("undo", path, "--to", 2 * back + 1).status == 0
        assert digest(path) == states[len(jobs) - 1 - back]


def test_a_check_that_finds_something_can_be_undone(workbook: Make) -> None:
    path = workbook()
    type_into(path, "Clients", 0, payment_days="thirty")
    before = digest(path)
    assert quotepart("check", path).status == 1

    assert quotepart("undo", path).status == 0

    assert digest(path) == before


def test_a_workbook_that_was_changed_since_is_left_alone(generated: tuple[Path, str]) -> None:
    path, _ = generated
    type_into(path, "Clients", 0, city="Namur")
    saved = datetime(2026, 11, 2, 14, 5, 30).astimezone()
    os.utime(path, (saved.timestamp(), saved.timestamp()))
    changed, points = digest(path), len(RestorePoints(path).all())

    ended = quotepart("undo", path)

    assert (ended.status, digest(path)) == (2, changed)
    assert "2026-11-02 14:05:30" in ended.warned
    assert "--force" in ended.warned
    assert len(RestorePoints(path).all()) == points
    assert quotepart("undo", path, "--json").codes == ["UNDO-02"]


def test_forced_undoing_keeps_what_was_there_and_can_be_undone(
    generated: tuple[Path, str],
) -> None:
    path, before = generated
    type_into(path, "Clients", 0, city="Namur")
    changed = digest(path)

    assert quotepart("undo", path, "--force").status == 0
    assert digest(path) == before
    assert quotepart("undo", path).status == 0
    assert digest(path) == changed


def test_a_damaged_workbook_is_brought_back_by_force(generated: tuple[Path, str]) -> None:
    path, before = generated
    path.write_bytes(path.read_bytes()[:5000])

    assert quotepart("undo", path).status == 2
    assert quotepart("undo", path, "--force").status == 0

    assert digest(path) == before


def test_a_dry_run_tells_and_writes_nothing(generated: tuple[Path, str]) -> None:
    path, _ = generated
    files = files_of(path.parent)

    ended = quotepart("undo", path, "--dry-run", "--json")

    assert (ended.status, files_of(path.parent)) == (0, files)
    assert ended.report["totals"]["undone"] == "generate"


def test_nothing_to_undo_is_a_refusal(workbook: Make) -> None:
    path = workbook()

    ended = quotepart("undo", path)

    assert (ended.status, "Billing.quotepart" in ended.warned) == (2, True)
    assert quotepart("undo", path, "--json").codes == ["UNDO-01"]
    assert quotepart("undo", path, "--list").said.startswith("There are no restore points")


def test_a_number_that_is_not_in_the_list_is_refused(generated: tuple[Path, str]) -> None:
    path, _ = generated

    assert quotepart("undo", path, "--to", 2, "--json").codes == ["UNDO-01"]
    assert quotepart("undo", path, "--to", 0).status == 2


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert quotepart("undo", tmp_path / "None.xlsm", "--json").codes == ["BOOK-01"]


def test_the_list_shows_the_newest_first(generated: tuple[Path, str]) -> None:
    path, before = generated
    quotepart("approve", path, "--month", MONTH)
    files = files_of(path.parent)

    lines = quotepart("undo", path, "--list").said.splitlines()
    points = quotepart("undo", path, "--list", "--json").report["points"]

    assert [line[:20] for line in lines] == ["1: before approve, 2", "2: before generate, "]
    assert [(one["number"], one["job"]) for one in points] == [(1, "approve"), (2, "generate")]
    assert (points[1]["before"], points[0]["after"]) == (before, digest(path))
    assert digest(Path(points[1]["file"])) == before
    assert files_of(path.parent) == files


@pytest.mark.parametrize("lock", ["~$Billing.xlsm", ".~lock.Billing.xlsm#"])
def test_a_workbook_that_is_open_is_not_brought_back(
    generated: tuple[Path, str], lock: str
) -> None:
    path, _ = generated
    after = digest(path)
    (path.parent / lock).write_bytes(b"\x05Carla")

    assert quotepart("undo", path, "--json").codes == ["BOOK-07"]

    assert digest(path) == after
    assert [point.job for point in RestorePoints(path).all()] == ["generate"]


def test_a_copy_that_is_gone_is_told_and_nothing_changes(generated: tuple[Path, str]) -> None:
    path, _ = generated
    after, points = digest(path), RestorePoints(path)
    points.path_of(points.all()[0]).unlink()

    assert quotepart("undo", path, "--json").codes == ["UNDO-03"]

    assert digest(path) == after
    assert [point.job for point in points.all()] == ["generate"]


def test_issued_invoices_stay_issued_and_come_back_with_the_next_run(workbook: Make) -> None:
    path = workbook()
    for job in ("generate", "approve"):
        quotepart(job, path, "--month", MONTH)
    before = digest(path)
    issued = quotepart("issue", path, "--month", MONTH, "--date", "2026-10-31", "--json")
    numbers = [invoice["number"] for invoice in issued.report["invoices"]]
    assert numbers

    ended = quotepart("undo", path, "--json")

    assert (ended.codes, digest(path)) == (["UNDO-04"], before)
    [finding] = ended.report["findings"]
    assert all(number in finding["message"] for number in numbers)
    again = quotepart("issue", path, "--month", MONTH, "--date", "2026-10-31", "--json")
    assert again.report["invoices"] == []
    assert list(column_of(path, "Invoices", "number")) == numbers


def test_bringing_the_workbook_level_with_the_journal_can_be_undone(workbook: Make) -> None:
    path = workbook()
    for job in ("generate", "approve"):
        quotepart(job, path, "--month", MONTH)
    quotepart("issue", path, "--month", MONTH, "--date", "2026-10-31")
    quotepart("undo", path)
    before = digest(path)
    quotepart("approve", path, "--month", MONTH)

    jobs = [point.job for point in RestorePoints(path).all()]

    assert jobs[jobs.index("undo") + 1] == "recovery"
    recovered = RestorePoints(path).all()[jobs.index("recovery")]
    assert recovered.before == before


def test_the_days_of_the_settings_decide_how_long_a_copy_stays(workbook: Make) -> None:
    path = workbook()
    points = RestorePoints(path)
    for age in (45, 20, 10):
        points.keep("check", 3650, datetime.now(UTC) - timedelta(days=age))
        points.written()
    at = list(column_of(path, "Settings", "setting")).index("Days to keep restore points")
    type_into(path, "Settings", at, value=15)

    quotepart("generate", path, "--month", MONTH)

    assert [point.job for point in points.all()] == ["check", "generate"]


def test_the_copy_that_is_brought_back_is_never_too_old(generated: tuple[Path, str]) -> None:
    path, before = generated
    index = next((path.parent / "Billing.quotepart" / "restore").glob("*.json"))
    [point] = RestorePoints(path).all()
    old = f"{point.moment - timedelta(days=400):%Y-%m-%dT%H:%M:%SZ}"
    index.write_text(
        index.read_text("utf-8").replace(f"{point.moment:%Y-%m-%dT%H:%M:%S.%fZ}", old), "utf-8"
    )
    assert RestorePoints(path).all()[0].moment.year < point.moment.year

    assert quotepart("undo", path).status == 0

    assert digest(path) == before


@pytest.mark.parametrize("language", [Language.FR, Language.NL, Language.DE])
def test_undo_speaks_the_language_of_the_workbook(workbook: Make, language: Language) -> None:
    path = workbook(language)
    quotepart("generate", path, "--month", MONTH)

    said = quotepart("undo", path).said

    start = {"fr": "Le classeur", "nl": "De werkmap", "de": "Die Arbeitsmappe"}[language]
    assert said.startswith(start)


def test_a_workbook_brought_back_opens_and_is_read(generated: tuple[Path, str]) -> None:
    path, _ = generated
    quotepart("undo", path)

    [prebilling] = open_book(path).read(["Prebilling"]).values()

    assert prebilling.height == 1
    assert prebilling.blank(0)


def test_without_a_restore_point_no_number_is_taken(workbook: Make) -> None:
    path = workbook()
    for job in ("generate", "approve"):
        quotepart(job, path, "--month", MONTH)
    before, restore = digest(path), path.parent / "Billing.quotepart" / "restore"
    shutil.rmtree(restore)
    restore.write_text("a file is in the way")

    issued = quotepart("issue", path, "--month", MONTH, "--date", "2026-10-31", "--json")

    assert (issued.status, issued.codes) == (2, ["SAFE-05"])
    assert digest(path) == before
    assert not list(path.parent.rglob("*.docx"))
    restore.unlink()
    again = quotepart("issue", path, "--month", MONTH, "--date", "2026-10-31", "--json")
    assert again.report["invoices"][0]["number"].endswith("00001")


def test_what_became_of_an_interrupted_run_is_in_the_report_of_the_next(workbook: Make) -> None:
    path = workbook()
    points = RestorePoints(path)
    points.keep("generate", 30, datetime.now(UTC))
    points.writing("f" * 64)

    dry = quotepart("generate", path, "--month", MONTH, "--dry-run", "--json")
    then = quotepart("generate", path, "--month", MONTH, "--json")

    assert (dry.codes, then.codes) == (["SAFE-01"], [])
    assert "generate" in dry.report["findings"][0]["message"]
