"""An oracle: reads the printed English sentences and checks every claim against what was counted.

It knows nothing of the rules that write them. A sentence that it cannot read is an error too, so that a new sentence
needs its check here. Numbers are exact fractions; a printed one has to be the exact one, rounded half away from zero.
"""
