"""How problems look to a person or a program: terminal text and JSON."""
