"""How the Office files of the shipped brands are made, so that their measures stay traceable."""
