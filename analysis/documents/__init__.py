"""The report as Word, PDF, web page and JSON: one set of blocks, four ways to draw it.

`board.py` and `annex.py` choose every word once, from the Report alone; `word.py`, `pdf.py` and
`webpage.py` only draw. No module here works out a figure.
"""
