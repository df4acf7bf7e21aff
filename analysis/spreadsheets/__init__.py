"""Figures and single rows as tables: one set of frozen sheets, drawn as a workbook or as CSV.

`figures.py` and `children.py` choose every cell; `workbook.py` and `flat.py` only draw. No module
here works out a figure.
"""
