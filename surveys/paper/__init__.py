"""On paper: questionnaires, letters, slips and statements as accessible PDF.

What is printed is frozen data made from the same definitions as the screen; `templates/` only
draws it. Typst is imported by `printing` alone, which runs in the worker process.
"""
