"""What every workbook tells xlwings, whatever computer it is on."""

WORKBOOK_SETTINGS = {
    "UDF MODULES": "addin.udfs",
    # A server that stays alive gives up on macros that take minutes.
    "USE UDF SERVER": "False",
    # The folder of a workbook may lie in a cloud that is not there, and is no place for code.
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "DEBUG UDFS": "False",
    "SHOW CONSOLE": "False",
}
"""What every workbook says beside the Python; a value that its owner has changed is kept."""
