"""The city's own rows: name, departments, categories, calendar, delegation."""
