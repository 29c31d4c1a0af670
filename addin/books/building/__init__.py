"""The parts of the workbook's builder: what a sheet shows, allows, checks and colours."""
