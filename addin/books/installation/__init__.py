"""How Excel finds Python: the settings of xlwings, on a computer and in a workbook."""
