"""Where the heading of a table is, and which rows below it hold no study."""
