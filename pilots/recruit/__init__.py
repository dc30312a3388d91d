"""Who may take part, how places are shared out and drawn, who acts for whom, and thanks."""
