"""A table that nobody has described -> what is in it, and the lines of a project file that would read it.

`raw` gives the cells of a file, `columns` says what each column holds, `tables` how they belong together,
`matching` which ready contract they fit, `proposal` writes the lines.
"""
