"""What follows a result: evidence that anybody can check, lessons, and looking again later."""
