"""What people wrote for a period, in the place of generated sentences, and held against the data.

texts.py           texts that take the place of generated sentences
claims.py          what a sentence claims of a number
contradictions.py  claims that cannot be true beside the data
"""
