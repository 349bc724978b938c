"""Registers and logs of a project -> their rows, read once for every block.

register.py    tables of one contract -> the rows of a register
happenings.py  dated events, marked on charts
engagement.py  each stakeholder as last assessed: place on the map, quadrant, levels
"""
