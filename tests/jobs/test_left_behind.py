"""A line that stays behind in an earlier month is told, until it is issued or put on hold."""

from typing import Any

import pytest
from memory_book import MemoryBook

from addin.billing.calendar import Month
from addin.errors import Finding
from addin.jobs.content import load
from addin.jobs.month.left_behind import drafts_left_behind
from addin.tables.reading import sort_findings

JUNE = Month(2026, 6)
