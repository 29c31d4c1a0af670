"""Structured communications, by which a Belgian payment names its invoice (OGM, VCS)."""

from stdnum import exceptions
from stdnum.be import ogm_vcs

from addin.identity.fault import Fault
from addin.identity.writing import bare


def checked_reference(text: str) -> str | Fault:
    """A structured communication as it is printed.

    Args:
        text: Twelve digits, the last two of them the check, with any signs between and around.

    Returns:
        The communication between pluses; or why it is refused (ID-17).

    >>> checked_reference("081562303385")
    '+++081/5623/03385+++'
    """
    number = bare(text.replace("+", "").replace("*", ""))
    try:
        return f"+++{ogm_vcs.format(ogm_vcs.validate(number))}+++"
    except exceptions.ValidationError:
        return Fault("ID-17", {"reference": text})
