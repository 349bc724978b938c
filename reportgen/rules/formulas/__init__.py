"""The formulas of KPIs: text in Python's expression syntax -> a checked tree whose leaves know table and column.

syntax.py         the nodes of the tree: row-level (a value per row) and aggregate (a number per scope)
names.py          what a formula may name, and the nearest name to a misspelt one
reader.py         text -> Python's own syntax tree, within bounds, and places in the text
rows.py           row-level expressions and their kinds
sources.py        which rows an aggregation reduces: table, where=, on=
methods.py        named methods: histories, targets, people over time, surveys
method_words.py   their definitions in words, printed with the KPI
compile.py        aggregate expressions; the entry
"""

from reportgen.rules.formulas.compile import compile_formula
from reportgen.rules.formulas.names import TableNames, Vocabulary

__all__ = ["TableNames", "Vocabulary", "compile_formula"]
