"""The neutral model: what the documents say, as plain frozen values that know no file format."""
