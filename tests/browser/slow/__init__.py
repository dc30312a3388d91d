"""A kind of work that lasts until somebody kills its worker: installed in one test's portal only."""
