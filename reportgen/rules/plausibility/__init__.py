"""What can be read and may yet be wrong.

doubts.py     jumps, vanished entities, targets out of reach, each at its cell
reconcile.py  totals against their parts in another table
wholes.py     rows in which a part is larger than its whole
"""
