"""How a value stands against its target, and by which rule.

status.py      the gap, the status and the rule that gave it
tolerances.py  how far a value may miss, as a number that is printed
rule_words.py  the rule in few words of the documents' language
"""
