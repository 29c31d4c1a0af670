"""Explanations of the lines of an office, and the sums that their figures must make."""

from decimal import Decimal
from typing import Any

from sample_office import Office

from addin.jobs.content import load
from addin.jobs.explained.steps import Step
from addin.jobs.explaining import explained, steps


def told(office: Office, line: str) -> list[str]:
    return explained(load(office.book), line)


def steps_of(office: Office, line: str) -> list[Step]:
    return steps(load(office.book), line)


def figure(found: list[Step], key: str, name: str) -> Any:
    """A figure of the one step of this kind."""
    (value,) = [step.values[name] for step in found if step.key == key]
    return value


def figures(found: list[Step], name: str, *keys: str) -> list[Decimal]:
    return [Decimal(str(step.values[name])) for step in found if step.key in keys]


def assert_adds_up(found: list[Step], amount: str) -> None:
    """From quantity x price to the parts of the payers, nothing is lost on the way."""
    taken_off = figures(found, "cents", "reduction", "discount_percent", "discount_amount")
    net = figure(found, "product", "amount") - sum(taken_off)
    net += sum(figures(found, "cents", "rounded_correction"))
    parts = figures(found, "part", "pays_all", "share", "share_rounded", "share_agreed")
    assert str(net) == str(figure(found, "amount", "amount")) == amount
    assert sum(parts) == net
    assert not {"amount_otherwise", "minutes_otherwise", "fee_otherwise"} & {
        step.key for step in found
    }
