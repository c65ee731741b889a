"""Reports that could go to other projects, each with what it prints there and what it should."""
