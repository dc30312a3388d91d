"""Writing a questionnaire at the desk: question by question, from a file, from the bank."""
