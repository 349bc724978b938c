"""What the people who work on the project run; nothing here is installed."""
