"""Making a report: what it asks for, how it is built, chosen, corrected and told."""
