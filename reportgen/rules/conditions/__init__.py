"""The conditions of escalations: text -> a tree whose leaves name KPIs, facts and fields of registers.

syntax.py   what a condition says, as plain values
words.py    the words of the language: statuses, counts, things and their fields
reader.py   the text of a condition -> its tree, with places in the text; all rules of a project
"""
