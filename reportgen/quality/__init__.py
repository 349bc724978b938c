"""Checks of finished documents: packages that Office opens without repair."""
