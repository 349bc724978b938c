"""One module per verb: a request in, a result with files and problems out. The command line and the page call these."""
